package dev.tollgate.function.usage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.http.Json;
import dev.tollgate.ledger.LedgerJson;
import dev.tollgate.ledger.LedgerRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// Looks for calls, the newest first, until a page is full, nothing is left, or time is short.
final class Search {
    private final ArrayNode found = Json.object().arrayNode();
    private final int limit;
    private final Predicate<LedgerRecord> wanted;
    private final BooleanSupplier inTime;
    private long bytes;
    private boolean over;
    private boolean cutShort;
    private Optional<String> next = Optional.empty();

    /// @param limit calls of a page
    /// @param inTime whether there is time for more
    Search(int limit, Predicate<LedgerRecord> wanted, BooleanSupplier inTime) {
        this.limit = limit;
        this.wanted = wanted;
        this.inTime = inTime;
    }

    /// Whether there is time to look at the calls below an id.
    boolean goesOn(String id) {
        if (!inTime.getAsBoolean()) {
            stop(id);
            cutShort = true;
        }
        return !over;
    }

    /// Takes the next older call.
    ///
    /// @return whether to go on
    boolean take(LedgerRecord record) {
        if (wanted.test(record)) {
            ObjectNode json = LedgerJson.of(record);
            bytes += Page.quoted(json.toString());
            if (bytes > Page.MAX_BYTES && !found.isEmpty()) {
                over = true;
                return false;
            }
            found.add(json);
        }
        next = Optional.of(record.id());
        over = found.size() == limit;
        return !over && goesOn(record.id());
    }

    boolean isOver() {
        return over;
    }

    /// Nothing is left.
    void end() {
        next = Optional.empty();
    }

    private void stop(String id) {
        next = Optional.of(id);
        over = true;
    }

    ObjectNode json(String question, Period period) {
        ObjectNode json = Json.object().put("object", "list");
        json.set("data", found);
        next.map(id -> new Position(Optional.empty(), List.of(Optional.of(id))))
                .map(last -> new Cursor(question, period, period.to(), last))
                .ifPresent(cursor -> json.put("next_cursor", cursor.written()));
        Warnings warnings = new Warnings();
        if (cutShort) {
            warnings.add(
                    "not_all_read",
                    "There was no time to look at all calls: next_cursor goes on where this stopped.");
        }
        warnings.write(json.putArray("warnings"));
        return json;
    }
}
