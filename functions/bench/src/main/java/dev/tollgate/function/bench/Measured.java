package dev.tollgate.function.bench;

import java.util.List;
import java.util.Locale;

/// What a request has asked of DynamoDB, by when.
///
/// @param before calls that began before a provider was asked, or before the reply if none was
/// @param between calls that began after that and before the reply was complete
/// @param after calls that began when the caller had its reply
/// @param waits how often the caller has waited for DynamoDB, one time after the other, before a provider was asked
/// @param laterWaits how often after that
record Measured(
        String kind,
        int status,
        int providerCalls,
        List<StoreCall> before,
        List<StoreCall> between,
        List<StoreCall> after,
        int waits,
        int laterWaits) {
    /// On demand in us-east-1, for a million units.
    private static final double USD_PER_MILLION_READS = 0.125;

    private static final double USD_PER_MILLION_WRITES = 0.625;

    static Measured of(
            String kind,
            int status,
            List<Long> providerAsked,
            long replied,
            List<StoreCall> calls) {
        long first = providerAsked.stream().mapToLong(Long::longValue).min().orElse(replied);
        List<StoreCall> before = began(Long.MIN_VALUE, first, calls);
        List<StoreCall> between = began(first, replied, calls);
        return new Measured(
                kind,
                status,
                providerAsked.size(),
                before,
                between,
                began(replied, Long.MAX_VALUE, calls),
                StoreCall.roundTrips(overBy(first, before)),
                StoreCall.roundTrips(overBy(replied, between)));
    }

    private static List<StoreCall> began(long from, long to, List<StoreCall> calls) {
        return calls.stream().filter(call -> call.start() >= from && call.start() < to).toList();
    }

    /// Nobody has waited for a call that was still under way when the request went on.
    private static List<StoreCall> overBy(long time, List<StoreCall> calls) {
        return calls.stream().filter(call -> call.end() <= time).toList();
    }

    /// USD for a million requests of this kind.
    double usdPerMillion() {
        return usd(before) + usd(between) + usd(after);
    }

    private static double usd(List<StoreCall> calls) {
        return StoreCall.readUnits(calls) * USD_PER_MILLION_READS
                + StoreCall.writeUnits(calls) * USD_PER_MILLION_WRITES;
    }

    static String header() {
        return "| kind of request | status | provider calls | round trips waited for | before the provider | while it answers | after the reply | USD per million |\n"
                + "|---|---|---|---|---|---|---|---|";
    }

    String row() {
        return "| %s | %d | %d | %d | %s | %s | %s | %s |"
                .formatted(
                        kind,
                        status,
                        providerCalls,
                        waits + laterWaits,
                        cell(before),
                        cell(between),
                        cell(after),
                        String.format(Locale.ROOT, "%.2f", usdPerMillion()));
    }

    private static String cell(List<StoreCall> calls) {
        return calls.isEmpty()
                ? "-"
                : String.format(
                        Locale.ROOT,
                        "%d: %s (%.1f RU, %.0f WU)",
                        calls.size(),
                        StoreCall.names(calls),
                        StoreCall.readUnits(calls),
                        StoreCall.writeUnits(calls));
    }
}
