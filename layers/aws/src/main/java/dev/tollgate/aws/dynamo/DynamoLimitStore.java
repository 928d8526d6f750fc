package dev.tollgate.aws.dynamo;

import dev.tollgate.aws.AwsClients;
import dev.tollgate.limits.Bucket;
import dev.tollgate.limits.Hold;
import dev.tollgate.limits.Level;
import dev.tollgate.limits.LimitStore;
import dev.tollgate.limits.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// Buckets in DynamoDB, an item each; see [BucketItem]. A take or a settlement is one conditional update of one write unit, and now and then a second: when
/// a bucket has drained or filled since this sandbox last saw it, or holds expired a dead sandbox's.
///
/// Updates are not idempotent. One that timed out or whose connection broke is not sent again: if it went through, a take's hold stays until it expires.
public final class DynamoLimitStore implements LimitStore {
    /// Buckets of which it is remembered whether they had drained. It is a guess only: what is forgotten may cost a second update.
    static final int MAX_REMEMBERED = 10_000;

    /// Updates for one take or settlement: the guess, the other form, holds that were dropped meanwhile, and once more.
    private static final int MAX_UPDATES = 5;

    /// Sums of holds that are over are dropped after a settlement once there are so many, so that each costs a fraction of a write.
    private static final int SWEPT_AFTER_SETTLING = 4;

    /// With more than these, a take drops those that are over: all that can be under way, and some. It keeps an item below 1 KB.
    private static final int MAX_SLOTS = 24;

    private static final SdkPlugin NO_RETRIES =
            config ->
                    config.overrideConfiguration(
                            config.overrideConfiguration()
                                    .copy(bounds ->
                                            bounds.retryStrategy(AwsRetryStrategy.doNotRetry())));

    private final Table table;
    private final AwsRequestOverrideConfiguration once;
    private final Map<String, Long> seen = new ConcurrentHashMap<>();

    public DynamoLimitStore(DynamoDbClient client, String table) {
        this(client, table, AwsClients.ATTEMPT);
    }

    /// @param timeout how long an update may take
    DynamoLimitStore(DynamoDbClient client, String table, Duration timeout) {
        this.table = new Table(client, table);
        this.once =
                AwsRequestOverrideConfiguration.builder()
                        .apiCallTimeout(timeout)
                        .apiCallAttemptTimeout(timeout)
                        .addPlugin(NO_RETRIES)
                        .build();
    }

    @Override
    public Taking take(Take take, Instant now) {
        Bucket bucket = take.bucket();
        Optional<Hold> hold = take.heldUntil().map(until -> Hold.until(take.amount(), until));
        boolean guess = isBusy(bucket, now);
        for (int i = 0; i < MAX_UPDATES; i++) {
            Update update = send(bucket, BucketUpdate.take(take, hold, guess, now));
            switch (update) {
                case Update.Done(BucketItem item) -> {
                    if (item.slots().size() > MAX_SLOTS) {
                        sweep(bucket, item, now);
                    }
                    return new Taking.Taken(item.level(bucket, now), hold);
                }
                case Update.Unmet(BucketItem item) -> {
                    Optional<Taking> no =
                            take.enforced() ? denied(take, item, now) : Optional.empty();
                    if (no.isPresent()) {
                        return no.get();
                    }
                    if (BucketItem.sum(item.past(now)) > 0) {
                        sweep(bucket, item, now);
                    }
                    guess = item.isBusy(bucket, now);
                }
                case Update.Throttled _ -> {
                    return new Taking.Busy();
                }
            }
        }
        return new Taking.Busy();
    }

    private static Optional<Taking> denied(Take take, BucketItem item, Instant now) {
        Level level = item.level(take.bucket(), now);
        Optional<Instant> claim = item.claimBefore(take.priority(), now);
        if (claim.isPresent()) {
            return Optional.of(new Taking.Behind(level, claim.get()));
        }
        return level.total() + take.amount() > take.ceiling()
                ? Optional.of(new Taking.Full(level))
                : Optional.empty();
    }

