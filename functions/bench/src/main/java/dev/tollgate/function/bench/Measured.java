package dev.tollgate.function.bench;

import java.util.List;
import java.util.Locale;

/// What a request has asked of DynamoDB, by when.
///
/// @param before calls that began before a provider was asked, or before the reply if none was
/// @param between calls that began after that and before the reply was complete
/// @param after calls that the caller did not wait for
record Measured(
        String kind,
        int status,
        int providerCalls,
        List<StoreCall> before,
        List<StoreCall> between,
        List<StoreCall> after) {
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
        return new Measured(
                kind,
                status,
                providerAsked.size(),
                calls.stream().filter(call -> call.start() < first).toList(),
                calls.stream()
                        .filter(call -> call.start() >= first && call.start() < replied)
                        .toList(),
                calls.stream().filter(call -> call.start() >= replied).toList());
    }

    /// How often the caller has waited for DynamoDB, one time after the other.
    int waits() {
        return StoreCall.roundTrips(before) + StoreCall.roundTrips(between);
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
                        waits(),
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
