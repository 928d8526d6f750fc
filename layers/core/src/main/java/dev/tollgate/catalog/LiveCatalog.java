package dev.tollgate.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.api.ApiError;
import dev.tollgate.config.Timing;
import dev.tollgate.http.Json;
import dev.tollgate.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The catalogue in force, at most [#MAX_AGE] stale. When the store fails, or holds what we can't read, the last good version serves on.
///
/// The store is asked for the number of the current version only; the document is read when that has changed. One
/// caller asks at a time; the others go on with what there is, and wait only for what is older than [#MAX_AGE] while the store works.
public final class LiveCatalog implements Supplier<Routes> {
    /// How old the view may be while a fresher one can be had.
    public static final Duration MAX_AGE = Duration.ofSeconds(10);

    private static final Duration REFRESH_AFTER = Duration.ofSeconds(5);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final CatalogStore store;
    private final CatalogReader reader;
    private final Compiler compiler;
    private final Timing timing;
    private final Telemetry telemetry;
    private final ReentrantLock refreshing = new ReentrantLock();
    private volatile @Nullable View view;

    public LiveCatalog(
            CatalogStore store,
            CatalogReader reader,
            Compiler compiler,
            Timing timing,
            Telemetry telemetry) {
        this.store = store;
        this.reader = reader;
        this.compiler = compiler;
        this.timing = timing;
        this.telemetry = telemetry;
    }

    /// @throws ApiError 503 if no version could ever be read
    @Override
    public Routes get() {
        View seen = view;
        Instant now = timing.now();
        if (seen != null && now.isBefore(seen.refreshAt)) {
            return seen.routes;
        }
        if (seen == null || (!seen.failed && !now.isBefore(seen.checkedAt.plus(MAX_AGE)))) {
            refreshing.lock();
        } else if (!refreshing.tryLock()) {
            return seen.routes;
        }
        return refreshHoldingLock();
    }

    private Routes refreshHoldingLock() {
        try {
            View seen = view;
            Instant now = timing.now();
            if (seen != null && now.isBefore(seen.refreshAt)) {
                return seen.routes;
            }
            View fresh = load(seen);
            view = fresh;
            return fresh.routes;
        } finally {
            refreshing.unlock();
        }
    }

    private View load(@Nullable View seen) {
        Instant asked = timing.now();
        try {
            long version = store.currentVersion();
            Routes routes =
                    seen != null && seen.routes.version() == version
                            ? seen.routes
                            : compile(version);
            return new View(routes, asked, asked.plus(REFRESH_AFTER), false);
        } catch (RuntimeException e) {
            telemetry.degraded(
                    "the catalogue could not be read; the last good version serves on", e);
            if (seen == null) {
                throw ApiError.unavailable("The catalogue can't be read right now.", RETRY_AFTER);
            }
            return new View(seen.routes, seen.checkedAt, timing.now().plus(RETRY_AFTER), true);
        }
    }

    private Routes compile(long version) {
        if (version == 0) {
            return compiler.compile(0, Catalog.empty());
        }
        JsonNode document = Json.tree(store.read(version).document());
        return compiler.compile(version, reader.read(document));
    }

    /// Turns a catalogue into what serves calls.
    @FunctionalInterface
    public interface Compiler {
        Routes compile(long version, Catalog catalog);
    }

    /// @param failed whether the last try to refresh it did not work
    private record View(Routes routes, Instant checkedAt, Instant refreshAt, boolean failed) {}
}
