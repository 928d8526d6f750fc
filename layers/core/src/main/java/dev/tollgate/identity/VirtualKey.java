package dev.tollgate.identity;

import java.time.Instant;

/// A virtual key as it is stored: its hash and what it stands for, never the key itself.
///
/// @param hash see [KeyHash]
public record VirtualKey(KeyHash hash, String name, Principal principal, Instant createdAt) {

    public String id() {
        return hash.id();
    }
}
