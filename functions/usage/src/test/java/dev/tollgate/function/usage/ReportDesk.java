package dev.tollgate.function.usage;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.api.Tags;
import dev.tollgate.aws.apigateway.LambdaService;
import dev.tollgate.aws.apigateway.ReplyForm;
import dev.tollgate.catalog.CatalogReader;
import dev.tollgate.config.Timing;
import dev.tollgate.http.Json;
import dev.tollgate.identity.KeyHash;
import dev.tollgate.identity.Principal;
import dev.tollgate.identity.Role;
import dev.tollgate.identity.VirtualKey;
import dev.tollgate.ledger.Ledger;
import dev.tollgate.provider.Providers;
import dev.tollgate.rollup.Sums;
import dev.tollgate.telemetry.Telemetry;
import dev.tollgate.testkit.store.InMemoryCatalogStore;
import dev.tollgate.testkit.store.InMemoryKeyStore;
import dev.tollgate.testkit.store.InMemoryLedger;
import dev.tollgate.testkit.store.InMemoryLimitStore;
import dev.tollgate.testkit.store.InMemoryPayloadStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/// The real handler over stores in memory, called with the events of API Gateway.
final class ReportDesk {
    static final Instant NOW = Instant.parse("2026-11-23T09:30:00Z");
    static final String TEAM = "growth";
    static final String KEY = "tg_events0000000000000000000000000";

    final InMemoryLedger ledger = new InMemoryLedger();
    final InMemoryPayloadStore payloads = new InMemoryPayloadStore();

    private final InMemoryKeyStore keys = new InMemoryKeyStore();
    private final UsageHandler handler;

    /// A desk where the events' key has the role `report`.
    ReportDesk() {
        this(Clock.fixed(NOW, ZoneOffset.UTC));
    }

    ReportDesk(Clock clock) {
        this(clock, LedgerSums::new);
    }

    /// A desk where whole hours come from sums of one's own.
    ReportDesk(Clock clock, Function<Ledger, Sums> sums) {
        Timing timing = new Timing(clock, _ -> {}, new Random(1));
        handler =
                new UsageHandler(
                        new LambdaService(
                                Wiring.service(
                                        keys,
                                        sums.apply(ledger),
                                        ledger,
                                        payloads,
                                        new InMemoryCatalogStore(),
                                        new InMemoryLimitStore(),
                                        new CatalogReader(Providers.dialects(), false),
                                        timing,
                                        Telemetry.silent()),
                                ReplyForm.BUFFERED,
                                timing.clock()));
        key(KEY, TEAM, Role.REPORT);
    }

    /// Puts a key in force, and gives back its id.
    String key(String key, String team, Role role) {
        KeyHash hash = KeyHash.of(key);
        Principal principal = new Principal(hash.id(), team, Set.of(role), Tags.none(), Set.of());
        keys.put(new VirtualKey(hash, "", principal, NOW));
        return hash.id();
    }

    Reply send(String name, Consumer<ObjectNode> change) {
        try {
            ObjectNode event =
                    (ObjectNode)
                            Json.tree(Files.readAllBytes(Path.of("../../events", name + ".json")));
            change.accept(event);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            handler.handleRequest(new ByteArrayInputStream(Json.bytes(event)), out, context());
            return new Reply(Json.tree(out.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Asks for a report with the parameters of a query string.
    Reply usage(String query) {
        return get("/v1/usage", query);
    }

    /// Asks with the parameters of a query string, its values percent-encoded.
    Reply get(String path, String query) {
        return get(path, query, KEY);
    }

    Reply get(String path, String query, String key) {
        return send(
                "usage",
                event -> {
                    event.put("path", path);
                    bearer(key).accept(event);
                    ObjectNode parameters = event.putObject("multiValueQueryStringParameters");
                    for (String part : query.isEmpty() ? new String[0] : query.split("&", -1)) {
                        String[] pair = part.split("=", 2);
                        parameters
                                .withArrayProperty(decoded(pair[0]))
                                .add(pair.length == 1 ? "" : decoded(pair[1]));
                    }
                });
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    Reply request(String id) {
        return send("request", event -> event.put("path", "/v1/requests/" + id));
    }

    static Consumer<ObjectNode> bearer(String key) {
        return event ->
                ((ObjectNode) event.get("multiValueHeaders"))
                        .putArray("Authorization")
                        .add("Bearer " + key);
    }

    private static Context context() {
        return (Context)
                Proxy.newProxyInstance(
                        Context.class.getClassLoader(),
                        new Class<?>[] {Context.class},
                        (_, method, _) ->
                                method.getReturnType() == int.class
                                        ? Integer.valueOf(29_000)
                                        : method.getReturnType() == String.class ? "" : null);
    }

    /// What API Gateway is given.
    record Reply(JsonNode proxied) {
        int status() {
            return proxied.path("statusCode").asInt();
        }

        String header(String name) {
            return proxied.path("multiValueHeaders").path(name).path(0).asText();
        }

        String text() {
            return proxied.path("body").asText();
        }

        JsonNode json() {
            return Json.tree(text().getBytes(StandardCharsets.UTF_8));
        }

        String error(String member) {
            return json().path("error").path(member).asText();
        }
    }
}