    @Override
    public Optional<Level> settle(Bucket bucket, Optional<Hold> hold, long used, Instant now) {
        Optional<Hold> there = hold;
        boolean guess = isBusy(bucket, now);
        for (int i = 0; i < MAX_UPDATES; i++) {
            switch (send(bucket, BucketUpdate.settle(bucket, there, used, guess, now))) {
                case Update.Done(BucketItem item) -> {
                    if (item.past(now).size() >= SWEPT_AFTER_SETTLING) {
                        sweep(bucket, item, now);
                    }
                    return Optional.of(item.level(bucket, now));
                }
                case Update.Unmet(BucketItem item) -> {
                    guess = item.isBusy(bucket, now);
                    there = there.filter(held -> item.slots().containsKey(held.slot()));
                }
                case Update.Throttled _ -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public void refund(Bucket bucket, long amount, Instant now) {
        send(bucket, BucketUpdate.refund(bucket, amount, now));
    }

    @Override
    public void await(Bucket bucket, Priority priority, Instant until, Instant now) {
        send(bucket, BucketUpdate.claim(bucket, priority, until, now));
    }

    @Override
    public boolean usedUp(Bucket bucket, Instant now) {
        return send(bucket, BucketUpdate.usedUp(bucket, now)) instanceof Update.Done;
    }

    @Override
    public Map<String, Level> levels(Collection<Bucket> buckets, Instant now) {
        Map<String, Bucket> byId =
                buckets.stream()
                        .collect(Collectors.toMap(Bucket::id, bucket -> bucket, (one, _) -> one));
        Map<String, Level> levels = new HashMap<>();
        for (Item item :
                table.getAll(
                        byId.keySet().stream().map(id -> Map.of("pk", Item.text(id))).toList())) {
            String id = item.textOf("pk");
            Bucket bucket = byId.get(id);
            if (bucket != null) {
                levels.put(id, BucketItem.read(item.attributes()).level(bucket, now));
            }
        }
        return levels;
    }

    private void sweep(Bucket bucket, BucketItem item, Instant now) {
        Map<Long, Long> past = item.past(now);
        if (!past.isEmpty()) {
            send(bucket, BucketUpdate.sweep(bucket, past, now));
        }
    }

    /// Sends an update once, or twice if the first was refused for being too much.
    private Update send(Bucket bucket, BucketUpdate update) {
        UpdateItemRequest request =
                update.request()
                        .tableName(table.name())
                        .returnValues(ReturnValue.ALL_NEW)
                        .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD)
                        .overrideConfiguration(once)
                        .build();
        Update first = sendOnce(bucket, request);
        return first instanceof Update.Throttled ? sendOnce(bucket, request) : first;
    }

    private Update sendOnce(Bucket bucket, UpdateItemRequest request) {
        return table.call(
                "UpdateItem",
                dynamo -> {
                    try {
                        return new Update.Done(
                                seen(bucket, dynamo.updateItem(request).attributes()));
                    } catch (ConditionalCheckFailedException e) {
                        return new Update.Unmet(seen(bucket, e.hasItem() ? e.item() : Map.of()));
                    } catch (SdkServiceException e) {
                        if (e.isThrottlingException()) {
                            return new Update.Throttled();
                        }
                        throw e;
                    }
                });
    }

    private BucketItem seen(Bucket bucket, Map<String, AttributeValue> attributes) {
        BucketItem item = BucketItem.read(attributes);
        if (bucket.drains() && item.tat().isPresent()) {
            if (seen.size() >= MAX_REMEMBERED) {
                seen.clear();
            }
            seen.put(bucket.id(), item.tat().get());
        }
        return item;
    }

    private boolean isBusy(Bucket bucket, Instant now) {
        return seen.getOrDefault(bucket.id(), Long.MIN_VALUE) >= bucket.clock(now);
    }

    /// What became of an update.
    private sealed interface Update {
        /// @param item as it is now
        record Done(BucketItem item) implements Update {}

        /// Its condition did not hold.
        ///
        /// @param item as it was
        record Unmet(BucketItem item) implements Update {}

        /// It was refused, and nothing was done.
        record Throttled() implements Update {}
    }
}
