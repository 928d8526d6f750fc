package dev.tollgate.limits;

import dev.tollgate.config.StoreUnavailable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Buckets in memory, and a note of everything that was asked.
final class Shelf implements LimitStore {
    final List<String> asked = new ArrayList<>();
    final Map<String, Contents> buckets = new HashMap<>();
    boolean down;
    boolean busy;

    @Override
    public synchronized Taking take(Take take, Instant now) {
        ask("take");
        if (busy) {
            return new Taking.Busy();
        }
        Contents contents = contents(take.bucket(), now);
        Level level = contents.level(take.bucket(), now);
        Optional<Instant> claim =
                contents.claims.entrySet().stream()
                        .filter(one -> one.getKey().compareTo(take.priority()) < 0)
                        .map(Map.Entry::getValue)
                        .filter(now::isBefore)
                        .findFirst();
        if (take.enforced() && claim.isPresent()) {
            return new Taking.Behind(level, claim.get());
        }
        if (take.enforced() && level.total() + take.amount() > take.ceiling()) {
            return new Taking.Full(level);
        }
        Optional<Hold> hold = take.heldUntil().map(until -> Hold.until(take.amount(), until));
        hold.ifPresentOrElse(
                contents.holds::add,
                () ->
                        contents.tat =
                                Math.max(contents.tat, take.bucket().clock(now)) + take.amount());
        return new Taking.Taken(contents.level(take.bucket(), now), hold);
    }

    @Override
    public synchronized Optional<Level> settle(
            Bucket bucket, Optional<Hold> hold, long used, Instant now) {
        ask("settle");
        if (busy) {
            return Optional.empty();
        }
        Contents contents = contents(bucket, now);
        hold.ifPresent(contents.holds::remove);
        contents.tat = Math.max(contents.tat, bucket.clock(now)) + used;
        return Optional.of(contents.level(bucket, now));
    }

    @Override
    public synchronized void refund(Bucket bucket, long amount, Instant now) {
        ask("refund");
        Contents contents = contents(bucket, now);
        contents.tat -= contents.tat - bucket.clock(now) >= amount ? amount : 0;
    }

    @Override
    public synchronized void await(Bucket bucket, Priority priority, Instant until, Instant now) {
        ask("await");
        contents(bucket, now).claims.put(priority, until);
    }

    @Override
    public synchronized boolean usedUp(Bucket bucket, Instant now) {
        ask("usedUp");
        boolean first = !contents(bucket, now).usedUp;
        contents(bucket, now).usedUp = true;
        return first;
    }

    @Override
    public synchronized Map<String, Level> levels(Collection<Bucket> wanted, Instant now) {
        ask("levels");
        Map<String, Level> levels = new HashMap<>();
        wanted.forEach(bucket -> levels.put(bucket.id(), contents(bucket, now).level(bucket, now)));
        return levels;
    }

    /// What all buckets hold for calls under way.
    synchronized long held() {
        return buckets.values().stream()
                .flatMap(contents -> contents.holds.stream())
                .mapToLong(Hold::amount)
                .sum();
    }

    long count(String what) {
        return asked.stream().filter(what::equals).count();
    }

    private void ask(String what) {
        asked.add(what);
        if (down) {
            throw new StoreUnavailable("down", new IllegalStateException());
        }
    }

    private Contents contents(Bucket bucket, Instant now) {
        Contents contents = buckets.computeIfAbsent(bucket.id(), _ -> new Contents());
        contents.holds.removeIf(hold -> Hold.isOver(hold.slot(), now));
        return contents;
    }

    static final class Contents {
        long tat;
        boolean usedUp;
        final List<Hold> holds = new ArrayList<>();
        final Map<Priority, Instant> claims = new HashMap<>();

        Level level(Bucket bucket, Instant now) {
            return new Level(
                    Math.max(0, tat - bucket.clock(now)),
                    holds.stream().mapToLong(Hold::amount).sum());
        }
    }
}
