package dev.tollgate.testkit.store;

import dev.tollgate.cache.IdempotencyStore;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Claims that live as long as their process: the newest [#MAX_CLAIMS] of them.
public final class InMemoryIdempotencyStore implements IdempotencyStore {
    public static final int MAX_CLAIMS = 10_000;

    private final Outage outage = new Outage("idempotency");
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Held> claims =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Held> eldest) {
                    return size() > MAX_CLAIMS;
                }
            };

    /// While failing, every method throws [StoreUnavailable].
    public void failing(boolean failing) {
        outage.set(failing);
    }

    @Override
    public Claim claim(
            String id, String fingerprint, String owner, Instant leaseUntil, Instant now) {
        outage.check();
        lock.lock();
        try {
            Held held = claims.get(id);
            if (held == null || !now.isBefore(held.until)) {
                claims.remove(id);
                claims.put(id, new Held(fingerprint, owner, leaseUntil, Optional.empty()));
                return new Claim.Mine();
            }
            return held.standing(fingerprint, owner);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void complete(String id, String owner, byte[] answer, Instant keptUntil, Instant now) {
        ifOpen(
                id,
                owner,
                held ->
                        claims.put(
                                id,
                                new Held(held.fingerprint, owner, keptUntil, Optional.of(answer))));
    }

    @Override
    public void release(String id, String owner) {
        ifOpen(id, owner, _ -> claims.remove(id));
    }

    private void ifOpen(String id, String owner, Consumer<Held> change) {
        outage.check();
        lock.lock();
        try {
            Optional.ofNullable(claims.get(id))
                    .filter(held -> held.owner.equals(owner) && held.answer.isEmpty())
                    .ifPresent(change);
        } finally {
            lock.unlock();
        }
    }

    /// @param until the end of its lease, or of the time that its answer is kept
    private record Held(String fingerprint, String owner, Instant until, Optional<byte[]> answer) {
        Claim standing(String otherFingerprint, String claimant) {
            if (!fingerprint.equals(otherFingerprint)) {
                return new Claim.Mismatch();
            }
            if (answer.isPresent()) {
                return new Claim.Done(answer.get());
            }
            return owner.equals(claimant) ? new Claim.Mine() : new Claim.InFlight(until);
        }
    }
}
