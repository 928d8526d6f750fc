package dev.tollgate.aws.secrets;

import dev.tollgate.identity.Secret;
import dev.tollgate.identity.Secrets.Unavailable;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/// One secret as it was last read, and when it may be read again.
final class HeldSecret {
    private final String name;
    private final Supplier<String> source;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable Value value;
    private @Nullable Unavailable lastFailure;
    private Instant triedAt = Instant.MIN;

    HeldSecret(String name, Supplier<String> source) {
        this.name = name;
        this.source = source;
    }

    /// The value, at most [AwsSecrets#MAX_AGE] old, or [AwsSecrets#STALE] if the source fails.
    Secret read(Instant now) {
        Value seen = value;
        if (seen != null && now.isBefore(seen.readAt.plus(AwsSecrets.MAX_AGE))) {
            return seen.secret;
        }
        try {
            return refreshed(now, seen);
        } catch (Unavailable e) {
            boolean gone = e.getCause() instanceof ResourceNotFoundException;
            if (seen != null && !gone && now.isBefore(seen.readAt.plus(AwsSecrets.STALE))) {
                return seen.secret;
            }
            throw e;
        }
    }

    /// The value as the source has it now, or had it less than [AwsSecrets#AGAIN] ago.
    Secret readAgain(Instant now) {
        return refreshed(now, value);
    }

    /// Asks the source, unless another thread has done so since `seen`, or it was asked a moment ago.
    private Secret refreshed(Instant now, @Nullable Value seen) {
        reading.lock();
        try {
            Value there = value;
            if (there != null && !there.equals(seen)) {
                return there.secret;
            }
            if (now.isBefore(triedAt.plus(AwsSecrets.AGAIN))) {
                if (lastFailure != null) {
                    throw lastFailure;
                }
                if (there != null) {
                    return there.secret;
                }
            }
            return ask(now);
        } finally {
            reading.unlock();
        }
    }

    private Secret ask(Instant now) {
        triedAt = now;
        try {
            Value fresh = new Value(new Secret(source.get()), now);
            value = fresh;
            lastFailure = null;
            return fresh.secret;
        } catch (SdkException e) {
            Unavailable failure = new Unavailable("the secret '" + name + "' can't be read", e);
            lastFailure = failure;
            throw failure;
        }
    }

    private record Value(Secret secret, Instant readAt) {}
}
