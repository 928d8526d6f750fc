package dev.tollgate.rollup;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
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

    /// In ascending order, those of no count left out.
    private int[] buckets = {};

    private long[] counts = {};
    private int size;
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
        count = Math.addExact(count, times);
        int place = Arrays.binarySearch(buckets, 0, size, bucket);
        if (place < 0) {
            insert(-place - 1, bucket, times);
            return;
        }
        counts[place] = Math.addExact(counts[place], times);
        if (counts[place] == 0) {
            size--;
            System.arraycopy(buckets, place + 1, buckets, place, size - place);
            System.arraycopy(counts, place + 1, counts, place, size - place);
        }
    }

    private void insert(int place, int bucket, long times) {
        if (times == 0) {
            return;
        }
        if (size == buckets.length) {
            buckets = Arrays.copyOf(buckets, size + size / 2 + 2);
            counts = Arrays.copyOf(counts, buckets.length);
        }
        System.arraycopy(buckets, place, buckets, place + 1, size - place);
        System.arraycopy(counts, place, counts, place + 1, size - place);
        buckets[place] = bucket;
        counts[place] = times;
        size++;
    }

    public void add(Distribution other) {
        if (size == 0) {
            buckets = Arrays.copyOf(other.buckets, other.size);
            counts = Arrays.copyOf(other.counts, other.size);
            size = other.size;
            count = Math.addExact(count, other.count);
            return;
        }
        for (int place = 0; place < other.size; place++) {
            add(other.buckets[place], other.counts[place]);
        }
    }

    public long count() {
        return count;
    }

    /// Counts by bucket, those of none left out.
    public SortedMap<Integer, Long> buckets() {
        SortedMap<Integer, Long> map = new TreeMap<>();
        for (int place = 0; place < size; place++) {
            map.put(buckets[place], counts[place]);
        }
        return Collections.unmodifiableSortedMap(map);
    }

    /// How many buckets have a count.
    int size() {
        return size;
    }

    /// @param place of a bucket among those that have a count, from 0
    int bucketAt(int place) {
        return buckets[place];
    }

    long countAt(int place) {
        return counts[place];
    }

    /// The value below which a share of all lies; empty if there are none.
    ///
    /// @param share from 0 to 1
    public Optional<Duration> quantile(double share) {
        long rank = (long) Math.ceil(share * count) - 1;
        long seen = 0;
        for (int place = 0; place < size; place++) {
            seen += counts[place];
            if (seen > rank) {
                return Optional.of(middle(buckets[place]));
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
        return other instanceof Distribution that
                && Arrays.equals(buckets, 0, size, that.buckets, 0, that.size)
                && Arrays.equals(counts, 0, size, that.counts, 0, that.size);
    }

    @Override
    public int hashCode() {
        return buckets().hashCode();
    }

    @Override
    public String toString() {
        return buckets().toString();
    }
}
