package dev.tollgate.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.catalog.ProviderSpec;
import dev.tollgate.config.Deadline;
import dev.tollgate.config.Timing;
import dev.tollgate.dialect.messages.MessagesDialect;
import dev.tollgate.identity.Secret;
import dev.tollgate.identity.Secrets;
import dev.tollgate.provider.transport.Transports;
import dev.tollgate.routing.Answer.Next;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Failure;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The whole way to a provider over real sockets, against the simulated one.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProvidersTest {
    private static final String CHAT =
            "{\"model\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"hello there\"}]}";
    private static final String STREAM = CHAT.replace("{\"model\"", "{\"stream\":true,\"model\"");
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Timing timing = new Timing(Clock.systemUTC(), Thread::sleep, new Random(1));
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final AtomicReference<String> key = new AtomicReference<>("sk-sim");
    private final AtomicReference<String> rotated = new AtomicReference<>("sk-sim");
    private final SimulatedProvider simulated = SimulatedProvider.start();
    private final Transports transports = Transports.create();

    @AfterAll
    void stop() {
        simulated.close();
        transports.close();
    }

    private final Secrets secrets =
            new Secrets() {
                @Override
                public Secret read(String name) {
                    if (name.equals("missing")) {
                        throw new Unavailable("no such secret", new IllegalStateException());
                    }
                    return new Secret(key.get());
                }

                @Override
                public Secret readAgain(String name) {
                    key.set(rotated.get());
                    return read(name);
                }
            };

    private Outcome send(Call call, String model, Duration attempt, Duration stall) {
        return send(call, model, attempt, stall, true);
    }

    private Outcome send(Call call, String model, Duration attempt, Duration stall, boolean priv) {
        return send(call, model, attempt, stall, priv, "tollgate/sim");
    }

    private Outcome send(
            Call call,
            String model,
            Duration attempt,
            Duration stall,
            boolean priv,
            String secret) {
        return send(call, model, attempt, stall, priv, secret, "openai");
    }

    private Outcome send(
            Call call,
            String model,
            Duration attempt,
            Duration stall,
            boolean priv,
            String secret,
            String dialect) {
        ProviderSpec spec =
                new ProviderSpec(
                        "sim",
                        dialect,
                        Optional.of(simulated.baseUri()),
                        Optional.of(secret),
                        priv,
                        "sim",
                        Map.of());
        Providers providers =
                new Providers(
                        transports,
                        secrets,
                        (outgoing, _, _) -> outgoing,
                        Calls.ESTIMATE,
                        timing,
                        new Operators(told));
        Plan plan = new Plan(List.of(new Target("sim", model)), 0, attempt, attempt, stall, LONG);
        return plan.stack(
                        target -> providers.connect(spec, target, ModelFacts.UNKNOWN),
                        Safeguards.NONE,
                        timing)
                .along(Calls.along(new Target("sim", model)))
                .send(call);
    }

    private static Call buffered() {
        return now(Calls.chat(CHAT), LONG);
    }

    private static Call streamed() {
        return now(Calls.stream(STREAM), LONG);
    }

    private static Call now(Call call, Duration time) {
        return new Call(call.id(), call.operation(), call.ask(), Deadline.in(time, Instant.now()));
    }

    private static Failure failure(Outcome outcome) {
        return assertInstanceOf(Failed.class, outcome).failure();
    }

    private static Next last(Streamed stream) {
        Next next = stream.next();
        while (next instanceof Next.Piece) {
            next = stream.next();
        }
        return next;
    }

    @Test
    void a_buffered_call_is_answered() {
        Outcome outcome = send(buffered(), "ok", LONG, LONG);

        assertInstanceOf(Whole.class, assertInstanceOf(Answered.class, outcome).answer());
    }

    @Test
    void a_streamed_call_is_answered_to_its_end() {
        Outcome outcome = send(streamed(), "tokens-200", LONG, LONG);

        try (Streamed stream = (Streamed) assertInstanceOf(Answered.class, outcome).answer()) {
            assertInstanceOf(Next.End.class, last(stream));
            assertEquals(200, stream.summary().usage().output());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "silence, TIMEOUT",
        "reset, SERVER_ERROR",
        "reset-after-headers, SERVER_ERROR",
        "html-502, SERVER_ERROR",
        "status-529, OVERLOADED",
        "quota, QUOTA",
        "bad-key, AUTH",
        "context-length, CONTEXT_LENGTH",
        "content-policy, CONTENT_POLICY",
        "not-found, NOT_FOUND",
        "cut-before-first-token, SERVER_ERROR",
    })
    void what_a_provider_does_wrong_is_a_failure_of_its_kind(String model, Kind kind) {
        Duration limit = model.equals("silence") ? Duration.ofMillis(200) : LONG;

        assertEquals(kind, failure(send(buffered(), model, limit, LONG)).kind());
        assertEquals(kind, failure(send(streamed(), model, limit, LONG)).kind());
    }

    @Test
    void a_first_token_that_does_not_come_in_time_is_a_timeout_although_headers_came() {
        Outcome outcome = send(streamed(), "slow-first-token-20s", Duration.ofMillis(300), LONG);

        assertEquals(Kind.TIMEOUT, failure(outcome).kind());
    }

    @ParameterizedTest
    @CsvSource({
        "truncated-json, SERVER_ERROR",
        "stall-after-5, TIMEOUT",
        "cut-after-5, SERVER_ERROR",
        "malformed-after-3, SERVER_ERROR"
    })
    void a_stream_that_breaks_after_its_first_token_is_broken_with_its_kind(
            String model, Kind kind) {
        Outcome outcome = send(streamed(), model, LONG, Duration.ofMillis(300));

        try (Streamed stream = (Streamed) assertInstanceOf(Answered.class, outcome).answer()) {
            assertEquals(kind, assertInstanceOf(Next.Broken.class, last(stream)).failure().kind());
        }
    }

    @Test
    void the_calls_deadline_ends_a_stream_that_never_stalls() {
        Call call = now(Calls.stream(STREAM), Duration.ofMillis(400));

        Outcome outcome = send(call, "tokens-2000+slow-tokens-10ms", LONG, LONG);

        try (Streamed stream = (Streamed) assertInstanceOf(Answered.class, outcome).answer()) {
            assertEquals(
                    Kind.TIMEOUT,
                    assertInstanceOf(Next.Broken.class, last(stream)).failure().kind());
        }
    }

    @Test
    void a_rotated_key_is_picked_up_at_once_after_a_401_and_both_attempts_are_recorded() {
        key.set("sk-old");
        rotated.set("sk-new");
        Call call = buffered();

        Outcome outcome = send(call, "key-sk-new", LONG, LONG);

        assertInstanceOf(Answered.class, outcome);
        assertEquals(2, call.attempts().list().size());
    }

    @Test
    void a_key_that_has_not_changed_is_not_tried_twice() {
        key.set("sk-old");
        rotated.set("sk-old");
        Call call = buffered();

        assertEquals(Kind.AUTH, failure(send(call, "key-sk-new", LONG, LONG)).kind());
        assertEquals(1, call.attempts().list().size());
    }

    @Test
    void a_key_that_cannot_be_read_is_a_recorded_attempt_and_operators_are_told() {
        Call call = buffered();

        assertEquals(Kind.AUTH, failure(send(call, "ok", LONG, LONG, true, "missing")).kind());
        assertEquals(1, call.attempts().list().size());
        assertEquals(List.of("the key of provider 'sim' can't be read"), told);
    }

    @Test
    void a_private_address_is_reached_only_if_the_catalogue_allows_it() {
        long before = simulated.calls();

        Outcome outcome = send(buffered(), "ok", LONG, LONG, false);

        assertEquals(
                "can't be reached: 127.0.0.1 has a private address only; that needs"
                        + " allowPrivateNetwork: true",
                failure(outcome).message());
        assertEquals(before, simulated.calls());
    }

    @Test
    void closing_a_stream_in_its_middle_ends_the_upstream_call() {
        long before = simulated.abandoned();
        Outcome outcome = send(streamed(), "tokens-500+slow-tokens-10ms", LONG, LONG);
        Streamed stream = (Streamed) assertInstanceOf(Answered.class, outcome).answer();
        stream.next();

        stream.close();

        await(() -> simulated.abandoned() > before);
    }

    @ParameterizedTest
    @CsvSource({
        "slow-first-token-3s, true",
        "slow-first-token-3s, false",
        "silence, false",
        "silence, true",
        "tokens-500+slow-tokens-10ms, false",
    })
    void an_attempt_whose_thread_is_interrupted_ends_at_once_and_its_connection_is_closed(
            String model, boolean streams) throws InterruptedException {
        long calls = simulated.calls();
        long before = simulated.abandoned();
        AtomicReference<Outcome> outcome = new AtomicReference<>();
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread attempt =
                Thread.ofVirtual()
                        .start(() -> {
                            outcome.set(send(streams ? streamed() : buffered(), model, LONG, LONG));
                            interrupted.set(Thread.currentThread().isInterrupted());
                        });
        await(() -> simulated.calls() > calls);

        long start = System.nanoTime();
        attempt.interrupt();
        attempt.join(LONG);
        await(() -> simulated.abandoned() > before);

        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(Duration.ofSeconds(2)) < 0, took.toString());
        Failure failure = failure(outcome.get());
        assertEquals(Kind.TIMEOUT, failure.kind());
        assertEquals("cancelled", failure.message());
        assertEquals(0, failure.status());
        assertTrue(interrupted.get());
    }

    private static void await(BooleanSupplier done) {
        long end = System.nanoTime() + LONG.toNanos();
        while (!done.getAsBoolean() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertTrue(done.getAsBoolean());
    }

    @Test
    void tokens_are_counted_here_unless_the_provider_can_count_them_itself() {
        String ask =
                "{\"model\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"12345678\"}]}";
        Call call = now(Calls.of(new MessagesDialect(), Operation.COUNT_TOKENS, ask, false), LONG);
        long before = simulated.calls();

        Outcome here = send(call, "ok", LONG, LONG);

        Whole whole = (Whole) assertInstanceOf(Answered.class, here).answer();
        assertEquals(List.of("exact_count"), whole.dropped());
        assertEquals(before, simulated.calls());
        assertEquals(0, call.attempts().list().size());

        send(call, "ok", LONG, LONG, true, "tollgate/sim", "anthropic");

        assertEquals(1, call.attempts().list().size());
    }
}
