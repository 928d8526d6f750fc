package dev.tollgate.testkit.badday;

import dev.tollgate.testkit.badday.Ending.How;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

    /// As a share of calls.
    double retries() {
        return lived.stream().mapToDouble(it -> it.ending().retries()).sum() / jobs.size();
    }

    /// How often what was the matter, the most frequent first.
    List<String> complaints() {
        Map<String, Integer> times = new TreeMap<>();
        lived.stream()
                .map(it -> it.ending().how() + " " + it.ending().why().replaceAll("\\d+", "N"))
                .forEach(why -> times.merge(why, 1, Integer::sum));
        return times.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .map(it -> it.getValue() + " " + it.getKey())
                .toList();
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
