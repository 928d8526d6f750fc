package dev.tollgate.function.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.Exchange;
import dev.tollgate.api.ApiError;
import dev.tollgate.api.Dialect;
import dev.tollgate.api.RequestBody;
import dev.tollgate.catalog.InvalidCatalog;
import dev.tollgate.config.Deadline;
import dev.tollgate.config.Timing;
import dev.tollgate.http.Json;
import dev.tollgate.ledger.Ledger;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/// `POST /admin/reprice`: what a team's calls of a period would have cost under other prices. The ledger is read, and nothing is written.
///
/// The ledger is read piece by piece. Where the time runs out, the reply tells of the pieces that were read to their end, says `"complete": false` and where to
/// go on: `continue_from`.
record RepriceAdmin(Ledger ledger, PricesInForce prices, Dialect dialect, Timing timing) {
    static final String PATH = "/admin/reprice";

    /// A reply's size. In a Lambda's answer of at most 6 MB it stands as a JSON string, with every quote escaped.
    static final int MAX_REPLY_BYTES = 4 * 1024 * 1024;

    private static final Duration FIRST_PIECE = Duration.ofHours(1);
    private static final Duration SHORTEST_PIECE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PIECE = Duration.ofDays(1);

    /// A piece that took less may be followed by one twice as long.
    private static final Duration QUICK = Duration.ofMillis(500);

    /// One that took more is followed by one of half its length.
    private static final Duration SLOW = Duration.ofSeconds(2);

    void reprice(Exchange exchange) throws IOException {
        Body body = new Body(Json.tree(RequestBody.json(exchange.request()).bytes()));
        RepriceQuery query;
        try {
            query = RepriceQuery.read(body, prices, timing.now());
        } catch (InvalidCatalog invalid) {
            throw Problems.refusal("The prices are not valid.", invalid, dialect);
        }
        byte[] reply = Json.bytes(answer(query, exchange.request().deadline()));
        if (reply.length > MAX_REPLY_BYTES) {
            throw ApiError.badRequest(
                    "report_too_large",
                    "The reply has more than %d bytes: group by less, or ask for a shorter time."
                            .formatted(MAX_REPLY_BYTES),
                    "group_by");
        }
        exchange.reply(200, Admin.JSON, reply);
    }

    private ObjectNode answer(RepriceQuery query, Deadline deadline) {
        Repricer repricer = new Repricer(query);
        RepricedTable table = new RepricedTable(query.groupBy());
        Instant read = read(query, repricer, table, deadline);
        boolean complete = read.equals(query.period().to());
        ObjectNode json =
                query.write(Json.object().put("object", "reprice")).put("complete", complete);
        if (!complete) {
            json.put("continue_from", read.toString());
        }
        table.write(json);
        ArrayNode warnings = json.putArray("warnings");
        repricer.hints().forEach(warnings::add);
        ArrayNode unused = json.putArray("unused");
        repricer.unused().forEach(target -> unused.add(target.toString()));
        return json;
    }

    /// @return the end of what was read
    private Instant read(
            RepriceQuery query, Repricer repricer, RepricedTable table, Deadline deadline) {
        Instant from = query.period().from();
        Duration length = FIRST_PIECE;
        while (from.isBefore(query.period().to())) {
            Instant started = timing.now();
            Instant end = earlier(from.plus(length), query.period().to());
            RepricedTable piece = new RepricedTable(query.groupBy());
            try {
                ledger.scan(
                        query.team(),
                        from,
                        end,
                        record -> {
                            checkTime(deadline);
                            piece.add(record, repricer);
                        });
                checkTime(deadline);
            } catch (OutOfTime _) {
                if (from.equals(query.period().from())) {
                    throw ApiError.badRequest(
                            "report_too_large",
                            "The calls from %s to %s are too many to be read in time: ask for a shorter time."
                                    .formatted(from, end),
                            "to");
                }
                return from;
            }
            table.add(piece);
            from = end;
            length = next(length, timing.since(started));
        }
        return query.period().to();
    }

    private static Duration next(Duration length, Duration took) {
        if (took.compareTo(QUICK) < 0) {
            Duration twice = length.multipliedBy(2);
            return twice.compareTo(LONGEST_PIECE) < 0 ? twice : LONGEST_PIECE;
        }
        if (took.compareTo(SLOW) > 0) {
            Duration half = length.dividedBy(2);
            return half.compareTo(SHORTEST_PIECE) > 0 ? half : SHORTEST_PIECE;
        }
        return length;
    }

    private void checkTime(Deadline deadline) {
        if (deadline.hasPassed(timing.now())) {
            throw new OutOfTime();
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /// Ends a scan whose time is over.
    private static final class OutOfTime extends RuntimeException {
        private static final long serialVersionUID = 1;

        OutOfTime() {
            super("the deadline has passed", null, false, false);
        }
    }
}
