package dev.tollgate.function.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// One call to DynamoDB.
///
/// @param what operation and table: `PutItem ledger`
/// @param start in [System#nanoTime]
/// @param end the same
/// @param readUnits as DynamoDB counts them
/// @param writeUnits the same; of a write whose condition was not met, what DynamoDB charges by its documentation
record StoreCall(String what, long start, long end, double readUnits, double writeUnits) {

    /// How often somebody has waited for DynamoDB: calls that were under way at the same time are one round trip.
    static int roundTrips(List<StoreCall> calls) {
        int trips = 0;
        long over = Long.MIN_VALUE;
        for (StoreCall call : byStart(calls)) {
            if (trips == 0 || call.start > over) {
                trips++;
            }
            over = Math.max(over, call.end);
        }
        return trips;
    }

    static double readUnits(List<StoreCall> calls) {
        return calls.stream().mapToDouble(StoreCall::readUnits).sum();
    }

    static double writeUnits(List<StoreCall> calls) {
        return calls.stream().mapToDouble(StoreCall::writeUnits).sum();
    }

    /// `PutItem ledger, UpdateItem state x2`.
    static String names(List<StoreCall> calls) {
        TreeMap<String, Long> counts =
                calls.stream()
                        .collect(
                                Collectors.groupingBy(
                                        StoreCall::what, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(entry ->
                        entry.getKey() + (entry.getValue() > 1 ? " x" + entry.getValue() : ""))
                .collect(Collectors.joining(", "));
    }

    private static List<StoreCall> byStart(List<StoreCall> calls) {
        List<StoreCall> sorted = new ArrayList<>(calls);
        sorted.sort(Comparator.comparingLong(StoreCall::start));
        return sorted;
    }
}
