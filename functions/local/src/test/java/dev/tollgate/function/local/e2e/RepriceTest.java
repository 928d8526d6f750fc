package dev.tollgate.function.local.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.function.local.LocalServer;
import dev.tollgate.http.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Calls over HTTP, and then what they would have cost.
@Timeout(120)
class RepriceTest {
    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);
    private final String asked =
            "\"team\":\"local\",\"from\":\"%s\",\"catalog\":true,\"group_by\":[\"model\"]"
                    .formatted(today.minusDays(1));

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void what_calls_cost_and_would_have_cost_is_told_and_the_ledger_stays_as_it_is()
            throws Exception {
        try (LocalServer server = LocalServer.start("--port", "0", "--store", "dynamodb-local")) {
            for (String alias : new String[] {"chat-standard", "falls-back", "flaky", "claude"}) {
                assertEquals(200, call(server, alias).statusCode(), alias);
            }
            String usage = usage(server);
            JsonNode asItWas = reprice(server, "{" + asked + "}");
            JsonNode totals = asItWas.path("totals");
            assertEquals(4, totals.path("calls").intValue(), asItWas::toString);
            assertTrue(totals.path("cost_nano_usd").longValue() > 0);
            assertEquals(totals.path("cost_nano_usd"), totals.path("repriced_nano_usd"));
            assertEquals(
                    Json.tree(usage.getBytes(UTF_8)).at("/totals/cost_nano_usd").longValue(),
                    totals.path("cost_nano_usd").longValue());

            JsonNode free =
                    reprice(
                            server,
                            "{"
                                    + asked
                                    + ",\"prices\":{\"sim/sim-chat\":{\"inputPerMTok\":0,\"outputPerMTok\":0}}}");
            long saved = 0;
            for (JsonNode row : free.path("rows")) {
                if (row.path("model").asText().equals("sim-chat")) {
                    saved -= row.path("difference_nano_usd").longValue();
                } else {
                    assertEquals(0, row.path("difference_nano_usd").longValue());
                }
            }
            assertTrue(saved > 0);
            assertEquals(-saved, free.at("/totals/difference_nano_usd").longValue());
            assertEquals(usage, usage(server));
        }
    }

    @Test
    void only_an_admin_may_ask() throws Exception {
        try (LocalServer server = LocalServer.start("--port", "0", "--store", "memory")) {
            URI address = server.address().resolve("/admin/reprice");
            assertEquals(403, send(address, server.key(), "{" + asked + "}").statusCode());
        }
    }

    private HttpResponse<String> call(LocalServer server, String alias) throws Exception {
        return send(
                server.address().resolve("/v1/chat/completions"),
                server.key(),
                "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Say hello.\"}]}"
                        .formatted(alias));
    }

    private JsonNode reprice(LocalServer server, String body) throws Exception {
        HttpResponse<String> reply =
                send(server.address().resolve("/admin/reprice"), server.adminKey(), body);
        assertEquals(200, reply.statusCode(), reply.body());
        return Json.tree(reply.body().getBytes(UTF_8));
    }

    private String usage(LocalServer server) throws Exception {
        String days = "&from=%s&to=%s".formatted(today.minusDays(1), today.plusDays(2));
        HttpRequest request =
                HttpRequest.newBuilder(server.address().resolve("/v1/usage?group_by=model" + days))
                        .header("authorization", "Bearer " + server.key())
                        .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    private HttpResponse<String> send(URI address, String key, String body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(address)
                        .header("authorization", "Bearer " + key)
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
