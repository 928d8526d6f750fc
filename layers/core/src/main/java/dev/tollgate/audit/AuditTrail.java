package dev.tollgate.audit;

import dev.tollgate.config.Fuse;
import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.config.Timing;
import java.util.function.Supplier;

/// Keeps payloads, once their calls are over. Nothing here fails a call: a payload that can't be kept is told of, each one.
public final class AuditTrail {
    private final PayloadStore store;
    private final PayloadObserver observer;
    private final Fuse fuse;

    public AuditTrail(PayloadStore store, Timing timing, PayloadObserver observer) {
        this.store = store;
        this.observer = observer;
        this.fuse = new Fuse("payloads are not kept", timing, observer);
    }

    /// Makes a payload, and keeps it. Never throws.
    public void keep(String requestId, Supplier<Payload> payload) {
        if (!fuse.letsPass()) {
            observer.payloadLost(requestId, new StoreUnavailable("not asked: it has just failed"));
            return;
        }
        try {
            store.put(payload.get());
            fuse.held();
        } catch (StoreUnavailable e) {
            fuse.blew(e);
            observer.payloadLost(requestId, e);
        } catch (RuntimeException | Error bug) { // says nothing of the store
            fuse.held();
            observer.payloadLost(requestId, bug);
        }
    }
}
