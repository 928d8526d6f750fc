package dev.tollgate.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class UsageTest {

    @Test
    void no_part_is_greater_than_its_total() {
        assertEquals(
                new Usage(10, 6, 4, 0, 10, 6, 5, 5, 5, false),
                new Usage(10, 6, 9, 9, 99, 99, 5, 9, 9, false));
        assertEquals(
                new Usage(10, 10, 0, 0, 3, 3, 0, 0, 0, true),
                new Usage(10, 99, 9, 9, 3, 9, 0, 9, 9, true));
    }

    @Test
    void nothing_is_less_than_nothing() {
        assertEquals(Usage.none(), new Usage(-1, -1, -1, -1, -1, -1, -1, -1, -1, false));
    }

    @Test
    void each_token_is_in_one_class() {
        RandomGenerator random = new Random(5);
        for (int i = 0; i < 10_000; i++) {
            Usage usage = usage(random);
            assertTrue(Arrays.stream(TokenClass.values()).allMatch(kind -> kind.of(usage) >= 0));
            assertEquals(
                    usage.input() + usage.output(),
                    Arrays.stream(TokenClass.values()).mapToLong(kind -> kind.of(usage)).sum(),
                    usage::toString);
        }
    }

    @Test
    void a_part_can_be_taken_out_of_a_sum_again() {
        RandomGenerator random = new Random(6);
        for (int i = 0; i < 10_000; i++) {
            Usage one = usage(random);
            Usage other = usage(random);
            assertEquals(one, one.plus(other).minus(other));
        }
    }

    @Test
    void audio_that_cannot_all_be_new_was_read_from_the_cache() {
        Usage usage = new Usage(100, 80, 0, 0, 60, 0, 0, 0, 0, false);
        assertEquals(40, TokenClass.CACHE_READ_AUDIO.of(usage));
        assertEquals(20, TokenClass.INPUT_AUDIO.of(usage));
        assertEquals(40, TokenClass.CACHE_READ.of(usage));
    }

    private static Usage usage(RandomGenerator random) {
        return new Usage(
                random.nextInt(200),
                random.nextInt(100),
                random.nextInt(50),
                random.nextInt(50),
                random.nextInt(100),
                random.nextInt(50),
                random.nextInt(100),
                random.nextInt(200),
                random.nextInt(100),
                random.nextInt(100),
                random.nextInt(100),
                false);
    }
}
