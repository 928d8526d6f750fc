package dev.tollgate.aws.dynamo;

import dev.tollgate.limits.Bucket;
import dev.tollgate.limits.Hold;
import dev.tollgate.limits.Level;
import dev.tollgate.limits.Priority;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A bucket as it stands in DynamoDB.
///
/// `tat` is the instant, by the bucket's clock, at which what is settled will have drained ("theoretical arrival time" in GCRA); where nothing drains, what
/// is settled. `held` is the sum of all holds, and `filled` is `tat + held`, for conditions can't add. `h29341234` is the sum of the holds that expire in
/// this minute of the epoch. `w_critical` and `w_normal` are until when (milliseconds of the epoch) somebody critical or normal waits, and `spent` is there once somebody has noted that the bucket is used up. All of it is far less than 1 KB.
///
/// @param tat empty: nothing was ever taken
/// @param slots holds by the minute in which they expire, also those that are over
record BucketItem(
        Optional<Long> tat, long held, Map<Long, Long> slots, Map<Priority, Long> claims) {
    static final BucketItem ABSENT = new BucketItem(Optional.empty(), 0, Map.of(), Map.of());

    private static final String SLOT = "h";
    private static final String CLAIM = "w_";

    static BucketItem read(Map<String, AttributeValue> attributes) {
        TreeMap<Long, Long> slots = new TreeMap<>();
        TreeMap<Priority, Long> claims = new TreeMap<>();
        attributes.forEach((name, value) -> {
            if (name.startsWith(SLOT) && !name.equals("held")) {
                slots.put(Long.valueOf(name.substring(SLOT.length())), number(value));
            }
        });
        for (Priority priority : Priority.values()) {
            AttributeValue until = attributes.get(claim(priority));
            if (until != null) {
                claims.put(priority, number(until));
            }
        }
        return new BucketItem(
                Optional.ofNullable(attributes.get("tat")).map(BucketItem::number),
                Optional.ofNullable(attributes.get("held")).map(BucketItem::number).orElse(0L),
                slots,
                claims);
    }

    static String slot(long slot) {
        return SLOT + slot;
    }

    static String claim(Priority priority) {
        return CLAIM + priority.written();
    }

    /// Those whose waiting goes before this one's.
    static Stream<Priority> moreUrgent(Priority than) {
        return Stream.of(Priority.values()).filter(priority -> priority.compareTo(than) < 0);
    }

    /// Whether anything is settled that has not drained.
    boolean isBusy(Bucket bucket, Instant now) {
        return tat.isPresent() && tat.get() >= bucket.clock(now);
    }

    Level level(Bucket bucket, Instant now) {
        long settled = tat.map(at -> Math.max(0, at - bucket.clock(now))).orElse(0L);
        return new Level(settled, held - sum(past(now)));
    }

    /// Until when somebody more urgent waits, if somebody does.
    Optional<Instant> claimBefore(Priority priority, Instant now) {
        return claims.entrySet().stream()
                .filter(claim -> claim.getKey().compareTo(priority) < 0)
                .map(claim -> Instant.ofEpochMilli(claim.getValue()))
                .filter(now::isBefore)
                .max(Instant::compareTo);
    }

    /// Holds that are over.
    Map<Long, Long> past(Instant now) {
        Predicate<Map.Entry<Long, Long>> over = slot -> Hold.isOver(slot.getKey(), now);
        TreeMap<Long, Long> past = new TreeMap<>();
        slots.entrySet().stream()
                .filter(over)
                .forEach(slot -> past.put(slot.getKey(), slot.getValue()));
        return past;
    }

    static long sum(Map<Long, Long> slots) {
        return slots.values().stream().mapToLong(Long::longValue).sum();
    }

    private static long number(AttributeValue value) {
        return Long.parseLong(value.n());
    }
}
