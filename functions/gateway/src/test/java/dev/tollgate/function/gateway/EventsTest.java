package dev.tollgate.function.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.api.Tags;
import dev.tollgate.aws.apigateway.LambdaService;
import dev.tollgate.aws.apigateway.ReplyForm;
import dev.tollgate.config.Timing;
import dev.tollgate.http.Json;
import dev.tollgate.identity.KeyHash;
import dev.tollgate.identity.Principal;
import dev.tollgate.identity.Role;
import dev.tollgate.identity.VirtualKey;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.provider.transport.Transports;
import dev.tollgate.telemetry.Telemetry;
import dev.tollgate.testkit.sim.SimulatedProvider;
import dev.tollgate.testkit.store.InMemoryCatalogStore;
import dev.tollgate.testkit.store.InMemoryKeyStore;
import dev.tollgate.testkit.store.InMemoryLedger;
import dev.tollgate.testkit.store.InMemoryStores;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The real handler on every event of `events/` that goes to the data plane.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventsTest {
    private static final Path EVENTS = Path.of("../../events");
    private static final String CATALOG =
            """
            {"providers": {"sim": {"dialect": "openai", "baseUrl": "BASE", "allowPrivateNetwork": true,
                                   "secret": "tollgate/sim"}},
             "aliases": {"chat-standard": "sim/ok",
                         "falls-back": {"targets": ["sim/status-503", "sim/ok"], "retries": 0},
                         "embed": "sim/ok",
                         "secret-alias": "sim/ok"}}
            """;

    private final SimulatedProvider provider = SimulatedProvider.start();
    private final Transports transports = Transports.create();
    private final InMemoryLedger ledger = new InMemoryLedger();
    private final GatewayHandler handler;

    EventsTest() {
        InMemoryKeyStore keys = new InMemoryKeyStore();
        keys.put(key("tg_events0000000000000000000000000"));
        InMemoryCatalogStore catalogs = new InMemoryCatalogStore();
        catalogs.put(
                0,
                CATALOG.replace("BASE", provider.baseUri().toString()).getBytes(UTF_8),
                Instant.EPOCH,
                "test");
        Clock clock = Clock.systemUTC();
        handler =
                new GatewayHandler(
                        new LambdaService(
                                Wiring.service(
                                        InMemoryStores.of(keys, catalogs, ledger),
                                        transports,
                                        new OneSecret(),
                                        (outgoing, _, _) -> outgoing,
                                        Runnable::run,
                                        new Timing(clock, Thread::sleep, new SecureRandom()),
                                        Telemetry.silent(),
                                        false),
                                ReplyForm.STREAMED,
                                clock));
    }

    @AfterAll
    void stop() {
        transports.close();
        provider.close();
    }

    private static VirtualKey key(String text) {
        KeyHash hash = KeyHash.of(text);
        Principal principal =
                new Principal(
                        hash.id(),
                        "events",
                        Set.of(Role.APP),
                        Tags.lenient(Map.of("feature", "default")),
                        Set.of("chat-standard", "falls-back", "embed", "no-such-alias"));
        return new VirtualKey(hash, "events", principal, Instant.EPOCH);
    }

    private Reply send(String event) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] json = Files.readAllBytes(EVENTS.resolve(event + ".json"));
        handler.handleRequest(new ByteArrayInputStream(json), out, context());
        return Reply.read(out.toString(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "chat, 200",
        "chat-base64, 200",
        "chat-stream, 200",
        "chat-tools-stream, 200",
        "chat-fallback, 200",
        "chat-tags, 200",
        "chat-dropin-tags, 200",
        "embeddings, 200",
        "responses, 200",
        "messages, 200",
        "messages-stream, 200",
        "count-tokens, 200",
        "models, 200",
        "models-anthropic, 200",
        "model, 200",
        "health, 200",
        "key-in-x-api-key, 200",
        "missing-key, 401",
        "bad-key, 401",
        "unknown-alias, 404",
        "forbidden-alias, 403",
        "malformed-json, 400",
        "wrong-type, 400",
        "missing-model, 400",
        "responses-stateful, 400",
        "unknown-path, 404",
        "wrong-method, 405",
    })
    void every_event_is_answered_with_its_status(String event, int status) throws IOException {
        Reply reply = send(event);

        assertEquals(status, reply.status(), reply.body);
        assertTrue(reply.header("x-tollgate-request-id").startsWith("req_"));
        if (status != 200) {
            JsonNode error = Json.tree(reply.body.getBytes(UTF_8)).path("error");
            assertFalse(error.path("message").asText().isEmpty(), reply.body);
            assertFalse(error.path("code").asText().isEmpty(), reply.body);
            assertTrue(error.has("param") && error.has("type"), reply.body);
        }
    }

    @Test
    void callers_of_anthropics_dialect_are_answered_in_it() throws IOException {
        Reply whole = send("messages");
        JsonNode message = Json.tree(whole.body.getBytes(UTF_8));
        assertEquals("message", message.path("type").asText());
        assertTrue(message.path("usage").path("output_tokens").asLong() > 0, whole.body);
        assertEquals("top_k", whole.header("x-tollgate-dropped"));
        assertEquals(whole.header("x-tollgate-request-id"), whole.header("request-id"));

        String stream = send("messages-stream").body;
        assertTrue(stream.startsWith("event: message_start\n"), stream);
        assertTrue(stream.contains("\"type\":\"tool_use\""), stream);
        assertTrue(stream.contains("event: message_stop\n"), stream);

        Reply models = send("models-anthropic");
        assertTrue(models.body.contains("\"has_more\":false"), models.body);
        Reply refused = send("messages-missing-max-tokens");
        assertEquals(400, refused.status());
        JsonNode error = Json.tree(refused.body.getBytes(UTF_8));
        assertEquals("invalid_request_error", error.path("error").path("type").asText());
        assertEquals(refused.header("request-id"), error.path("request_id").asText());
    }

    @Test
    void counting_tokens_asks_no_provider_and_costs_nothing() throws IOException {
        Reply reply = send("count-tokens");

        assertTrue(Json.tree(reply.body.getBytes(UTF_8)).path("input_tokens").asLong() > 0);
        assertEquals("0", reply.header("x-tollgate-attempts"));
        assertEquals("0", reply.header("x-tollgate-cost-usd"));
    }

    @Test
    void a_streamed_reply_is_events_to_their_end() throws IOException {
        Reply reply = send("chat-stream");

        assertEquals("text/event-stream", reply.header("content-type"));
        assertTrue(reply.body.startsWith("data: {"), reply.body);
        assertTrue(reply.body.endsWith("data: [DONE]\n\n"), reply.body);
    }

    @Test
    void a_fallback_is_told_in_the_headers_and_settled_when_the_handler_returns()
            throws IOException {
        Reply reply = send("chat-fallback");

        assertEquals("1", reply.header("x-tollgate-fallbacks"));
        assertEquals("sim/ok", reply.header("x-tollgate-target"));
        assertEquals(2, record(reply).settlement().orElseThrow().attempts().size());
    }

    @Test
    void tags_of_every_source_reach_the_ledger() throws IOException {
        Map<String, String> own = record(send("chat-tags")).tags().values();
        Map<String, String> dropIn = record(send("chat-dropin-tags")).tags().values();

        assertTrue(own.size() >= 2 && !"default".equals(own.get("feature")), own.toString());
        assertEquals("true", dropIn.get("nightly"));
        assertEquals("214590", dropIn.get("jobID"));
    }

    @Test
    void malformed_json_is_a_400_that_names_the_place() throws IOException {
        String body = send("malformed-json").body;

        assertTrue(body.matches("(?s).*line \\d+, column \\d+.*"), body);
    }

    @Test
    void the_type_that_is_wrong_is_named() throws IOException {
        JsonNode error = Json.tree(send("wrong-type").body.getBytes(UTF_8)).path("error");

        assertEquals("messages", error.path("param").asText());
    }

    private LedgerRecord record(Reply reply) {
        return ledger.find("events", reply.header("x-tollgate-request-id")).orElseThrow();
    }

    private static Context context() {
        return (Context)
                Proxy.newProxyInstance(
                        Context.class.getClassLoader(),
                        new Class<?>[] {Context.class},
                        (_, method, _) ->
                                method.getReturnType() == int.class
                                        ? Integer.valueOf(60_000)
                                        : method.getReturnType() == String.class ? "" : null);
    }

    /// Prelude and payload, as the streaming integration reads them.
    private record Reply(JsonNode prelude, String body) {
        static Reply read(String sent) {
            int end = sent.indexOf("\0\0\0\0\0\0\0\0");
            return new Reply(
                    Json.tree(sent.substring(0, end).getBytes(UTF_8)), sent.substring(end + 8));
        }

        int status() {
            return prelude.path("statusCode").asInt();
        }

        String header(String name) {
            return prelude.path("multiValueHeaders").path(name).path(0).asText();
        }
    }
}
