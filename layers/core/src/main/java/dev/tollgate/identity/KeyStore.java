package dev.tollgate.identity;

import dev.tollgate.config.StoreUnavailable;
import java.util.List;
import java.util.Optional;

/// Where virtual keys are kept.
public interface KeyStore {
    /// @throws StoreUnavailable if the store does not answer
    Optional<VirtualKey> find(String id);

    void put(VirtualKey key);

    /// @return whether there was such a key
    boolean delete(String id);

    /// Keys of every team, newest first; a store may bound how many.
    List<VirtualKey> list();
}
