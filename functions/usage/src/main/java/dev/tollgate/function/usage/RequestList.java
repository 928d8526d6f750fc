package dev.tollgate.function.usage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.api.ApiError;
import dev.tollgate.config.Ids;
import dev.tollgate.config.Timing;
import dev.tollgate.http.Request;
import dev.tollgate.ledger.Ledger;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.LedgerRecord.Settlement;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// A team's calls, the newest first, a page at a time.
///
/// @param visible the calls that the reader may see
record RequestList(String team, Predicate<LedgerRecord> visible, Ledger ledger, Timing timing) {
    static final String MIN_COST = "min_cost_usd";
    static final int MAX_ROWS = 200;
    static final int ROWS = 50;

    /// What is left of a request's time when it stops looking, so that it can tell what it has found.
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private static final Set<String> NOT_OURS =
            Set.of(
                    UsageQuery.GROUP_BY,
                    UsageQuery.FORMAT,
                    UsageQuery.SORT,
                    UsageQuery.OUTLIERS,
                    UsageQuery.FACTOR,
                    UsageQuery.FORECAST,
                    UsageQuery.COMPARE_FROM,
                    UsageQuery.COMPARE_TO);

    private static final BigDecimal MAX_COST = BigDecimal.valueOf(1_000_000_000);
    private static final BigDecimal NANO = BigDecimal.valueOf(1_000_000_000);

    /// @throws ApiError 400 naming the parameter that can't be
    ObjectNode read(Request request, Parameters parameters) {
        String question = Cursor.question(request.path(), parameters);
        Optional<Cursor> cursor = Cursor.read(parameters, question).map(it -> it.having(1));
        Period period =
                cursor.map(Cursor::period).orElseGet(() -> Period.read(parameters, timing.now()));
        Predicate<LedgerRecord> wanted = visible.and(wanted(parameters));
        Optional<String> before = cursor.map(it -> it.last().values().getFirst().orElse(""));
        if (before.isPresent() && Ids.startOf(before.get()).isEmpty()) {
            throw Cursor.unreadable();
        }
        int limit = parameters.count(Cursor.LIMIT, ROWS, MAX_ROWS);
        Instant stop = request.deadline().at().minus(MARGIN);
        Search search = new Search(limit, wanted, () -> timing.now().isBefore(stop));
        run(search, period, before);
        return search.json(question, period);
    }

    /// Day after day, so that it stops in time also where there is nothing.
    private void run(Search search, Period period, Optional<String> before) {
        Period rest =
                before.flatMap(Ids::startOf)
                        .map(last -> last.plusMillis(1))
                        .filter(end -> end.isBefore(period.to()))
                        .map(end ->
                                new Period(period.from().isBefore(end) ? period.from() : end, end))
                        .orElse(period.by(timing.now()));
        for (Period day : rest.days().reversed()) {
            if (!search.goesOn(least(day.to()))) {
                return;
            }
            ledger.descend(team, day.from(), day.to(), before, search::take);
            if (search.isOver()) {
                return;
            }
        }
        search.end();
    }

    /// The least id of a call that has not begun before then.
    private static String least(Instant end) {
        Instant millis = end.truncatedTo(ChronoUnit.MILLIS);
        return Ids.request(millis.equals(end) ? millis : millis.plusMillis(1), () -> 0);
    }

    private static Predicate<LedgerRecord> wanted(Parameters parameters) {
        List<Filter> filters = Names.filters(parameters, NOT_OURS);
        long least =
                parameters
                        .decimal(MIN_COST, BigDecimal.ZERO, MAX_COST)
                        .map(usd ->
                                usd.multiply(NANO)
                                        .setScale(0, RoundingMode.CEILING)
                                        .longValueExact())
                        .orElse(0L);
        return record ->
                nanoUsd(record) >= least
                        && filters.stream()
                                .allMatch(filter -> filter.selects(filter.dimension().of(record)));
    }

    private static long nanoUsd(LedgerRecord record) {
        return record.settlement()
                .map(Settlement::cost)
                .map(cost -> cost.knownNanoUsd())
                .orElse(0L);
    }
}
