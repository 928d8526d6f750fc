package dev.tollgate.limits;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.limits.Limit.Measure;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which limits count a call, in which buckets.
///
/// A bucket's id follows from what is counted and for whom, not from the limit's number in the catalogue or its maximum: rules may be inserted and
/// maxima changed, and what was used stays. Rules that count the same for the same are told apart by their order.
record Demands(List<Limit> rules, Subject subject, Priority priority, Need need) {
    /// How long a bucket is kept after it was last of use: more than the longest call, and a day of draining.
    private static final Duration KEPT = Duration.ofDays(2);

    /// Of the hash of what can be of any length: 128 bits.
    private static final int ID_BYTES = 16;

    Demands {
        rules = List.copyOf(rules);
    }

    /// Those that can be told before a target is chosen.
    List<Demand> general(Instant now) {
        return of(Optional.empty(), now);
    }

    /// Those that count calls of this provider.
    List<Demand> ofProvider(String provider, Instant now) {
        return of(Optional.of(provider), now);
    }

    private List<Demand> of(Optional<String> provider, Instant now) {
        List<Demand> demands = new ArrayList<>();
        Map<String, Integer> alike = new HashMap<>();
        for (Limit rule : rules) {
            if (rule.scope().namesProvider() != provider.isPresent()
                    || !subject.matches(rule.scope(), provider)) {
                continue;
            }
            String counted = counted(rule, provider, now);
            int ordinal = alike.merge(counted, 1, Integer::sum);
            Gauge gauge = new Gauge(rule.measure());
            demands.add(
                    new Demand(
                            rule,
                            gauge,
                            new Bucket(
                                    id(rule, counted + ordinal),
                                    gauge.drains(),
                                    forgetAt(rule, now)),
                            whose(rule.scope(), provider),
                            gauge.estimate(need),
                            priority));
        }
        return demands;
    }

    /// What is counted, for whom and when, so that no two of them read the same: every part bears its length.
    private String counted(Limit rule, Optional<String> provider, Instant now) {
        StringBuilder parts = new StringBuilder(kind(rule.measure()));
        if (rule.measure() instanceof Measure.Budget(_, Limit.Period per)) {
            add(parts, per.name());
            add(parts, per.firstDay(now).toString());
        }
        rule.scope()
                .match()
                .forEach((dimension, value) -> {
                    add(parts, dimension);
                    add(parts, value);
                });
        rule.scope()
                .each()
                .ifPresent(dimension -> {
                    parts.append(" each");
                    add(parts, dimension);
                    add(parts, Subject.isTag(dimension) ? subject.team() : "");
                    subject.value(dimension, provider).ifPresent(value -> add(parts, value));
                });
        return parts.append(' ').toString();
    }

    private static void add(StringBuilder parts, String part) {
        parts.append(' ').append(part.length()).append(':').append(part);
    }

    private static String id(Limit rule, String counted) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(counted.getBytes(UTF_8));
            return "limit/"
                    + kind(rule.measure())
                    + "/"
                    + HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String kind(Measure measure) {
        return switch (measure) {
            case Measure.RequestsPerMinute _ -> "requestsPerMinute";
            case Measure.TokensPerMinute _ -> "tokensPerMinute";
            case Measure.Concurrent _ -> "concurrent";
            case Measure.Budget _ -> "budget";
        };
    }

    private static Instant forgetAt(Limit rule, Instant now) {
        return rule.measure() instanceof Measure.Budget(_, Limit.Period per)
                ? per.end(now).plus(KEPT)
                : now.plus(KEPT);
    }

    private String whose(Scope scope, Optional<String> provider) {
        List<String> values = new ArrayList<>();
        scope.match().forEach((dimension, value) -> values.add(dimension + "=" + value));
        scope.each()
                .ifPresent(dimension -> {
                    if (Subject.isTag(dimension)) {
                        values.add(Scope.TEAM + "=" + subject.team());
                    }
                    values.add(dimension + "=" + subject.value(dimension, provider).orElse(""));
                });
        return values.isEmpty() ? "all" : String.join(",", values);
    }
}
