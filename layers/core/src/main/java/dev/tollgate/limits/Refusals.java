package dev.tollgate.limits;

import dev.tollgate.limits.Admission.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What this sandbox knows to be full, so that a loop that is refused all the time costs the store about a write a second.
///
/// A refusal is repeated, to calls of the same size or larger and no more urgent, for as long as it must be true, and never longer than [#LONGEST]: where
/// nothing is ever given back (requests), until the bucket has drained. Where calls give back what they held, one may end at any time, in this sandbox
/// (then the refusal is forgotten at once) or in another (then it is repeated for [#UNSURE] too long at most).
final class Refusals {
    static final Duration LONGEST = Duration.ofSeconds(1);
    static final Duration UNSURE = Duration.ofMillis(250);

    /// Buckets; the eldest is forgotten first.
    static final int MAX_BUCKETS = 10_000;

    private final Map<Key, Known> known =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, Known> eldest) {
                    return size() > MAX_BUCKETS;
                }
            };

    /// A refusal that must be true of this call as well.
    synchronized Optional<Refused> of(Demand demand, Instant now) {
        for (Priority priority : Priority.values()) {
            Key key = new Key(demand.bucket().id(), priority);
            Known refusal = known.get(key);
            if (refusal != null && !now.isBefore(refusal.until)) {
                known.remove(key);
            } else if (refusal != null
                    && priority.compareTo(demand.priority()) <= 0
                    && refusal.amount <= demand.amount()
                    && refusal.capacity == demand.gauge().capacity()) {
                return Optional.of(refusal.at(now, demand.limit()));
            }
        }
        return Optional.empty();
    }

    synchronized void add(Demand demand, Refused refusal, Duration certain, Instant now) {
        Duration time = certain.compareTo(LONGEST) < 0 ? certain : LONGEST;
        if (time.isPositive()) {
            known.put(
                    new Key(demand.bucket().id(), demand.priority()),
                    new Known(
                            refusal,
                            demand.amount(),
                            demand.gauge().capacity(),
                            now,
                            now.plus(time)));
        }
    }

    /// Something was given back.
    synchronized void forget(Bucket bucket) {
        for (Priority priority : Priority.values()) {
            known.remove(new Key(bucket.id(), priority));
        }
    }

    private record Key(String bucket, Priority priority) {}

    private record Known(Refused refusal, long amount, long capacity, Instant at, Instant until) {
        Refused at(Instant now, Limit limit) {
            Duration left = refusal.retryAfter().minus(Duration.between(at, now));
            return new Refused(
                    limit,
                    refusal.standing(),
                    left.isPositive() ? left : Duration.ZERO,
                    refusal.reason());
        }
    }
}
