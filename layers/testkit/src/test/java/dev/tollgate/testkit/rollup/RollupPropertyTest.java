package dev.tollgate.testkit.rollup;

import dev.tollgate.rollup.ViewBounds;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RollupPropertyTest {
    private static final int RUNS = Integer.getInteger("runs", 200);

    @Test
    void roll_ups_equal_the_ledger_whatever_the_stream_does() {
        long start = System.nanoTime();
        LongStream.range(0, RUNS)
                .forEach(seed -> {
                    try {
                        new RollupStorm(new TinyStore(), seed, ViewBounds.DEFAULT, 8, 0).run(60);
                    } catch (AssertionError e) {
                        throw new AssertionError("seed " + seed, e);
                    }
                });
        System.out.println(RUNS + " runs in " + (System.nanoTime() - start) / 1_000_000 + " ms");
    }
}
