package dev.tollgate.identity;

import dev.tollgate.api.ApiError;
import dev.tollgate.config.Bounds;
import dev.tollgate.config.Fuse;
import dev.tollgate.config.StoreObserver;
import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.config.Timing;
import dev.tollgate.http.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Tells who a request is from, by its virtual key: `Authorization: Bearer tg_...` or `x-api-key: tg_...`.
///
/// What the store said of a key, also that there is none, holds for [#MAX_AGE]. When the store fails, what it last said of a key serves on.
public final class Authenticator {
    public static final Duration MAX_AGE = Duration.ofSeconds(10);

    private static final int MAX_REMEMBERED = 10_000;
    private static final int MAX_UNKNOWN = 1_000;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final KeyStore keys;
    private final Timing timing;
    private final Fuse fuse;
    private final Memory known = new Memory(MAX_REMEMBERED);
    private final Memory unknown = new Memory(MAX_UNKNOWN);

    public Authenticator(KeyStore keys, Timing timing, StoreObserver observer) {
        this.keys = keys;
        this.timing = timing;
        this.fuse = new Fuse("keys serve on as they were last seen", timing, observer);
    }

    /// @throws ApiError 401 if there is no key or it is not valid, 503 if that can't be told right now
    public Principal authenticate(Headers headers) {
        KeyHash presented = KeyHash.of(presentedKey(headers));
        return find(presented.id())
                .filter(key -> key.hash().matches(presented))
                .map(VirtualKey::principal)
                .orElseThrow(() ->
                        ApiError.unauthenticated("The API key is not valid, or was deleted."));
    }

    /// The key as the caller sent it.
    ///
    /// @throws ApiError 401 if there is none
    public static String presentedKey(Headers headers) {
        Optional<String> bearer =
                headers.first("authorization")
                        .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                        .map(value -> value.substring(7).strip());
        return bearer.or(() -> headers.first("x-api-key").map(String::strip))
                .filter(key -> !key.isEmpty() && key.length() <= Bounds.MAX_KEY_LENGTH)
                .orElseThrow(() ->
                        ApiError.unauthenticated(
                                "No API key: send 'Authorization: Bearer tg_...' or"
                                        + " 'x-api-key: tg_...'."));
    }

    private Optional<VirtualKey> find(String id) {
        Optional<Remembered> last = known.get(id).or(() -> unknown.get(id));
        if (last.isPresent() && timing.now().isBefore(last.get().askAgainAt)) {
            return last.get().key;
        }
        if (!fuse.letsPass()) {
            return asLastSeen(last);
        }
        try {
            Optional<VirtualKey> found = keys.find(id);
            fuse.held();
            remember(id, found);
            return found;
        } catch (StoreUnavailable e) {
            fuse.blew(e);
            return asLastSeen(last);
        }
    }

    private static Optional<VirtualKey> asLastSeen(Optional<Remembered> last) {
        return last.orElseThrow(
                        () -> ApiError.unavailable("Keys can't be checked right now.", RETRY_AFTER))
                .key;
    }

    private void remember(String id, Optional<VirtualKey> key) {
        Remembered now = new Remembered(key, timing.now().plus(MAX_AGE));
        (key.isPresent() ? known : unknown).put(id, now);
        if (key.isEmpty()) {
            known.remove(id);
        }
    }

    private record Remembered(Optional<VirtualKey> key, Instant askAgainAt) {}

    /// The keys asked for last. Unknown ones have a memory of their own, so that guessing never pushes out a good one.
    private static final class Memory {
        private final Map<String, Remembered> entries;

        Memory(int max) {
            entries =
                    Collections.synchronizedMap(
                            new LinkedHashMap<>(64, 0.75f, true) {
                                private static final long serialVersionUID = 1L;

                                @Override
                                protected boolean removeEldestEntry(
                                        Map.Entry<String, Remembered> eldest) {
                                    return size() > max;
                                }
                            });
        }

        Optional<Remembered> get(String id) {
            return Optional.ofNullable(entries.get(id));
        }

        void put(String id, Remembered remembered) {
            entries.put(id, remembered);
        }

        void remove(String id) {
            entries.remove(id);
        }
    }
}
