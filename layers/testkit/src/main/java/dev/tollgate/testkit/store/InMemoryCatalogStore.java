package dev.tollgate.testkit.store;

import dev.tollgate.catalog.CatalogStore;
import dev.tollgate.config.StoreUnavailable;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;

/// Versions of the catalogue that live as long as their process.
public final class InMemoryCatalogStore implements CatalogStore {
    private final Outage outage = new Outage("the catalogue's store");
    private final List<Version> versions = new CopyOnWriteArrayList<>();

    /// While failing, every method throws [StoreUnavailable].
    public void failing(boolean failing) {
        outage.set(failing);
    }

    @Override
    public long currentVersion() {
        outage.check();
        return versions.size();
    }

    @Override
    public Version read(long version) {
        outage.check();
        if (version < 1 || version > versions.size()) {
            throw new StoreUnavailable(
                    "there is no version " + version + " of the catalogue",
                    new NoSuchElementException());
        }
        Version kept = versions.get((int) version - 1);
        return new Version(kept.number(), kept.document().clone(), kept.createdAt(), kept.author());
    }

    @Override
    public synchronized long put(long expected, byte[] document, Instant now, String author) {
        outage.check();
        if (document.length > MAX_DOCUMENT_BYTES) {
            throw new IllegalArgumentException(
                    "need at most %d bytes, got %d".formatted(MAX_DOCUMENT_BYTES, document.length));
        }
        if (versions.size() != expected) {
            return 0;
        }
        versions.add(new Version(expected + 1, document.clone(), now, author));
        return expected + 1;
    }
}
