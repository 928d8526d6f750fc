package dev.tollgate.function.usage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.rollup.Dimension;
import dev.tollgate.rollup.Dimension.Property;
import dev.tollgate.rollup.Figures;
import dev.tollgate.usage.Money;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a change has saved: each group's calls at what a call cost in an earlier period, less what they did cost.
final class Comparison {
    static final String EARLIER = "earlier";

    private static final Set<Dimension> TIMES = Set.of(Property.DAY, Property.HOUR);

    private Comparison() {}

    /// The period to compare with, if one is given.
    static Optional<Period> period(Parameters parameters, List<Dimension> groupBy) {
        Optional<Period> earlier =
                Period.read(parameters, UsageQuery.COMPARE_FROM, UsageQuery.COMPARE_TO);
        if (earlier.isPresent() && groupBy.stream().anyMatch(TIMES::contains)) {
            throw Parameters.invalid(
                    UsageQuery.COMPARE_FROM, "need a group_by without day and hour");
        }
        return earlier;
    }

    /// Both periods' groups, each once.
    ///
    /// @param now groups of the report's own period
    static List<Line> lines(List<Group> now, List<Group> earlier) {
        Map<List<Optional<String>>, Figures> before = new HashMap<>();
        earlier.forEach(group -> before.put(group.values(), group.figures()));
        Set<List<Optional<String>>> seen = new HashSet<>();
        List<Line> lines = new ArrayList<>();
        for (Group group : now) {
            seen.add(group.values());
            Figures figures = before.getOrDefault(group.values(), new Figures());
            lines.add(new Line(group, Optional.empty(), Optional.of(figures)));
        }
        for (Group group : earlier) {
            if (!seen.contains(group.values())) {
                Group gone = new Group(group.values(), new Figures());
                lines.add(new Line(gone, Optional.empty(), Optional.of(group.figures())));
            }
        }
        return lines;
    }

    static void write(ObjectNode json, Figures now, Figures earlier) {
        Line.write(json.putObject(EARLIER), earlier);
        Optional<Long> saved = savedNanoUsd(now, earlier);
        ObjectNode change = json.putObject("change");
        change.put("saved_nano_usd", saved.orElse(null));
        change.put("saved_usd", saved.map(Money::usd).orElse(null));
    }

    /// What the calls would have cost at the earlier cost per call, less what they did cost; empty if there were none whose cost is known then, or are none now.
    static Optional<Long> savedNanoUsd(Figures now, Figures earlier) {
        long calls = now.priced();
        long callsThen = earlier.priced();
        if (calls == 0 || callsThen == 0) {
            return Optional.empty();
        }
        BigInteger then = BigInteger.valueOf(earlier.nanoUsd()).multiply(BigInteger.valueOf(calls));
        return Optional.of(Math.subtractExact(Rounded.divide(then, callsThen), now.nanoUsd()));
    }
}
