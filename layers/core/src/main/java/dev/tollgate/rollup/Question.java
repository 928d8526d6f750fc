package dev.tollgate.rollup;

import dev.tollgate.rollup.Dimension.Property;
import dev.tollgate.rollup.Projection.Choice;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is asked of a team's days, see [Sums#read].
record Question(Instant from, Instant to, List<Dimension> by) {
    Question(Instant from, Instant to, Set<Dimension> by) {
        this(from, to, List.copyOf(by));
    }

    /// The dimensions that a view of a day has to hold: those of all days are not in it, and a day that is asked for in part needs its hours.
    Set<Dimension> needs(LocalDate day) {
        Set<Dimension> needs = new HashSet<>(by);
        needs.remove(Property.TEAM);
        needs.remove(Property.DAY);
        Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        if (from.isAfter(start) || to.isBefore(end)) {
            needs.add(Property.HOUR);
        }
        return needs;
    }

    /// What of a day's rows is meant.
    Choice choice(String team, LocalDate day, Set<Dimension> unknown) {
        String first = Dimension.Times.HOUR.format(from);
        String last = Dimension.Times.HOUR.format(to.minusNanos(1));
        return new Choice(
                new Value(Map.of(Property.TEAM, team, Property.DAY, day.toString())),
                value -> {
                    String hour = value.of(Property.HOUR).orElseThrow();
                    return hour.compareTo(first) >= 0 && hour.compareTo(last) <= 0;
                },
                unknown);
    }
}
