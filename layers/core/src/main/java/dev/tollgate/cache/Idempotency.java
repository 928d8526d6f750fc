package dev.tollgate.cache;

import dev.tollgate.cache.IdempotencyStore.Claim;
import dev.tollgate.config.Deadline;
import dev.tollgate.config.StoreObserver;
import dev.tollgate.config.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Requests that are executed once under a key of their caller's. If the store does not answer, they are executed all the same.
public final class Idempotency {
    /// How long an answer is given to repeats of its request.
    public static final Duration KEPT_FOR = Duration.ofHours(24);

    /// How long after its deadline an execution counts as dead, and a repeat executes.
    public static final Duration LEASE_MARGIN = Duration.ofSeconds(10);

    /// The first pause between two looks at another's execution, and the longest; each is twice the one before.
    static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final IdempotencyStore store;
    private final Timing timing;
    private final Reach reach;

    public Idempotency(IdempotencyStore store, Timing timing, StoreObserver observer) {
        this.store = store;
        this.timing = timing;
        this.reach = new Reach("repeated requests are executed again", timing, observer);
    }

    /// Claims a request for a call. One round trip at most.
    ///
    /// @param owner the call's id
    /// @param deadline by which it is executed
    public Claimed claim(Idempotent request, String owner, Deadline deadline) {
        return look(request, owner, deadline).orElseGet(() -> mine(request, owner));
    }

    /// Waits for another's execution: until it is answered, or given up and claimed for this call, or the call's time is over.
    ///
    /// @param seen what a claim has come to
    /// @return still [Claimed.InFlight] if its time is over
    public Claimed await(
            Idempotent request, String owner, Deadline deadline, Claimed.InFlight seen) {
        Claimed.InFlight last = seen;
        Duration pause = FIRST_PAUSE;
        while (sleep(pause, deadline)) {
            Optional<Claimed> now = look(request, owner, deadline);
            if (now.isPresent()) {
                if (!(now.get() instanceof Claimed.InFlight still)) {
                    return now.get();
                }
                last = still;
            } else if (!timing.now().isBefore(last.leaseUntil())) {
                return mine(request, owner);
            }
            pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
        }
        return last;
    }

    /// @return whether there is time left for anything after it
    private boolean sleep(Duration pause, Deadline deadline) {
        Duration left = deadline.remaining(timing.now());
        if (left.isZero()) {
            return false;
        }
        try {
            timing.sleeper().sleep(shorter(pause, left));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !deadline.hasPassed(timing.now());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /// Empty if the store does not answer.
    private Optional<Claimed> look(Idempotent request, String owner, Deadline deadline) {
        Instant leaseUntil = deadline.at().plus(LEASE_MARGIN);
        return reach.ask(() ->
                        store.claim(
                                request.id(),
                                request.fingerprint(),
                                owner,
                                leaseUntil,
                                timing.now()))
                .map(claim ->
                        switch (claim) {
                            case Claim.Mine() -> mine(request, owner);
                            case Claim.InFlight(Instant until) -> new Claimed.InFlight(until);
                            case Claim.Mismatch() -> new Claimed.Mismatch();
                            case Claim.Done(byte[] answer) ->
                                    KeptCodec.read(answer)
                                            .<Claimed>map(Claimed.Answered::new)
                                            .orElseGet(Claimed.TooLarge::new);
                        });
    }

    private Claimed.Mine mine(Idempotent request, String owner) {
        return new Claimed.Mine(new Execution(store, reach, timing, request.id(), owner));
    }

    /// What a request is to the call that sends it.
    public sealed interface Claimed {
        /// The call executes it, and ends the execution.
        record Mine(Execution execution) implements Claimed {}

        /// Another executes it.
        ///
        /// @param leaseUntil when it is dead, if it says nothing until then
        record InFlight(Instant leaseUntil) implements Claimed {}

        record Answered(Kept kept) implements Claimed {}

        /// It was answered, but the answer was too large to be kept, or is not readable any more.
        record TooLarge() implements Claimed {}

        /// The key was used for another request.
        record Mismatch() implements Claimed {}
    }
}
