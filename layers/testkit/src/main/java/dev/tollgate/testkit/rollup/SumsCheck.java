package dev.tollgate.testkit.rollup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.rollup.Dimension;
import dev.tollgate.rollup.Figures;
import dev.tollgate.rollup.Sums;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Compares sums with those of the ledger, figure by figure.
public final class SumsCheck {
    private final Sums ledger;
    private final Sums rollups;

    public SumsCheck(Sums ledger, Sums rollups) {
        this.ledger = ledger;
        this.rollups = rollups;
    }

    /// Where nothing overflows, each row is there and equal. Where something does, all rows together are, and no row is empty.
    public void equal(String team, Instant from, Instant to, Set<Dimension> by) {
        List<Sums.Row> expected = ledger.read(team, from, to, by);
        List<Sums.Row> actual = rollups.read(team, from, to, by);
        String question = "%s of %s from %s to %s".formatted(by, team, from, to);
        if (actual.stream().noneMatch(Sums.Row::overflow)) {
            assertEquals(byValues(expected), byValues(actual), question);
        } else {
            assertEquals(total(expected), total(actual), question);
        }
        assertEquals(actual.size(), byValues(actual).size(), question);
        assertTrue(actual.stream().noneMatch(row -> row.figures().isZero()), question);
    }

    /// A value that a day keeps apart has all its calls of that day; all others together have the rest. Calls without a value are not looked at: where a tag's name is not kept, nobody knows them
    /// from those with one.
    public void keptValuesAreWhole(String team, Instant from, Instant to, Dimension dimension) {
        Set<Dimension> by = Set.of(Dimension.Property.DAY, dimension);
        Map<Map<Dimension, Optional<String>>, Figures> expected =
                byValues(ledger.read(team, from, to, by));
        List<Sums.Row> actual = rollups.read(team, from, to, by);
        for (Sums.Row row : actual) {
            boolean kept =
                    !row.overflow()
                            && row.values().getOrDefault(dimension, Optional.empty()).isPresent();
            if (kept) {
                assertEquals(expected.get(row.values()), row.figures(), () -> "" + row.values());
            }
        }
        assertEquals(total(ledger.read(team, from, to, by)), total(actual));
    }

    private static Map<Map<Dimension, Optional<String>>, Figures> byValues(List<Sums.Row> rows) {
        Map<Map<Dimension, Optional<String>>, Figures> byValues = new HashMap<>();
        rows.forEach(row -> byValues.put(row.values(), row.figures()));
        return byValues;
    }

    private static Figures total(List<Sums.Row> rows) {
        Figures total = new Figures();
        rows.forEach(row -> total.add(row.figures()));
        return total;
    }
}
