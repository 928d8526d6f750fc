package dev.tollgate.rollup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class DistributionTest {
    private static final double[] SHARES = {0, 0.5, 0.95, 0.99, 1};

    private final Random random = new Random(7);

    @Test
    void every_quantile_is_within_two_percent_of_the_value_at_its_rank() {
        for (int run = 0; run < 200; run++) {
            long[] micros = micros(1 + random.nextInt(2_000));
            Distribution distribution = of(micros);
            long[] sorted = LongStream.of(micros).sorted().toArray();

            for (double share : SHARES) {
                double exact = sorted[(int) Math.max(0, Math.ceil(share * sorted.length) - 1)];
                double told = distribution.quantile(share).orElseThrow().toNanos() / 1_000.0;
                assertTrue(
                        Math.abs(told - exact) <= 0.02 * exact,
                        share + ": " + told + " for " + exact);
            }
        }
    }

    @Test
    void parts_merge_into_the_same_as_the_whole_and_can_be_taken_away() {
        long[] all = micros(1_000);
        Distribution merged = of(LongStream.of(all).limit(300).toArray());
        merged.add(of(LongStream.of(all).skip(300).toArray()));

        assertEquals(of(all), merged);

        IntStream.range(0, 300).forEach(i -> merged.add(Duration.ofNanos(all[i] * 1_000), -1));
        assertEquals(of(LongStream.of(all).skip(300).toArray()), merged);
        assertEquals(700, merged.count());
    }

    @Test
    void nothing_has_no_quantile() {
        assertEquals(Optional.empty(), new Distribution().quantile(0.5));
    }

    @Test
    void what_is_too_short_to_be_counted_is_a_microsecond() {
        Distribution distribution = new Distribution();
        distribution.add(Duration.ZERO, 1);

        assertTrue(distribution.quantile(0.5).orElseThrow().compareTo(Duration.ofNanos(1_100)) < 0);
    }

    /// From a microsecond to a quarter of an hour.
    private long[] micros(int count) {
        return random.doubles(count, 0, Math.log(900e6))
                .mapToLong(log -> Math.max(1, Math.round(Math.exp(log))))
                .toArray();
    }

    private static Distribution of(long[] micros) {
        Distribution distribution = new Distribution();
        LongStream.of(micros)
                .forEach(value -> distribution.add(Duration.ofNanos(value * 1_000), 1));
        return distribution;
    }
}
