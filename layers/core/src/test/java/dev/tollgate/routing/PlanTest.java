package dev.tollgate.routing;

import static dev.tollgate.routing.Scripted.along;
import static dev.tollgate.routing.Scripted.answer;
import static dev.tollgate.routing.Scripted.call;
import static dev.tollgate.routing.Scripted.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final Target FIRST = Target.parse("a/one");
    private static final Target SECOND = Target.parse("b/two");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Scripted first = new Scripted();
    private final Scripted second = new Scripted();

    private Upstream stack(int retries) {
        Plan plan =
                new Plan(
                        List.of(FIRST, SECOND),
                        retries,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(5),
                        MINUTE);
        Upstream one = Recorded.around(first, FIRST, first.timing());
        Upstream two = Recorded.around(second, SECOND, first.timing());
        return plan.stack(
                        target -> target.equals(FIRST) ? one : two, Safeguards.NONE, first.timing())
                .along(along(FIRST, SECOND));
    }

    @Test
    void the_next_target_answers_when_the_first_has_used_up_its_retries() {
        first.then(failure(Kind.OVERLOADED));
        second.then(answer("yes"));
        Call call = call(MINUTE);

        assertInstanceOf(Answered.class, stack(1).send(call));
        assertEquals(
                List.of(FIRST, FIRST, SECOND),
                call.attempts().list().stream().map(Attempt::target).toList());
        assertEquals(1, call.attempts().fallbacks());
    }

    @Test
    void what_is_the_calls_own_fault_is_not_sent_elsewhere() {
        first.then(failure(Kind.BAD_REQUEST));

        assertInstanceOf(Failed.class, stack(1).send(call(MINUTE)));
        assertEquals(0, second.calls.size());
    }

    @Test
    void a_target_that_was_never_asked_does_not_hide_what_went_wrong() {
        first.then(failure(Kind.OVERLOADED));
        second.then(unsayable());
        assertEquals(Kind.OVERLOADED, kind(stack(0).send(call(MINUTE))));

        Scripted later = new Scripted();
        Upstream both =
                new Stack(
                                Map.of(FIRST, new Scripted().then(unsayable()), SECOND, later),
                                Optional.empty(),
                                later.timing())
                        .along(along(FIRST, SECOND));
        later.then(failure(Kind.OVERLOADED));
        assertEquals(Kind.OVERLOADED, kind(both.send(call(MINUTE))));
    }

    private static Outcome unsayable() {
        return new Failed(
                new Failure(
                        Kind.BAD_REQUEST,
                        Failure.Remedy.NEXT_TARGET,
                        0,
                        "not sent",
                        Optional.empty(),
                        Failure.Words.ours("'n' can't be said", Optional.empty())));
    }

    private static Kind kind(Outcome outcome) {
        return assertInstanceOf(Failed.class, outcome).failure().kind();
    }

    @Test
    void no_target_is_tried_after_the_deadline() {
        first.then(failure(Kind.TIMEOUT)).taking(MINUTE);

        stack(0).send(call(MINUTE));

        assertEquals(0, second.calls.size());
    }

    @Test
    void a_call_without_time_left_is_neither_sent_nor_recorded() {
        Call call = call(Duration.ZERO);

        assertInstanceOf(Failed.class, stack(2).send(call));
        assertEquals(List.of(), first.calls);
        assertEquals(List.of(), call.attempts().list());
    }

    @Test
    void a_buffered_attempt_has_the_attempt_timeout() {
        first.then(answer("yes"));

        stack(0).send(call(MINUTE));

        assertEquals(Duration.ofSeconds(30), first.calls.getFirst().limits().answer());
    }

    @Test
    void what_a_call_waits_at_the_gate_is_not_the_attempts_time() {
        first.then(answer("yes"));
        Gate slow =
                _ -> {
                    first.pass(Duration.ofSeconds(40));
                    return Optional.empty();
                };

        stack(0).send(call(MINUTE).through(slow));
        assertEquals(Duration.ofSeconds(20), first.calls.getFirst().limits().answer());

        Call late = call(Duration.ofSeconds(70)).through(slow);
        assertInstanceOf(Failed.class, stack(0).send(late));
        assertEquals(1, first.calls.size());
        assertEquals(List.of(), late.attempts().list());
    }

    @Test
    void a_streamed_attempt_has_the_first_token_timeout_and_then_the_stall_timeout() {
        first.then(answer("yes"));

        stack(0).send(call(MINUTE, true));

        assertEquals(
                new Call.Limits(Duration.ofSeconds(10), Duration.ofSeconds(5)),
                first.calls.getFirst().limits());
    }

    @Test
    void an_attempt_is_recorded_with_its_time_and_cause() {
        first.then(failure(Kind.AUTH)).taking(Duration.ofMillis(7));
        second.then(answer("yes"));
        Call call = call(MINUTE);

        stack(0).send(call);

        Attempt attempt = call.attempts().list().getFirst();
        assertEquals(Duration.ofMillis(7), attempt.took());
        assertEquals(Kind.AUTH, attempt.failure().orElseThrow().kind());
    }

    /// FailoverBench S02: at most 6 tries in all.
    @Test
    void a_lasting_429_is_not_asked_over_and_over() {
        first.then(failure(Kind.RATE_LIMITED, Duration.ofSeconds(1)));
        second.then(failure(Kind.RATE_LIMITED, Duration.ofSeconds(1)));
        Call call = call(MINUTE);

        stack(2).send(call);

        assertEquals(6, call.attempts().list().size());
    }
}
