package dev.tollgate.rollup;

import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.LedgerRecord.Settlement;
import dev.tollgate.routing.Failure;
import dev.tollgate.usage.Cost;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// What calls can be grouped and filtered by: a property that calls have, or a tag.
///
/// A name that is a property's means the property; `tag:NAME` means the tag, whatever its name.
public sealed interface Dimension {
    String TAG_PREFIX = "tag:";

    /// As queries and reports name it.
    String written();

    /// A record's value; empty if it has none.
    Optional<String> of(LedgerRecord record);

    static Dimension named(String name) {
        if (name.startsWith(TAG_PREFIX)) {
            return new Tag(name.substring(TAG_PREFIX.length()));
        }
        return Arrays.stream(Property.values())
                .filter(property -> property.written().equals(name))
                .<Dimension>map(property -> property)
                .findFirst()
                .orElseGet(() -> new Tag(name));
    }

    /// A tag by its name.
    record Tag(String name) implements Dimension {
        @Override
        public String written() {
            boolean hidden =
                    Arrays.stream(Property.values())
                            .anyMatch(property -> property.written().equals(name));
            return hidden || name.startsWith(TAG_PREFIX) ? TAG_PREFIX + name : name;
        }

        @Override
        public Optional<String> of(LedgerRecord record) {
            return Optional.ofNullable(record.tags().values().get(name));
        }
    }

    /// What every call has, or some have by what became of them. All names and values are in UTC, lower case where they are ours.
    @SuppressWarnings("ImmutableEnumChecker") // every function here is stateless
    enum Property implements Dimension {
        /// `2026-11-24`.
        DAY(record -> Optional.of(Times.DAY.format(record.startedAt()))),
        /// `2026-11-24T13:00Z`.
        HOUR(record -> Optional.of(Times.HOUR.format(record.startedAt()))),
        TEAM(record -> Optional.of(record.team())),
        /// The virtual key's public id.
        KEY(record -> Optional.of(record.keyId())),
        ALIAS(record -> Optional.of(record.alias())),
        OPERATION(record -> Optional.of(lower(record.operation()))),
        PROVIDER(record -> Optional.of(record.provider())),
        MODEL(record -> Optional.of(record.model())),
        /// The price list, or catalogue version, that its price stood in.
        PRICE_VERSION(record ->
                record.settlement()
                        .flatMap(end ->
                                end.cost() instanceof Cost.Priced priced
                                        ? Optional.of(priced.priceVersion())
                                        : Optional.empty())),
        CATALOG_VERSION(record -> Optional.of(Long.toString(record.catalogVersion()))),
        /// `pending`, or how it ended.
        STATUS(record ->
                Optional.of(record.settlement().map(end -> lower(end.status())).orElse("pending"))),
        /// Why it failed, was cut, or was refused.
        FAILURE(record ->
                record.settlement()
                        .flatMap(end -> end.failure().map(Failure.Kind::written).or(end::refusal))),
        /// Where its answer came from; none if there was no answer.
        SOURCE(record ->
                record.settlement().flatMap(Settlement::answeredFrom).map(Dimension::lower)),
        /// In what it got less than it asked for.
        DEGRADED(record -> record.settlement().flatMap(Settlement::degraded));

        private final Function<LedgerRecord, Optional<String>> of;

        Property(Function<LedgerRecord, Optional<String>> of) {
            this.of = of;
        }

        @Override
        public String written() {
            return name().toLowerCase(Locale.ROOT);
        }

        @Override
        public Optional<String> of(LedgerRecord record) {
            return of.apply(record);
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /// How times are written.
    final class Times {
        static final DateTimeFormatter DAY =
                DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
        static final DateTimeFormatter HOUR =
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:'00Z'", Locale.ROOT)
                        .withZone(ZoneOffset.UTC);

        private Times() {}
    }
}
