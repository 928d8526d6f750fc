package dev.tollgate.testkit.rollup;

import dev.tollgate.rollup.ViewBounds;
import dev.tollgate.testkit.store.InMemoryRollupStore;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// See [RollupStorm]: 1,000 of them in all.
class RollupPropertyTest {
    @Test
    void roll_ups_equal_the_ledger_whatever_the_stream_does() {
        run(600, ViewBounds.DEFAULT, 8, 2, 60);
    }

    @Test
    void so_they_do_where_views_are_many() {
        run(200, new ViewBounds(10, 10_000, 10_000, 100, 100, 10, 4, 100_000), 8, 2, 60);
    }

    @Test
    void totals_and_kept_values_do_where_values_are_too_many() {
        run(200, new ViewBounds(5, 60, 30, 3, 4, 3, 2, 300), 40, 8, 80);
    }

    private static void run(int runs, ViewBounds bounds, int values, int names, int calls) {
        long start = System.nanoTime();
        LongStream.range(0, runs)
                .parallel()
                .forEach(seed -> run(seed, bounds, values, names, calls));
        System.out.printf(
                "%d runs of %d calls: roll-ups equal the ledger (%d ms)%n",
                runs, calls, Duration.ofNanos(System.nanoTime() - start).toMillis());
    }

    private static void run(long seed, ViewBounds bounds, int values, int names, int calls) {
        try {
            new RollupStorm(new InMemoryRollupStore(), seed, bounds, values, names).run(calls);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
    }
}
