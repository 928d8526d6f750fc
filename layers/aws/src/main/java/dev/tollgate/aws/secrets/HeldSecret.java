package dev.tollgate.aws.secrets;

import dev.tollgate.identity.Secret;
import dev.tollgate.identity.Secrets.Unavailable;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/// One secret as it was last read, and when it may be read again.
///
/// The source may take seconds to fail. Only one thread waits for it; who finds it asking goes on with a stale value at once, if there
/// is one that may still serve, and else gets that one answer or failure too.
final class HeldSecret {
    private final String name;
    private final Supplier<String> source;
    private final Clock clock;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable Value value;
    private volatile @Nullable Unavailable lastFailure;
    private Instant triedUntil = Instant.MIN;

    HeldSecret(String name, Supplier<String> source, Clock clock) {
        this.name = name;
        this.source = source;
        this.clock = clock;
    }

    /// The value, at most [AwsSecrets#MAX_AGE] old, or [AwsSecrets#STALE] while the source is asked or fails.
    Secret read() {
        Value seen = value;
        if (seen != null && clock.instant().isBefore(seen.readAt.plus(AwsSecrets.MAX_AGE))) {
            return seen.secret;
        }
        if (seen == null || !mayServe(seen)) {
            reading.lock();
        } else if (!reading.tryLock()) {
            return seen.secret;
        }
        try {
            return refreshed(seen);
        } catch (Unavailable e) {
            if (seen != null && mayServe(seen)) {
                return seen.secret;
            }
            throw e;
        } finally {
            reading.unlock();
        }
    }

    /// The value as the source has it now, or had it less than [AwsSecrets#AGAIN] ago.
    Secret readAgain() {
        Value seen = value;
        reading.lock();
        try {
            return refreshed(seen);
        } finally {
            reading.unlock();
        }
    }

    /// Whether a stale value is better than none: it is young enough, and the source did not say that there is no such secret.
    private boolean mayServe(Value stale) {
        Unavailable failure = lastFailure;
        boolean gone = failure != null && failure.getCause() instanceof ResourceNotFoundException;
        return !gone && clock.instant().isBefore(stale.readAt.plus(AwsSecrets.STALE));
    }

    /// Asks the source, unless another thread has done so since `seen`, or its last answer came a moment ago.
    private Secret refreshed(@Nullable Value seen) {
        Value there = value;
        if (there != null && !there.equals(seen)) {
            return there.secret;
        }
        if (clock.instant().isBefore(triedUntil.plus(AwsSecrets.AGAIN))) {
            Unavailable failure = lastFailure;
            if (failure != null) {
                throw failure;
            }
            if (there != null) {
                return there.secret;
            }
        }
        return ask();
    }

    private Secret ask() {
        Instant askedAt = clock.instant();
        try {
            Value fresh = new Value(new Secret(source.get()), askedAt);
            value = fresh;
            lastFailure = null;
            return fresh.secret;
        } catch (SdkException e) {
            Unavailable failure = new Unavailable("the secret '" + name + "' can't be read", e);
            lastFailure = failure;
            throw failure;
        } finally {
            triedUntil = clock.instant();
        }
    }

    private record Value(Secret secret, Instant readAt) {}
}
