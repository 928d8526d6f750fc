package dev.tollgate.function.usage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.rollup.Dimension;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which groups cost far more per call than the others: a factor of the median of all groups that have enough calls to tell.
///
/// @param median what a call costs, in USD, in the group in the middle; empty if no group has enough calls
record Outliers(Optional<BigDecimal> median, BigDecimal factor) {
    /// Groups of fewer calls say nothing of what is usual. They can be outliers.
    static final int MIN_CALLS = 10;

    static final BigDecimal DEFAULT_FACTOR = BigDecimal.TEN;
    static final BigDecimal MIN_FACTOR = new BigDecimal("1.5");
    static final BigDecimal MAX_FACTOR = BigDecimal.valueOf(1_000);

    private static final int MEDIAN_DIGITS = 12;

    /// @param factor of the median
    record Outlier(BigDecimal factor, BigDecimal median) {
        void write(ObjectNode json) {
            json.put("factor", factor.setScale(1, RoundingMode.HALF_UP));
            json.put(
                    "median_cost_usd_per_call",
                    median.setScale(MEDIAN_DIGITS, RoundingMode.HALF_UP)
                            .stripTrailingZeros()
                            .toPlainString());
        }
    }

    /// The factor that is asked for, if outliers are.
    static Optional<BigDecimal> factor(Parameters parameters, List<Dimension> groupBy) {
        Optional<BigDecimal> factor = parameters.decimal(UsageQuery.FACTOR, MIN_FACTOR, MAX_FACTOR);
        if (!parameters.flag(UsageQuery.OUTLIERS)) {
            return Optional.empty();
        }
        if (groupBy.isEmpty()) {
            throw Parameters.invalid(
                    UsageQuery.OUTLIERS, "need group_by, to have groups to compare");
        }
        if (parameters.one(UsageQuery.COMPARE_FROM).isPresent()) {
            throw Parameters.invalid(UsageQuery.OUTLIERS, "need no compare_from beside it");
        }
        return Optional.of(factor.orElse(DEFAULT_FACTOR));
    }

    static Outliers among(List<Group> groups, BigDecimal factor) {
        List<BigDecimal> costs =
                groups.stream()
                        .filter(group -> group.figures().priced() >= MIN_CALLS)
                        .filter(group -> !group.overflow())
                        .map(Outliers::costPerCall)
                        .sorted()
                        .toList();
        return new Outliers(median(costs), factor);
    }

    /// Whether the median tells anything.
    boolean known() {
        return median.filter(middle -> middle.signum() > 0).isPresent();
    }

    /// Those beyond the factor.
    Map<Group, Outlier> of(List<Group> groups) {
        Map<Group, Outlier> found = new HashMap<>();
        for (Group group : groups) {
            of(group).ifPresent(outlier -> found.put(group, outlier));
        }
        return found;
    }

    private Optional<Outlier> of(Group group) {
        if (!known() || group.overflow() || group.figures().priced() == 0) {
            return Optional.empty();
        }
        BigDecimal middle = median.orElseThrow();
        BigDecimal times = costPerCall(group).divide(middle, MathContext.DECIMAL64);
        return times.compareTo(factor) > 0
                ? Optional.of(new Outlier(times, middle))
                : Optional.empty();
    }

    private static Optional<BigDecimal> median(List<BigDecimal> sorted) {
        int size = sorted.size();
        if (size == 0) {
            return Optional.empty();
        }
        BigDecimal middle = sorted.get(size / 2).add(sorted.get((size - 1) / 2));
        return Optional.of(middle.divide(BigDecimal.TWO, MathContext.DECIMAL64));
    }

    private static BigDecimal costPerCall(Group group) {
        return Column.usd(group.figures().nanoUsd())
                .divide(BigDecimal.valueOf(group.figures().priced()), MathContext.DECIMAL64);
    }
}
