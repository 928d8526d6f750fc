package dev.tollgate.testkit.rollup;

import dev.tollgate.rollup.ViewBounds;
import dev.tollgate.testkit.store.InMemoryRollupStore;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RollupPropertyTest {
    private static final int RUNS = Integer.getInteger("runs", 200);

    @Test
    void roll_ups_equal_the_ledger_whatever_the_stream_does() {
        run(RUNS, ViewBounds.DEFAULT, 8, 2, 60);
    }

    @Test
    void so_they_do_where_views_are_many() {
        run(RUNS, new ViewBounds(10, 10_000, 10_000, 100, 100, 10, 4, 100_000), 8, 2, 60);
    }

    @Test
    void totals_do_where_values_are_too_many_to_keep_apart() {
        run(RUNS, new ViewBounds(5, 60, 30, 3, 4, 3, 2, 300), 40, 8, 80);
    }

    private static void run(int runs, ViewBounds bounds, int values, int names, int calls) {
        long start = System.nanoTime();
        LongStream.range(0, runs)
                .forEach(seed -> {
                    try {
                        new RollupStorm(new InMemoryRollupStore(), seed, bounds, values, names)
                                .run(calls);
                    } catch (AssertionError | RuntimeException e) {
                        throw new AssertionError("seed " + seed + " " + e, e);
                    }
                });
        System.out.println(runs + " runs in " + (System.nanoTime() - start) / 1_000_000 + " ms");
    }
}
