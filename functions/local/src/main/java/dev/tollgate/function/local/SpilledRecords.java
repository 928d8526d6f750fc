package dev.tollgate.function.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.config.Ids;
import dev.tollgate.http.Json;
import dev.tollgate.ledger.LedgerJsonReader;
import dev.tollgate.ledger.LedgerRecord;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds spilled records in log lines:
///
/// - a function's, which are JSON objects with `event: ledger_spill` and the `record`, also behind a timestamp;
/// - those of this server, `... ERROR local: req_... ledger_spill {...}`;
/// - either one as CloudWatch exports it: Logs Insights' `@message` in JSON or CSV, or the `message` of an event of `aws logs filter-log-events`.
///
/// Only where a log's own writer puts a record is one taken from: a line may quote callers anywhere else, who would like to write records, too.
final class SpilledRecords {
    private static final List<String> MARKS =
            List.of("ledger_spill", "a record could not be written to the ledger");
    private static final Pattern LOCAL =
            Pattern.compile("[^{\"]* ERROR local: (req_\\w{26}) ledger_spill (\\{.*})\\s*");
    private static final int MAX_WRAPPINGS = 2;

    private SpilledRecords() {}

    /// The records of one line, mostly none.
    ///
    /// @throws IllegalArgumentException if there is one that can't be read; its message shows nothing of the line
    static List<LedgerRecord> in(String line) {
        return ofText(line, MAX_WRAPPINGS);
    }

    private static List<LedgerRecord> ofText(String text, int wrappings) {
        if (MARKS.stream().noneMatch(text::contains)) {
            return List.of();
        }
        Matcher local = LOCAL.matcher(text);
        if (local.matches()) {
            LedgerRecord record = read(json(local.group(2)).orElseThrow(SpilledRecords::broken));
            if (!record.id().equals(local.group(1))) {
                throw broken();
            }
            return List.of(record);
        }
        return ofJson(anyJson(text.strip()).orElseThrow(SpilledRecords::broken), wrappings);
    }

    /// A document that is the line, or stands behind something in it, or has lost what stands around it, or is a field of CSV.
    private static Optional<JsonNode> anyJson(String text) {
        String bare = text.endsWith(",") ? text.substring(0, text.length() - 1) : text;
        int start = bare.indexOf('{');
        int end = bare.lastIndexOf('}') + 1;
        return json(bare)
                .filter(JsonNode::isContainerNode)
                .or(() -> bare.startsWith("\"") ? json("{" + bare + "}") : Optional.empty())
                .or(() -> start < 0 ? Optional.empty() : json(bare.substring(start)))
                .or(() ->
                        start < 0 || end < start
                                ? Optional.empty()
                                : json(bare.substring(start, end).replace("\"\"", "\"")));
    }

    private static List<LedgerRecord> ofJson(JsonNode node, int wrappings) {
        List<LedgerRecord> records = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(each -> records.addAll(ofJson(each, wrappings)));
        } else if (node.path("event").asText().equals("ledger_spill")) {
            records.add(read(node.path("record")));
        } else if (wrappings > 0) {
            wrapped(node)
                    .forEach(inner -> {
                        records.addAll(
                                inner.isTextual()
                                        ? ofText(inner.asText(), wrappings - 1)
                                        : ofJson(inner, wrappings - 1));
                    });
        }
        return records;
    }

    /// What an export has put into something of its own. A log line has a `message`, too, but says its `level` beside it.
    private static List<JsonNode> wrapped(JsonNode node) {
        if (node.has("@message")) {
            return List.of(node.path("@message"));
        }
        if (node.path("events").isArray()) {
            return List.of(node.path("events"));
        }
        boolean exported = node.has("eventId") || node.has("ingestionTime") || node.size() == 1;
        return exported && node.path("message").isTextual()
                ? List.of(node.path("message"))
                : List.of();
    }

    private static LedgerRecord read(JsonNode json) {
        LedgerRecord record;
        try {
            record = LedgerJsonReader.read(json);
        } catch (IllegalArgumentException | DateTimeException _) {
            throw broken();
        }
        if (Ids.startOf(record.id()).isEmpty()
                || record.team().isEmpty()
                || record.alias().isEmpty()) {
            throw broken();
        }
        return record;
    }

    private static Optional<JsonNode> json(String text) {
        try {
            return Optional.of(Json.tree(text.getBytes(UTF_8))).filter(it -> !it.isMissingNode());
        } catch (UncheckedIOException _) {
            return Optional.empty();
        }
    }

    private static IllegalArgumentException broken() {
        return new IllegalArgumentException("a spilled record that can't be read");
    }
}
