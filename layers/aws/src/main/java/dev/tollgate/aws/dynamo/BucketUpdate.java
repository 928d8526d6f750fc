package dev.tollgate.aws.dynamo;

import dev.tollgate.limits.Bucket;
import dev.tollgate.limits.Hold;
import dev.tollgate.limits.LimitStore.Take;
import dev.tollgate.limits.Priority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// One change of a [BucketItem], as expressions. None of its names is a reserved word of DynamoDB.
///
/// Expressions have no maximum of two numbers, so what is settled grows from where it is (a bucket that is "busy": `tat >= now`) or from now (one that is
/// absent or has drained), and the condition says which. Where nothing drains, one form does for both.
final class BucketUpdate {
    private final Bucket bucket;
    private final Instant now;
    private final List<String> conditions = new ArrayList<>();
    private final List<String> sets = new ArrayList<>();
    private final List<String> removals = new ArrayList<>();
    private final Map<String, AttributeValue> values = new HashMap<>();

    private BucketUpdate(Bucket bucket, Instant now) {
        this.bucket = bucket;
        this.now = now;
        set("expiresAt", ":expires", bucket.forgetAt().getEpochSecond());
    }

    static BucketUpdate take(Take take, Optional<Hold> hold, boolean busy, Instant now) {
        BucketUpdate update = new BucketUpdate(take.bucket(), now);
        if (take.enforced()) {
            update.fits(take.ceiling() - take.amount(), busy);
            BucketItem.moreUrgent(take.priority())
                    .map(BucketItem::claim)
                    .forEach(claim ->
                            update.when(
                                    "(attribute_not_exists(%s) OR %s <= :millis)"
                                            .formatted(claim, claim),
                                    ":millis",
                                    now.toEpochMilli()));
        }
        hold.map(Hold::slot)
                .map(BucketItem::slot)
                .ifPresent(slot ->
                        update.set(
                                slot,
                                "if_not_exists(%s, :zero) + :hold".formatted(slot),
                                ":zero",
                                0));
        long held = hold.map(Hold::amount).orElse(0L);
        return update.change(take.amount() - held, held, busy);
    }

    /// @param hold that is still there, to be given back
    static BucketUpdate settle(
            Bucket bucket, Optional<Hold> hold, long used, boolean busy, Instant now) {
        BucketUpdate update = new BucketUpdate(bucket, now);
        hold.map(Hold::slot)
                .map(BucketItem::slot)
                .ifPresent(slot -> {
                    update.conditions.add("attribute_exists(%s)".formatted(slot));
                    update.sets.add("%s = %s + :hold".formatted(slot, slot));
                });
        return update.change(used, -hold.map(Hold::amount).orElse(0L), busy);
    }

    static BucketUpdate refund(Bucket bucket, long amount, Instant now) {
        BucketUpdate update = new BucketUpdate(bucket, now);
        update.when("tat >= :left", ":left", bucket.clock(now) + amount);
        update.set("tat", "tat + :change", ":change", -amount);
        update.sets.add("filled = filled + :change");
        return update;
    }

    /// Drops holds that are over, unless they have changed.
    static BucketUpdate sweep(Bucket bucket, Map<Long, Long> slots, Instant now) {
        BucketUpdate update = new BucketUpdate(bucket, now);
        slots.forEach((slot, sum) -> {
            String name = BucketItem.slot(slot);
            update.when(name + " = :" + name, ":" + name, sum);
            update.removals.add(name);
        });
        long dropped = BucketItem.sum(slots);
        update.set("held", "held + :dropped", ":dropped", -dropped);
        update.sets.add("filled = filled + :dropped");
        return update;
    }

    /// Somebody waits until then, or for longer if that was said before.
    static BucketUpdate claim(Bucket bucket, Priority priority, Instant until, Instant now) {
        String claim = BucketItem.claim(priority);
        BucketUpdate update = new BucketUpdate(bucket, now);
        update.when(
                "(attribute_not_exists(%s) OR %s < :until)".formatted(claim, claim),
                ":until",
                until.toEpochMilli());
        update.sets.add(claim + " = :until");
        return update;
    }

    static BucketUpdate usedUp(Bucket bucket, Instant now) {
        BucketUpdate update = new BucketUpdate(bucket, now);
        update.conditions.add("attribute_not_exists(spent)");
        update.set("spent", ":yes", 1);
        return update;
    }

    private void fits(long room, boolean busy) {
        if (!bucket.drains()) {
            when("(attribute_not_exists(tat) OR filled <= :room)", ":room", room);
        } else if (busy) {
            when("filled <= :room", ":room", bucket.clock(now) + room);
        } else {
            when("(attribute_not_exists(tat) OR held <= :room)", ":room", room);
        }
    }

    /// Adds to what is settled, and to what is held.
    private BucketUpdate change(long charge, long hold, boolean busy) {
        if (!bucket.drains()) {
            set("tat", "if_not_exists(tat, :zero) + :charge", ":charge", charge);
            set("held", "if_not_exists(held, :zero) + :hold", ":hold", hold);
            set("filled", "if_not_exists(filled, :zero) + :both", ":both", charge + hold);
            values.put(":zero", Item.number(0));
        } else if (busy) {
            when("tat >= :now", ":now", bucket.clock(now));
            set("tat", "tat + :charge", ":charge", charge);
            set("held", "held + :hold", ":hold", hold);
            set("filled", "filled + :both", ":both", charge + hold);
        } else {
            when("(attribute_not_exists(tat) OR tat < :now)", ":now", bucket.clock(now));
            set("tat", ":then", bucket.clock(now) + charge);
            set("held", "if_not_exists(held, :zero) + :hold", ":hold", hold);
            set(
                    "filled",
                    "if_not_exists(held, :zero) + :both",
                    ":both",
                    bucket.clock(now) + charge + hold);
            values.put(":zero", Item.number(0));
        }
        return this;
    }

    private void when(String condition, String name, long value) {
        conditions.add(condition);
        values.put(name, Item.number(value));
    }

    private void set(String attribute, String to, String name, long value) {
        sets.add(attribute + " = " + to);
        values.put(name, Item.number(value));
    }

    private void set(String attribute, String name, long value) {
        set(attribute, name, name, value);
    }

    UpdateItemRequest.Builder request() {
        String update =
                "SET "
                        + String.join(", ", sets)
                        + (removals.isEmpty() ? "" : " REMOVE " + String.join(", ", removals));
        UpdateItemRequest.Builder request =
                UpdateItemRequest.builder()
                        .key(Map.of("pk", Item.text(bucket.id())))
                        .updateExpression(update)
                        .expressionAttributeValues(values);
        return conditions.isEmpty()
                ? request
                : request.conditionExpression(String.join(" AND ", conditions));
    }
}
