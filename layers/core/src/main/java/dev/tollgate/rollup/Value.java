package dev.tollgate.rollup;

import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.rollup.Axis.Group;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What calls have in common on one [Axis].
///
/// @param parts of its dimensions those that have a value
record Value(Map<Dimension, String> parts) {
    static final Value NONE = new Value(Map.of());

    /// Stands for tags of names that were too many to keep. No tag's name has parentheses.
    static final Dimension REST = new Dimension.Tag(Sums.OVERFLOW);

    /// Stands for tags of which nothing is known, neither name nor value.
    static final Dimension ANY = new Dimension.Tag("(any)");

    Value {
        parts = Map.copyOf(parts);
    }

    static Value of(Dimension dimension, String text) {
        return new Value(Map.of(dimension, text));
    }

    /// A record's value on one of the axes that make up a cell.
    static Value of(LedgerRecord record, Group axis) {
        Map<Dimension, String> parts = new HashMap<>();
        axis.properties()
                .forEach(property ->
                        property.of(record).ifPresent(text -> parts.put(property, text)));
        if (axis == Group.TAGS) {
            record.tags()
                    .values()
                    .forEach((name, text) -> parts.put(new Dimension.Tag(name), text));
        }
        return new Value(parts);
    }

    /// The part of it that stands in a narrower axis.
    Value on(Axis axis) {
        return switch (axis) {
            case Group _ -> this;
            case Axis.Only(Dimension dimension) ->
                    of(dimension).map(text -> of(dimension, text)).orElse(NONE);
        };
    }

    Optional<String> of(Dimension dimension) {
        String text = parts.get(dimension);
        boolean unknown =
                text == null && dimension instanceof Dimension.Tag && parts.containsKey(ANY);
        return unknown ? Optional.of(Sums.OVERFLOW) : Optional.ofNullable(text);
    }

    /// The same dimensions, each of them with too many values to keep apart.
    Value overflowing() {
        return overflowing(parts.keySet());
    }

    static Value overflowing(Set<? extends Dimension> dimensions) {
        Map<Dimension, String> parts = new HashMap<>();
        dimensions.forEach(dimension -> parts.put(dimension, Sums.OVERFLOW));
        return new Value(parts);
    }

    /// How a dimension is called in a stored table: so that [Dimension#named] gives it back, whatever a tag's name is.
    static String stored(Dimension dimension) {
        return switch (dimension) {
            case Dimension.Property property -> property.written();
            case Dimension.Tag(String name) -> Dimension.TAG_PREFIX + name;
        };
    }
}
