package dev.tollgate.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.catalog.ProviderSpec;
import dev.tollgate.config.Deadline;
import dev.tollgate.config.Timing;
import dev.tollgate.conversation.Language;
import dev.tollgate.dialect.chat.ChatDialect;
import dev.tollgate.dialect.messages.MessagesDialect;
import dev.tollgate.http.Json;
import dev.tollgate.identity.Secret;
import dev.tollgate.identity.Secrets;
import dev.tollgate.provider.transport.Transports;
import dev.tollgate.routing.Answer.Next;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.ModelFacts;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import dev.tollgate.routing.Plan;
import dev.tollgate.routing.Safeguards;
import dev.tollgate.routing.Target;
import dev.tollgate.testkit.sim.SimulatedProvider;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The whole way to Anthropic over real sockets, against the simulated one, for callers of its own language and of another.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnthropicSocketsTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String MESSAGES =
            "\"max_tokens\":4000,\"messages\":[{\"role\":\"user\",\"content\":\"hello there\"}]";

    private static final Secrets SECRETS =
            new Secrets() {
                @Override
                public Secret read(String name) {
                    return new Secret("sk-sim");
                }

                @Override
                public Secret readAgain(String name) {
                    return read(name);
                }
            };

    private final SimulatedProvider simulated = SimulatedProvider.start();
    private final Transports transports = Transports.create();

    @AfterAll
    void stop() {
        simulated.close();
        transports.close();
    }

    private Outcome send(Language language, Operation operation, String json, String model) {
        boolean streamed = Json.tree(json.getBytes(UTF_8)).path("stream").asBoolean();
        Call made = Calls.of(language, operation, json, streamed);
        Call call = new Call(made.id(), operation, made.ask(), Deadline.in(LONG, Instant.now()));
        Timing timing = new Timing(Clock.systemUTC(), Thread::sleep, new Random(1));
        ProviderSpec spec =
                new ProviderSpec(
                        "sim",
                        "anthropic",
                        Optional.of(simulated.origin()),
                        Optional.of("tollgate/sim"),
                        true,
                        "sim",
                        Map.of());
        Providers providers =
                new Providers(
                        transports,
                        SECRETS,
                        (outgoing, _, _) -> outgoing,
                        Calls.ESTIMATE,
                        timing,
                        new Operators(new ArrayList<>()));
        Duration limit = model.equals("silence") ? Duration.ofMillis(200) : LONG;
        Plan plan = new Plan(List.of(new Target("sim", model)), 0, limit, limit, LONG, LONG);
        return plan.stack(
                        target -> providers.connect(spec, target, ModelFacts.UNKNOWN),
                        Safeguards.NONE,
                        timing)
                .along(Calls.along(new Target("sim", model)))
                .send(call);
    }

    private Outcome chat(Language language, boolean streamed, String more, String model) {
        return send(
                language,
                Operation.CHAT,
                "{\"model\":\"a\",\"stream\":%s,%s%s}".formatted(streamed, more, MESSAGES),
                model);
    }

    private static Stream<Language> languages() {
        return Stream.of(new MessagesDialect(), new ChatDialect());
    }

    private static String relayed(Streamed stream) {
        StringBuilder all = new StringBuilder();
        while (true) {
            switch (stream.next()) {
                case Next.Piece(byte[] bytes) -> all.append(new String(bytes, UTF_8));
                case Next.End(byte[] bytes) -> {
                    return all.append(new String(bytes, UTF_8)).toString();
                }
                case Next.Broken broken -> {
                    return all.append("!").append(broken.failure().kind()).toString();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("languages")
    void a_call_is_answered(Language language) {
        Outcome outcome = chat(language, false, "", "ok");

        Whole whole =
                assertInstanceOf(Whole.class, assertInstanceOf(Answered.class, outcome).answer());
        assertTrue(whole.summary().usage().input() > 0);
        assertEquals(Optional.of("stop"), whole.summary().finishReason());
    }

    @ParameterizedTest
    @MethodSource("languages")
    void a_streamed_call_is_answered_to_its_end(Language language) {
        Outcome outcome = chat(language, true, "", "tokens-200+ping");

        try (Streamed stream = (Streamed) assertInstanceOf(Answered.class, outcome).answer()) {
            String all = relayed(stream);
            assertTrue(all.endsWith("[DONE]\n\n") || all.contains("message_stop"), all);
            assertEquals(200, stream.summary().usage().output());
        }
    }

    @Test
    void thoughts_and_calls_reach_a_chat_caller_and_go_back() {
        String tools =
                "\"reasoning_effort\":\"low\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"get_weather\",\"parameters\":{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}}}],";
        Outcome outcome = chat(new ChatDialect(), false, tools, "thinking");
        Whole whole = (Whole) assertInstanceOf(Answered.class, outcome).answer();
        JsonNode message = Json.tree(whole.body()).path("choices").path(0).path("message");
        JsonNode call = message.path("tool_calls").path(0);
        String history =
                "{\"model\":\"a\",\"max_tokens\":4000,%s\"messages\":[{\"role\":\"user\",\"content\":\"hello there\"},%s,{\"role\":\"tool\",\"tool_call_id\":%s,\"content\":\"sun\"}]}"
                        .formatted(tools, message, call.path("id"));

        assertTrue(message.path("thinking_blocks").path(0).has("signature"), message.toString());
        assertEquals("get_weather", call.path("function").path("name").asText());
        assertInstanceOf(
                Answered.class, send(new ChatDialect(), Operation.CHAT, history, "thinking"));
    }

    @Test
    void tokens_are_counted_by_the_provider() {
        Outcome outcome =
                send(
                        new MessagesDialect(),
                        Operation.COUNT_TOKENS,
                        "{\"model\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"hello there\"}]}",
                        "ok");

        Whole whole = (Whole) assertInstanceOf(Answered.class, outcome).answer();
        assertTrue(Json.tree(whole.body()).path("input_tokens").asInt() > 0);
        assertEquals(List.of(), whole.dropped());
    }

    @ParameterizedTest
    @CsvSource({
        "silence, TIMEOUT",
        "reset, SERVER_ERROR",
        "html-502, SERVER_ERROR",
        "status-429, RATE_LIMITED",
        "status-529, OVERLOADED",
        "status-500, SERVER_ERROR",
        "quota, QUOTA",
        "bad-key, AUTH",
        "context-length, CONTEXT_LENGTH",
        "not-found, NOT_FOUND",
        "cut-before-first-token, SERVER_ERROR",
    })
    void what_the_provider_does_wrong_is_a_failure_of_its_kind(String model, Kind kind) {
        for (Language language : languages().toList()) {
            for (boolean streamed : new boolean[] {true, false}) {
                Outcome outcome = chat(language, streamed, "", model);
                assertEquals(kind, assertInstanceOf(Failed.class, outcome).failure().kind());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"cut-after-5", "no-done", "malformed-after-3", "error-after-3", "truncated-json"})
    void a_stream_that_breaks_after_its_first_token_is_broken(String model) {
        for (Language language : languages().toList()) {
            Outcome outcome = chat(language, true, "", "tokens-50+" + model);
            try (Streamed stream = (Streamed) assertInstanceOf(Answered.class, outcome).answer()) {
                String all = relayed(stream);
                assertTrue(all.contains("!"), all);
                assertTrue(!all.contains("[DONE]"), all);
            }
        }
    }
}
