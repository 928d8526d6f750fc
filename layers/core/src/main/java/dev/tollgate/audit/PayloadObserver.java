package dev.tollgate.audit;

import dev.tollgate.config.StoreObserver;

/// Told of what happens to payloads.
public interface PayloadObserver extends StoreObserver {
    /// The payload of a call that should have been kept could not be.
    void payloadLost(String requestId, Throwable cause);
}
