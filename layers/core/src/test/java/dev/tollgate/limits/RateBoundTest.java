package dev.tollgate.limits;

import static dev.tollgate.limits.Day.NOON;
import static dev.tollgate.limits.Day.limit;
import static dev.tollgate.limits.Day.settle;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.limits.Admission.Refused;
import dev.tollgate.limits.Limit.Measure.TokensPerMinute;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateBoundTest {
    private final Day day = new Day();

    private static Need tokens(long tokens) {
        return new Need(tokens, 0);
    }

    /// Random calls over half an hour. In any window no more is used than the capacity and what drains in it.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void no_window_sees_more_than_the_capacity_and_what_drains_in_it(int seed) {
        Random random = new Random(seed);
        long perMinute = random.nextLong(100, 10_000);
        Limit limit = limit(new TokensPerMinute(perMinute));
        record Use(Instant taken, Instant settled, long tokens) {}
        record Open(Reservation reservation, Instant taken, long estimate) {}
        List<Use> uses = new ArrayList<>();
        List<Open> open = new ArrayList<>();
        while (day.now.isBefore(NOON.plusSeconds(1_800))) {
            day.now = day.now.plusMillis(random.nextInt(3_000));
            long estimate = 1 + random.nextLong(perMinute / 3);
            if (random.nextInt(3) > 0) {
                Instant taken = day.now;
                switch (day.call(Priority.NORMAL, tokens(estimate), limit)) {
                    case Admission.Admitted(Reservation reservation) ->
                            open.add(new Open(reservation, taken, estimate));
                    case Refused _ -> {}
                }
            } else if (!open.isEmpty()) {
                Open call = open.remove(random.nextInt(open.size()));
                long truth = random.nextLong(call.estimate + 1);
                settle(call.reservation, tokens(truth));
                if (Duration.between(call.taken, day.now).toSeconds() < 90) {
                    uses.add(new Use(call.taken, day.now, truth));
                }
            }
        }
        assertTrue(uses.size() > 50, () -> "only " + uses.size());
        for (int from = 0; from < uses.size(); from++) {
            Instant start = uses.get(from).settled;
            long used = 0;
            for (Use use : uses.subList(from, uses.size())) {
                used += use.tokens;
                assertTrue(used <= bound(perMinute, start, use.settled), "settled since " + start);
            }
        }
        uses.sort(Comparator.comparing(Use::taken));
        for (int from = 0; from < uses.size(); from++) {
            Instant start = uses.get(from).taken;
            long used = 0;
            for (Use use : uses.subList(from, uses.size())) {
                used += use.tokens;
                assertTrue(used <= bound(perMinute, start, use.taken), "taken since " + start);
            }
        }
    }

    private static double bound(long perMinute, Instant start, Instant end) {
        return perMinute + perMinute * Duration.between(start, end).toNanos() / 60e9;
    }
}
