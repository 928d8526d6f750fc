package dev.tollgate.provider.vertex;

import dev.tollgate.config.Timing;
import dev.tollgate.identity.Secret;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// The access tokens in use, one for each secret. A token is had once, by one call while others wait for it, and used until a minute before its end.
public final class AccessTokens {
    private static final Duration MARGIN = Duration.ofMinutes(1);
    private static final int MAX_KEPT = 64;

    private final Timing timing;
    private final Map<Secret, Slot> slots = new LinkedHashMap<>();

    public AccessTokens(Timing timing) {
        this.timing = timing;
    }

    /// @param value never shown
    record Token(Secret value, Instant end) {}

    /// Has a token from where they are given out.
    @FunctionalInterface
    interface Source {
        Token fetch(Instant now) throws IOException;
    }

    /// A token that is good for a minute at least.
    ///
    /// @param patience how long somebody else's fetching is waited for
    /// @throws IOException if none could be had
    Secret token(Secret secret, Duration patience, Source source) throws IOException {
        Slot slot = slot(secret);
        Optional<Token> held = slot.good(timing.now());
        return held.isPresent()
                ? held.get().value()
                : slot.fetched(timing, patience, source).value();
    }

    /// Has the next call fetch another token, if the one given is still the one in use.
    void forget(Secret secret, Secret token) {
        slot(secret).forget(token);
    }

    /// The least recently made goes when there are too many: a rotated secret leaves its slot behind.
    private synchronized Slot slot(Secret secret) {
        Slot slot = slots.computeIfAbsent(secret, _ -> new Slot());
        if (slots.size() > MAX_KEPT) {
            slots.remove(slots.keySet().iterator().next());
        }
        return slot;
    }

    private static final class Slot {
        private final ReentrantLock fetching = new ReentrantLock();
        private volatile Optional<Token> token = Optional.empty();

        Optional<Token> good(Instant now) {
            return token.filter(it -> now.plus(MARGIN).isBefore(it.end()));
        }

        Token fetched(Timing timing, Duration patience, Source source) throws IOException {
            await(patience);
            try {
                Optional<Token> meanwhile = good(timing.now());
                if (meanwhile.isPresent()) {
                    return meanwhile.get();
                }
                Token fresh = source.fetch(timing.now());
                token = Optional.of(fresh);
                return fresh;
            } finally {
                fetching.unlock();
            }
        }

        void forget(Secret refused) {
            if (token.filter(it -> it.value().equals(refused)).isPresent()) {
                token = Optional.empty();
            }
        }

        private void await(Duration patience) throws IOException {
            try {
                if (!fetching.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new IOException("no access token within " + patience.toMillis() + " ms");
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while an access token was fetched");
            }
        }
    }
}
