package dev.tollgate.rollup;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// How durations are distributed: counts in buckets whose bounds grow by 2 %, so that every quantile is within 1 % of a value at its rank.
/// Two of them merge exactly, and what was added can be taken away again. After DDSketch (Masson, Rim, Lee, VLDB 2019).
public final class Distribution {
    /// Durations are counted in whole microseconds, those below one as one: bucket i holds (γ^(i-1), γ^i].
    private static final double ACCURACY = 0.01;

    private static final double GAMMA = (1 + ACCURACY) / (1 - ACCURACY);
    private static final double LOG_GAMMA = Math.log(GAMMA);

    private final SortedMap<Integer, Long> buckets = new TreeMap<>();
    private long count;

    /// The bucket of a duration.
    public static int bucket(Duration duration) {
        return (int)
                Math.ceil(Math.log((double) Math.max(1, duration.toNanos() / 1_000)) / LOG_GAMMA);
    }

    public void add(Duration duration, long times) {
        add(bucket(duration), times);
    }

    /// @param times below zero takes away
    public void add(int bucket, long times) {
        long now = buckets.merge(bucket, times, Math::addExact);
        if (now == 0) {
            buckets.remove(bucket);
        }
        count = Math.addExact(count, times);
    }

    public void add(Distribution other) {
        other.buckets.forEach(this::add);
    }

    public long count() {
        return count;
    }

    /// Counts by bucket, those of none left out.
    public SortedMap<Integer, Long> buckets() {
        return Collections.unmodifiableSortedMap(buckets);
    }

    /// The value below which a share of all lies; empty if there are none.
    ///
    /// @param share from 0 to 1
    public Optional<Duration> quantile(double share) {
        long rank = (long) Math.floor(share * (count - 1));
        long seen = 0;
        for (Map.Entry<Integer, Long> bucket : buckets.entrySet()) {
            seen += bucket.getValue();
            if (seen > rank) {
                return Optional.of(middle(bucket.getKey()));
            }
        }
        return Optional.empty();
    }

    /// As far from the least as from the greatest value of a bucket, relatively.
    private static Duration middle(int bucket) {
        double micros = 2 * Math.pow(GAMMA, bucket) / (GAMMA + 1);
        return Duration.ofNanos(Math.round(micros * 1_000));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Distribution that && buckets.equals(that.buckets);
    }

    @Override
    public int hashCode() {
        return buckets.hashCode();
    }

    @Override
    public String toString() {
        return buckets.toString();
    }
}
