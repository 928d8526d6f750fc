package dev.tollgate.testkit.badday;

import dev.tollgate.testkit.badday.Ending.How;
import java.time.Duration;
import java.util.List;

/// What one kind of client has made of a day.
///
/// @param jobs all that there were
/// @param lived those that came to an end, in that order
record Result(Day day, long seed, List<Job> jobs, List<Lived> lived, Bill bill) {

    record Lived(Job job, Ending ending) {
        /// Until the caller had it.
        Duration took() {
            return ending.at().minus(job.at());
        }
    }

    long count(How how) {
        return lived.stream().filter(it -> it.ending().how() == how).count();
    }

    /// From 0 to 1.
    double success() {
        return (double) count(How.GOOD) / jobs.size();
    }

    double requestsPerCall() {
        return (double) bill.requests() / jobs.size();
    }

    /// USD for a thousand good calls, all that the others wasted included.
    double costOfThousand() {
        return bill.nanoUsd() / 1e9 * 1_000 / Math.max(1, count(How.GOOD));
    }

    /// Seconds that such a share of calls took at most.
    double seconds(double share) {
        long[] nanos = lived.stream().mapToLong(it -> it.took().toNanos()).sorted().toArray();
        return nanos[(int) Math.ceil(share * nanos.length) - 1] / 1e9;
    }
}
