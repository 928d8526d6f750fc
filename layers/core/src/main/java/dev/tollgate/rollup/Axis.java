package dev.tollgate.rollup;

import dev.tollgate.rollup.Dimension.Property;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Dimensions whose values stand together in one column of a [Table], because they go together: there are few models, and each has one provider.
sealed interface Axis {
    /// The name in a stored table.
    String written();

    boolean holds(Dimension dimension);

    /// Whether all that stands in the other axis stands in this one too.
    boolean holds(Axis other);

    boolean isOfTags();

    /// Stands for all values that are not kept apart.
    Value overflow();

    static Axis named(String name) {
        Group group = Group.BY_NAME.get(name);
        return group != null ? group : new Only(Dimension.named(name));
    }

    /// All that is kept of a call. Its team and day are those of the table.
    @SuppressWarnings("ImmutableEnumChecker") // the sets are never changed
    enum Group implements Axis {
        HOUR(Set.of(Property.HOUR)),
        KEY(Set.of(Property.KEY)),
        ALIAS(Set.of(Property.ALIAS)),
        TARGET(Set.of(Property.PROVIDER, Property.MODEL, Property.PRICE_VERSION)),
        OUTCOME(
                Set.of(
                        Property.STATUS,
                        Property.FAILURE,
                        Property.SOURCE,
                        Property.DEGRADED,
                        Property.OPERATION)),
        CATALOG_VERSION(Set.of(Property.CATALOG_VERSION)),
        /// Every tag.
        TAGS(Set.of());

        private static final Map<String, Group> BY_NAME =
                Arrays.stream(values())
                        .collect(Collectors.toUnmodifiableMap(Group::written, group -> group));

        private final Set<Property> properties;
        private final String written = name().toLowerCase(Locale.ROOT);

        Group(Set<Property> properties) {
            this.properties = properties;
        }

        /// None of [#TAGS], whose dimensions are without number.
        Set<Property> properties() {
            return properties;
        }

        @Override
        public String written() {
            return written;
        }

        @Override
        public boolean holds(Dimension dimension) {
            return switch (dimension) {
                case Property property -> properties.contains(property);
                case Dimension.Tag _ -> this == TAGS;
            };
        }

        @Override
        public boolean isOfTags() {
            return this == TAGS;
        }

        @Override
        public Value overflow() {
            return Value.overflowing(this == TAGS ? Set.of(Value.ANY) : properties);
        }

        @Override
        public boolean holds(Axis other) {
            return switch (other) {
                case Group group -> this == group;
                case Only(Dimension dimension) -> holds(dimension);
            };
        }
    }

    /// One dimension by itself: a tag, or what a query asks for.
    record Only(Dimension dimension) implements Axis {
        @Override
        public String written() {
            return Value.stored(dimension);
        }

        @Override
        public boolean holds(Dimension other) {
            return dimension.equals(other);
        }

        @Override
        public boolean isOfTags() {
            return dimension instanceof Dimension.Tag;
        }

        @Override
        public Value overflow() {
            return Value.of(dimension, Sums.OVERFLOW);
        }

        @Override
        public boolean holds(Axis other) {
            return equals(other);
        }
    }
}
