package dev.tollgate.function.usage;

import dev.tollgate.ledger.LedgerRecord;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What records can be grouped and filtered by: a property that every call has, or else the tag of that name.
///
/// @param of a record's value; empty if it lacks the tag
record Dimension(String name, Function<LedgerRecord, Optional<String>> of) {
    static final String PENDING = "pending";

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:'00Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private static final Map<String, Function<LedgerRecord, String>> PROPERTIES =
            Map.of(
                    "key", LedgerRecord::keyId,
                    "team", LedgerRecord::team,
                    "alias", LedgerRecord::alias,
                    "provider", LedgerRecord::provider,
                    "model", LedgerRecord::model,
                    "status", Dimension::status,
                    "day", record -> DAY.format(record.startedAt()),
                    "hour", record -> HOUR.format(record.startedAt()));

    static Dimension named(String name) {
        Function<LedgerRecord, String> property = PROPERTIES.get(name);
        return property != null
                ? new Dimension(name, record -> Optional.of(property.apply(record)))
                : new Dimension(
                        name, record -> Optional.ofNullable(record.tags().values().get(name)));
    }

    private static String status(LedgerRecord record) {
        return record.settlement()
                .map(end -> end.status().name().toLowerCase(Locale.ROOT))
                .orElse(PENDING);
    }
}
