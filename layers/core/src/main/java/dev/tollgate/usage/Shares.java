package dev.tollgate.usage;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Rounds parts of a sum to whole numbers so that they make the rounded sum: the largest remainders are rounded up.
final class Shares {
    private Shares() {}

    /// @param exact none below zero
    /// @throws ArithmeticException if the sum does not fit 64 bits
    static Map<TokenClass, Long> whole(Map<TokenClass, BigDecimal> exact) {
        long sum =
                exact.values().stream()
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .setScale(0, RoundingMode.HALF_UP)
                        .longValueExact();
        Map<TokenClass, Long> whole = new EnumMap<>(TokenClass.class);
        exact.forEach((kind, part) ->
                whole.put(kind, part.setScale(0, RoundingMode.DOWN).longValueExact()));
        long missing = sum - whole.values().stream().mapToLong(part -> part).sum();
        List<TokenClass> byRemainder =
                exact.keySet().stream()
                        .sorted(
                                Comparator.comparing((TokenClass kind) -> remainder(exact, kind))
                                        .reversed())
                        .toList();
        byRemainder.stream().limit(missing).forEach(kind -> whole.merge(kind, 1L, Long::sum));
        return whole;
    }

    private static BigDecimal remainder(Map<TokenClass, BigDecimal> exact, TokenClass kind) {
        return exact.getOrDefault(kind, BigDecimal.ZERO).remainder(BigDecimal.ONE);
    }
}
