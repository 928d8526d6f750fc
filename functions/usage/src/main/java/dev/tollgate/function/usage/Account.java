package dev.tollgate.function.usage;

import dev.tollgate.api.ApiError;
import dev.tollgate.config.Deadline;
import dev.tollgate.config.Timing;
import dev.tollgate.ledger.Ledger;
import dev.tollgate.rollup.Dimension;
import dev.tollgate.rollup.Sums;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// A team's figures over any time: whole hours come from the sums, what is left over at either end from the ledger itself.
///
/// @param exact reads any time, also less than an hour
/// @param deadline when a report must be there
record Account(String team, Sums sums, Sums exact, Timing timing, Deadline deadline) {

    /// @param ledger read no further than the deadline allows
    static Account of(String team, Sums sums, Ledger ledger, Timing timing, Deadline deadline) {
        Runnable inTime = () -> inTime(timing, deadline);
        return new Account(team, sums, new LedgerSums(ledger, inTime), timing, deadline);
    }

    /// Rows of the calls of a period. Several rows may have the same values.
    ///
    /// @throws ApiError 400 once the deadline has passed
    List<Sums.Row> read(Period period, Set<Dimension> by) {
        List<Sums.Row> rows = new ArrayList<>();
        period.hours()
                .ifPresent(hours -> {
                    inTime();
                    rows.addAll(sums.read(team, hours.from(), hours.to(), by));
                });
        for (Period part : period.ragged()) {
            rows.addAll(exact.read(team, part.from(), part.to(), by));
        }
        return rows;
    }

    /// The names of tags that calls of a period, or of its days, carry.
    SortedSet<String> tags(Period period) {
        SortedSet<String> names = new TreeSet<>();
        period.hours()
                .ifPresent(hours -> {
                    inTime();
                    names.addAll(sums.tags(team, hours.from(), hours.to()));
                });
        for (Period part : period.ragged()) {
            names.addAll(exact.tags(team, part.from(), part.to()));
        }
        return names;
    }

    /// @throws ApiError 400 once the deadline has passed
    void inTime() {
        inTime(timing, deadline);
    }

    private static void inTime(Timing timing, Deadline deadline) {
        if (deadline.hasPassed(timing.now())) {
            throw ApiError.badRequest(
                    "report_too_large",
                    "There are too many calls to report on before the request's deadline: ask for a shorter time, or for whole hours.",
                    Period.FROM);
        }
    }

    static ApiError tooLarge(String what) {
        return ApiError.badRequest(
                "report_too_large",
                "The report has %s: group by less, filter more, or ask for a shorter time."
                        .formatted(what),
                "group_by");
    }
}
