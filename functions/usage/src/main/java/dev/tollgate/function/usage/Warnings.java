package dev.tollgate.function.usage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tollgate.catalog.PriceHint;
import dev.tollgate.rollup.Dimension;
import dev.tollgate.rollup.Dimension.Property;
import dev.tollgate.rollup.Dimension.Tag;
import dev.tollgate.rollup.Figures;
import dev.tollgate.rollup.Measure;
import dev.tollgate.rollup.Sums;
import dev.tollgate.routing.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;

/// What a reader of a report must know, lest it be taken for more than it is.
final class Warnings {
    /// Targets without a price that one report names.
    private static final int MAX_TARGETS = 20;

    private final List<Warning> all = new ArrayList<>();

    record Warning(String code, String message) {}

    void add(String code, String message) {
        all.add(new Warning(code, message));
    }

    /// Names that are neither a property of calls nor a tag of any call of the period: perhaps it just does not occur, perhaps it is a slip.
    void unknown(Set<Dimension> dimensions, SortedSet<String> tags) {
        dimensions.stream()
                .filter(dimension -> dimension instanceof Tag tag && !tags.contains(tag.name()))
                .map(Dimension::written)
                .sorted()
                .forEach(name ->
                        add(
                                "unknown_dimension",
                                "'%s' is no property of calls, and no call of this period has a tag of that name; GET /v1/usage/dimensions lists all there are."
                                        .formatted(name)));
    }

    /// @param rows that were read, with every dimension of the groups and the filters
    void overflow(List<Sums.Row> rows) {
        Set<String> names = new LinkedHashSet<>();
        for (Sums.Row row : rows) {
            row.values()
                    .forEach((dimension, value) -> {
                        if (value.equals(Optional.of(Sums.OVERFLOW))) {
                            names.add(Names.written(dimension));
                        }
                    });
        }
        if (!names.isEmpty()) {
            add(
                    "overflow",
                    "'%s' had more values than are kept apart: those beyond stand together as %s, and no filter can select one of them."
                            .formatted(
                                    names.stream().sorted().collect(Collectors.joining("', '")),
                                    Sums.OVERFLOW));
        }
    }

    /// What of the total is not known, or not yet.
    void incomplete(Figures total) {
        long pending = total.of(Measure.PENDING);
        if (pending > 0) {
            add(
                    "pending",
                    "%d calls have not ended: their tokens and costs are not in it yet."
                            .formatted(pending));
        }
        long estimated = total.of(Measure.ESTIMATED_CALLS);
        if (estimated > 0) {
            add(
                    "estimated",
                    "Of %d calls no provider has told the tokens: they are estimates."
                            .formatted(estimated));
        }
    }

    /// @param targets rows by provider and model, with every dimension of the filters
    void unpriced(List<Sums.Row> targets, List<Filter> filters) {
        List<Target> unpriced =
                Group.of(targets, List.of(Property.PROVIDER, Property.MODEL), filters).stream()
                        .filter(group -> group.figures().of(Measure.UNPRICED_CALLS) > 0)
                        .map(group ->
                                new Target(
                                        group.values().getFirst().orElse(Sums.OVERFLOW),
                                        group.values().getLast().orElse(Sums.OVERFLOW)))
                        .sorted(Comparator.comparing(Target::toString))
                        .toList();
        unpriced.stream()
                .limit(MAX_TARGETS)
                .forEach(target -> add("unpriced", PriceHint.line(target)));
        if (unpriced.size() > MAX_TARGETS) {
            add("unpriced", "There are %d more.".formatted(unpriced.size() - MAX_TARGETS));
        }
    }

    void write(ArrayNode json) {
        all.forEach(warning ->
                json.addObject().put("code", warning.code()).put("message", warning.message()));
    }

    /// Their codes, for a header; empty if there are none.
    Optional<String> codes() {
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        all.stream()
                                .map(Warning::code)
                                .distinct()
                                .collect(Collectors.joining(", ")));
    }
}
