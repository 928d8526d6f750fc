package dev.tollgate.testkit.sim.dialect;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/// Identifiers that are unique, not secret.
public final class Ids {

    private Ids() {}

    /// The prefix and 32 random hexadecimal digits.
    public static String next(String prefix) {
        var random = ThreadLocalRandom.current();
        var hex = HexFormat.of();
        return prefix + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }
}
