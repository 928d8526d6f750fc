package dev.tollgate.function.local.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.http.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Payload logging as an audit trail: what callers said is read back by who reports, redacted, and by nobody else.
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PayloadsTest {
    private static final String CATALOG =
            """
            providers:
              one: {dialect: openai, baseUrl: "ONE", allowPrivateNetwork: true, secret: tollgate/sim}
            aliases:
              chat: one/ok
              cut: {target: one/cut-after-3, retries: 0}
            logging: {payloads: metadata, retain: 30d, redact: [email, phone, card], patterns: {employee: "E-[0-9]{6}"}}
            """;

    private static final String PROMPT =
            "Mail ada@example.com about 4111 1111 1111 1111, says E-123456, or call +49 171 1234567.";
    private static final String REDACTED =
            "Mail [email] about [card], says [employee], or call [phone].";
    private static final Map<String, String> FULL = Map.of("x-tollgate-log", "full");

    private Town town;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        town = new Town(folder, CATALOG);
    }

    @AfterAll
    void stop() {
        town.close();
    }

    private HttpResponse<String> chat(String alias, boolean streamed, Map<String, String> headers)
            throws Exception {
        return town.post("/v1/chat/completions", body(alias, streamed), headers);
    }

    private static String body(String alias, boolean streamed) {
        return """
        {"model": "%s", "stream": %b, "max_tokens": 100, "messages": [{"role": "user", "content": "%s"}]}
        """
                .formatted(alias, streamed, PROMPT);
    }

    @Test
    void a_streamed_call_is_read_back_assembled_and_redacted() throws Exception {
        HttpResponse<String> answer = chat("chat", true, FULL);
        assertEquals(200, answer.statusCode(), answer.body());

        JsonNode payload = town.recordOf(answer).path("payload");

        assertEquals("full", payload.path("level").asText());
        assertTrue(payload.path("complete").asBoolean(), payload::toString);
        assertEquals(
                REDACTED,
                payload.at("/request/body/messages/0/content").asText(),
                payload::toString);
        JsonNode said = payload.path("answer").path("body");
        assertEquals("chat.completion", said.path("object").asText(), payload::toString);
        assertFalse(said.at("/choices/0/message/content").asText().isEmpty(), payload::toString);
        assertEquals(answer.body().getBytes(UTF_8).length, payload.at("/answer/bytes").asLong());
        for (String secret : new String[] {"ada@", "4111", "123456", "1234567"}) {
            assertFalse(payload.path("request").path("body").toString().contains(secret));
        }
    }

    @Test
    void every_dialect_is_kept_as_its_caller_speaks_it() throws Exception {
        HttpResponse<String> answer = town.post("/v1/messages", body("chat", true), FULL);
        assertEquals(200, answer.statusCode(), answer.body());

        JsonNode payload = town.recordOf(answer).path("payload");

        assertEquals("/v1/messages", payload.path("path").asText());
        assertEquals("message", payload.at("/answer/body/type").asText(), payload::toString);
        assertFalse(payload.at("/answer/body/content/0/text").asText().isEmpty());
    }

    @Test
    void a_cut_stream_is_read_back_as_far_as_it_came() throws Exception {
        HttpResponse<String> answer = chat("cut", true, FULL);

        JsonNode payload = town.recordOf(answer).path("payload");

        assertFalse(payload.path("complete").asBoolean(), payload::toString);
        assertFalse(
                payload.at("/answer/body/choices/0/message/content").asText().isEmpty(),
                payload::toString);
    }

    @Test
    void metadata_says_nothing_that_was_said() throws Exception {
        JsonNode payload = town.recordOf(chat("chat", false, Map.of())).path("payload");

        assertEquals("metadata", payload.path("level").asText());
        assertEquals(1, payload.at("/request/messages/user").asInt());
        assertEquals(100, payload.at("/request/settings/max_tokens").asInt());
        assertTrue(payload.at("/answer/body").isMissingNode());
        assertFalse(payload.toString().contains("Mail"), payload::toString);
    }

    @Test
    void only_who_reports_for_the_same_team_reads_it() throws Exception {
        String app = key("local", "app");
        HttpResponse<String> answer =
                chat(
                        "chat",
                        false,
                        Map.of("x-tollgate-log", "full", "authorization", "Bearer " + app));
        String path =
                "/v1/requests/"
                        + answer.headers().firstValue("x-tollgate-request-id").orElseThrow();

        assertTrue(town.get(path, key("local", "report")).body().contains("[email]"));
        HttpResponse<String> own = town.get(path, app);
        assertEquals(200, own.statusCode(), own.body());
        assertFalse(own.body().contains("payload"), own.body());
        assertEquals(404, town.get(path, key("others", "report")).statusCode());
        assertEquals(404, town.get(path, key("others", "admin")).statusCode());
    }

    @Test
    void a_level_that_is_none_is_refused_in_the_callers_dialect() throws Exception {
        HttpResponse<String> answer =
                town.post(
                        "/v1/messages",
                        body("chat", false),
                        Map.of("x-tollgate-log", "everything"));

        assertEquals(400, answer.statusCode());
        assertTrue(answer.body().contains("\"type\":\"invalid_request_error\""), answer.body());
        assertTrue(answer.body().contains("x-tollgate-log"), answer.body());
    }

    private String key(String team, String role) throws Exception {
        HttpResponse<String> made =
                town.admin(
                        "/admin/keys",
                        "{\"team\": \"%s\", \"roles\": [\"%s\"]}".formatted(team, role));
        return Json.tree(made.body().getBytes(UTF_8)).path("key").asText();
    }
}
