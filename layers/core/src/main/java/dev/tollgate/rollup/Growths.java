package dev.tollgate.rollup;

import dev.tollgate.rollup.Directory.Stored;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How much of days has been written by this process since it last saw to their merging. A merge writes the whole day, so it has to wait until batches have
/// written half as much, in DynamoDB's units: then all merges together write some three times what batches do, however small these are.
///
/// Each process goes by what it has written itself: as each batch is written by one of them, the sum stays the same.
final class Growths {
    /// A merge of a small day waits for so many units: 32 small segments.
    private static final int LEAST_UNITS = 64;

    private static final int UNIT_BYTES = 1_024;

    /// Days that are remembered; beyond, those seen longest ago are forgotten, and begin from nothing.
    private static final int MAX_DAYS = 1_000;

    private final RollupStore store;
    private final Map<Day, Long> units =
            Collections.synchronizedMap(
                    new LinkedHashMap<>(16, 0.75f, true) {
                        private static final long serialVersionUID = 1L;

                        @Override
                        protected boolean removeEldestEntry(Map.Entry<Day, Long> eldest) {
                            return size() > MAX_DAYS;
                        }
                    });

    Growths(RollupStore store) {
        this.store = store;
    }

    record Day(String team, LocalDate day) {}

    /// The days that are to be merged now that more has been written. One whose head can't be read begins from nothing, so that not each batch fails at it.
    List<Day> after(List<Segment> written) {
        Set<Day> days = new LinkedHashSet<>();
        for (Segment segment : written) {
            Day day = new Day(segment.team(), segment.day());
            units.merge(day, units(segment), Long::sum);
            days.add(day);
        }
        List<Day> due = new ArrayList<>();
        for (Day day : days) {
            long grown = Optional.ofNullable(units.remove(day)).orElse(0L);
            if (grown >= LEAST_UNITS && isEnough(grown, store.heads(day.team, day.day, day.day))) {
                due.add(day);
            } else {
                units.merge(day, grown, Long::sum);
            }
        }
        return due;
    }

    /// Whether segments are worth a merge.
    static boolean isEnough(List<Segment> segments, List<Head> heads) {
        return isEnough(segments.stream().mapToLong(Growths::units).sum(), heads);
    }

    private static boolean isEnough(long grown, List<Head> heads) {
        return grown >= Math.max(LEAST_UNITS, heads.stream().mapToLong(Growths::units).sum() / 2);
    }

    /// Segments are written in transactions, where all costs twice.
    private static long units(Segment segment) {
        return 2L * Math.ceilDiv(segment.table().length, UNIT_BYTES);
    }

    private static long units(Head head) {
        Directory directory = Directory.decode(head.directory());
        long bytes =
                head.directory().length
                        + directory.views().stream().mapToLong(Stored::length).sum();
        return Math.ceilDiv(bytes, UNIT_BYTES);
    }
}
