package dev.tollgate.testkit.rollup;

import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.config.Timing;
import dev.tollgate.rollup.Head;
import dev.tollgate.rollup.RollupStore;
import dev.tollgate.rollup.Segment;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// A store that takes its time, so that others come between, and now and then does not answer, or ends its caller, before or after it has done what it was asked.
final class RoughStore implements RollupStore {
    private final RollupStore store;
    private final Timing timing;
    private final RandomGenerator random;
    private final int oneIn;
    private final int slowOneIn;
    private final Duration longest;

    /// @param oneIn how many calls go well for each one that does not; 0: all do
    /// @param slowOneIn of so many calls one takes `longest`; the others take milliseconds
    RoughStore(RollupStore store, Timing timing, int oneIn, int slowOneIn, Duration longest) {
        this.store = store;
        this.timing = timing;
        this.random = timing.random();
        this.oneIn = oneIn;
        this.slowOneIn = slowOneIn;
        this.longest = longest;
    }

    /// The process that called is no more.
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private <T> T call(Supplier<T> call) {
        pass();
        T result = call.get();
        pass();
        return result;
    }

    private void pass() {
        boolean slow = random.nextInt(slowOneIn) == 0;
        try {
            timing.sleeper().sleep(slow ? longest : Duration.ofNanos(random.nextInt(20_000_000)));
        } catch (InterruptedException e) {
            throw new StoreUnavailable("interrupted", e);
        }
        fail();
    }

    private void fail() {
        if (oneIn > 0 && random.nextInt(2 * oneIn) == 0) {
            throw random.nextBoolean() ? new Crash() : new StoreUnavailable("as arranged");
        }
    }

    private void run(Runnable call) {
        call(() -> {
            call.run();
            return true;
        });
    }

    @Override
    public Optional<String> watermark(String shard) {
        return call(() -> store.watermark(shard));
    }

    @Override
    public boolean append(
            String shard, Optional<String> before, String after, List<Segment> segments) {
        return call(() -> store.append(shard, before, after, segments));
    }

    /// One half after the other: what is written meanwhile is in the second one only, or in none.
    @Override
    public List<Segment> segments(String team, LocalDate first, LocalDate last) {
        List<Segment> one = call(() -> store.segments(team, first, last));
        List<Segment> other = call(() -> store.segments(team, first, last));
        return Stream.concat(
                        one.stream().filter(RoughStore::isOfFirstHalf),
                        other.stream().filter(each -> !isOfFirstHalf(each)))
                .toList();
    }

    private static boolean isOfFirstHalf(Segment segment) {
        return segment.sequence().hashCode() % 2 == 0;
    }

    /// One by one.
    @Override
    public void remove(List<Segment> merged) {
        merged.forEach(segment -> run(() -> store.remove(List.of(segment))));
    }

    @Override
    public List<Head> heads(String team, LocalDate first, LocalDate last) {
        return call(() -> store.heads(team, first, last));
    }

    @Override
    public List<Optional<byte[]>> parts(List<PartKey> keys) {
        return call(() -> store.parts(keys));
    }

    @Override
    public Optional<Claim> claim(String team, LocalDate day, Instant now, Duration lease) {
        return call(() -> store.claim(team, day, now, lease));
    }

    @Override
    public boolean replace(Claim claim, Head head, List<byte[]> parts) {
        return call(() -> store.replace(claim, head, parts));
    }

    @Override
    public void release(Claim claim) {
        run(() -> store.release(claim));
    }

    @Override
    public SortedSet<String> teams() {
        return call(store::teams);
    }
}
