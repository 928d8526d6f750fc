package dev.tollgate.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SharesTest {
    private final Random random = new Random(5);

    @Test
    void parts_are_rounded_so_that_they_make_the_rounded_whole() {
        for (int run = 0; run < 1_000; run++) {
            Map<TokenClass, BigDecimal> exact = exact();
            Map<TokenClass, Long> whole = Shares.whole(exact);
            BigDecimal sum = exact.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);

            assertEquals(
                    sum.setScale(0, RoundingMode.HALF_UP).longValueExact(),
                    whole.values().stream().mapToLong(part -> part).sum());
            exact.forEach((kind, part) -> {
                BigDecimal off = part.subtract(BigDecimal.valueOf(whole.getOrDefault(kind, 0L)));
                assertEquals(-1, off.abs().compareTo(BigDecimal.ONE), kind + " of " + exact);
            });
        }
    }

    @Test
    void what_costs_nothing_gets_nothing() {
        Map<TokenClass, Long> whole =
                Shares.whole(
                        Map.of(
                                TokenClass.INPUT, new BigDecimal("0.4"),
                                TokenClass.OUTPUT, new BigDecimal("0.4"),
                                TokenClass.REASONING, BigDecimal.ZERO));

        assertEquals(1, whole.values().stream().mapToLong(part -> part).sum());
        assertEquals(0, whole.getOrDefault(TokenClass.REASONING, -1L));
    }

    private Map<TokenClass, BigDecimal> exact() {
        Map<TokenClass, BigDecimal> exact = new EnumMap<>(TokenClass.class);
        for (TokenClass kind : TokenClass.values()) {
            if (random.nextBoolean()) {
                exact.put(kind, BigDecimal.valueOf(random.nextInt(100_000), 4));
            }
        }
        return exact;
    }
}
