package dev.tollgate.function.local;

import dev.tollgate.api.Tags;
import dev.tollgate.config.Timing;
import dev.tollgate.identity.KeyHash;
import dev.tollgate.identity.KeyStore;
import dev.tollgate.identity.Principal;
import dev.tollgate.identity.Role;
import dev.tollgate.identity.VirtualKey;
import java.security.SecureRandom;
import java.util.HexFormat;
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

    void put(String key, String name, Role... roles) {
        KeyHash hash = KeyHash.of(key);
        Principal principal =
                new Principal(hash.id(), TEAM, Set.of(roles), Tags.none(), Set.of());
        keys.put(new VirtualKey(hash, name, principal, timing.now()));
    }
}
