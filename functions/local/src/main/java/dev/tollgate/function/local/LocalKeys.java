package dev.tollgate.function.local;

import dev.tollgate.api.Tags;
import dev.tollgate.config.Timing;
import dev.tollgate.function.local.Options.Store;
import dev.tollgate.identity.KeyHash;
import dev.tollgate.identity.KeyStore;
import dev.tollgate.identity.Principal;
import dev.tollgate.identity.Role;
import dev.tollgate.identity.VirtualKey;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/// Puts the keys of the team `local` into a key store.
record LocalKeys(KeyStore keys, Timing timing, SecureRandom random) {
    static final String TEAM = "local";

    private static final int KEY_BYTES = 20;

    /// A key that was not there before.
    String mint() {
        byte[] bits = new byte[KEY_BYTES];
        random.nextBytes(bits);
        return "tg_" + HexFormat.of().formatHex(bits);
    }

    /// A key, but none where keys are an account's own.
    Optional<String> mintFor(Store store) {
        return store.onThisMachine() ? Optional.of(mint()) : Optional.empty();
    }

    /// Lets a key call models and read reports.
    void put(String key) {
        KeyHash hash = KeyHash.of(key);
        Principal principal =
                new Principal(
                        hash.id(), TEAM, Set.of(Role.APP, Role.REPORT), Tags.none(), Set.of());
        keys.put(new VirtualKey(hash, TEAM, principal, timing.now()));
    }
}
