package dev.tollgate.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

final class TokenClassTest {
    @Test
    void every_token_is_in_one_class() {
        Usage usage = new Usage(1_000, 300, 100, 50, 120, 20, 60, 500, 200, 30, 40, false);

        assertEquals(1_000, sum(usage, TokenClass::isInput));
        assertEquals(500, sum(usage, kind -> !kind.isInput()));
        assertEquals(1_000 - 300 - 100 - 50 - 100 - 60, TokenClass.INPUT.of(usage));
        assertEquals(280, TokenClass.CACHE_READ.of(usage));
        assertEquals(500 - 200 - 30 - 40, TokenClass.OUTPUT.of(usage));
    }

    @Test
    void no_class_is_negative_where_a_provider_counts_a_token_twice() {
        Usage usage = new Usage(100, 80, 0, 0, 50, 0, 100, 90, 30, false);

        assertEquals(0, TokenClass.INPUT.of(usage));
        assertEquals(0, TokenClass.OUTPUT.of(usage));
    }

    private static long sum(Usage usage, Predicate<TokenClass> which) {
        return Arrays.stream(TokenClass.values())
                .filter(which)
                .mapToLong(kind -> kind.of(usage))
                .sum();
    }
}
