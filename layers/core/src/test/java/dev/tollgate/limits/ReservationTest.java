package dev.tollgate.limits;

import static dev.tollgate.limits.Day.each;
import static dev.tollgate.limits.Day.exceeding;
import static dev.tollgate.limits.Day.limit;
import static dev.tollgate.limits.Day.matching;
import static dev.tollgate.limits.Day.passes;
import static dev.tollgate.limits.Day.reserved;
import static dev.tollgate.limits.Day.settle;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.limits.Limit.Exceeded;
import dev.tollgate.limits.Limit.Measure.Concurrent;
import dev.tollgate.limits.Limit.Measure.RequestsPerMinute;
import dev.tollgate.limits.Limit.Measure.TokensPerMinute;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Failure.Remedy;
import dev.tollgate.routing.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Limits that name providers; the first is openai.
class ReservationTest {
    private static final Target OPENAI = Target.parse("openai/gpt");
    private static final Target OTHER = Target.parse("anthropic/claude");

    private final Day day = new Day();

    @Test
    void the_first_providers_limits_are_asked_with_the_others() {
        Reservation reservation =
                reserved(
                        day.call(
                                limit(new RequestsPerMinute(5)),
                                limit(new RequestsPerMinute(5), each("provider"))));
        assertEquals(2, day.shelf.asked.size());

        assertEquals(Optional.empty(), reservation.enter(OPENAI));
        assertEquals(Optional.empty(), reservation.enter(OPENAI));

        assertEquals(2, day.shelf.asked.size());
        assertEquals(2, reservation.standings().size());
    }

    @Test
    void a_provider_without_room_does_not_refuse_the_call_but_sends_it_to_the_next() {
        Limit limit = limit(new RequestsPerMinute(1), matching("provider", "openai"));
        reserved(day.call(limit)).enter(OPENAI);

        Reservation reservation = reserved(day.call(limit));
        Failure failure = reservation.enter(OPENAI).orElseThrow();

        assertEquals(Kind.RATE_LIMITED, failure.kind());
        assertEquals(Remedy.NEXT_TARGET, failure.remedy());
        assertEquals(Optional.of(Duration.ofMinutes(1)), failure.retryAfter());
        assertEquals("our own limit limits[0] on provider openai has no room", failure.message());
        assertTrue(failure.wasNeverSent());
        assertEquals(Optional.empty(), reservation.enter(OTHER));
    }

    @Test
    void a_provider_that_a_fallback_goes_to_is_asked_when_it_is_entered_and_once() {
        Limit limit = limit(new RequestsPerMinute(1), each("provider"));
        Reservation reservation = reserved(day.call(limit));

        assertEquals(Optional.empty(), reservation.enter(OTHER));
        assertEquals(Optional.empty(), reservation.enter(OTHER));

        assertTrue(reserved(day.call(limit)).enter(OTHER).isPresent());
    }

    @Test
    void a_providers_limit_is_told_when_it_keeps_a_call_out() {
        Limit limit = limit(new RequestsPerMinute(1), each("provider"));
        Reservation first = reserved(day.call(limit));
        first.enter(OPENAI);
        first.enter(OTHER);

        Reservation reservation = reserved(day.call(limit));
        assertEquals(List.of(), day.told);
        reservation.enter(OPENAI);
        assertEquals(List.of("exceeded Reject[]"), day.told);

        reservation.enter(OTHER);
        assertEquals(List.of("exceeded Reject[]", "exceeded Reject[]"), day.told);
    }

    @Test
    void each_provider_that_was_entered_is_settled_with_its_own_use() {
        Limit limit = limit(new TokensPerMinute(100), each("provider"));
        Reservation reservation = reserved(day.call(Priority.NORMAL, new Need(80, 0), limit));
        reservation.enter(OPENAI);
        reservation.enter(OTHER);

        reservation.settle(
                new Need(30, 0), provider -> new Need(provider.equals("openai") ? 0 : 30, 0));

        List<Standing> openai = peek(limit, "openai");
        List<Standing> other = peek(limit, "anthropic");
        assertEquals(100, openai.getFirst().remaining());
        assertEquals(70, other.getFirst().remaining());
    }

    private List<Standing> peek(Limit limit, String provider) {
        return day.limits.peek(
                List.of(limit), Day.SUBJECT, Optional.of(provider), Priority.NORMAL, Need.NOTHING);
    }

    @Test
    void a_provider_that_was_never_entered_gets_everything_back() {
        Limit requests = limit(new RequestsPerMinute(1), each("provider"));
        Limit concurrent = limit(new Concurrent(1), each("provider"));
        Reservation reservation = reserved(day.call(requests, concurrent));

        settle(reservation, new Need(100, 100));

        Reservation next = reserved(day.call(requests, concurrent));
        assertEquals(Optional.empty(), next.enter(OPENAI));
    }

    @Test
    void an_attempt_that_comes_after_the_settlement_leaves_nothing_behind() {
        Limit limit = limit(new Concurrent(1), each("provider"));
        Reservation reservation = reserved(day.call(limit));
        settle(reservation, Need.NOTHING);

        reservation.enter(OTHER);

        assertEquals(0, day.shelf.held());
    }

    @Test
    void a_providers_limit_that_only_warns_lets_pass() {
        Limit limit =
                exceeding(limit(new RequestsPerMinute(1), each("provider")), new Exceeded.Warn());
        for (int i = 0; i < 3; i++) {
            Admission admission = day.call(limit);
            assertTrue(passes(admission));
            assertEquals(Optional.empty(), reserved(admission).enter(OPENAI));
        }
        assertEquals(List.of("exceeded Warn[]", "exceeded Warn[]"), day.told);
    }
}
