package dev.tollgate.config;

import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Request ids: `req_`, then 26 characters of Crockford's base 32 that sort by time (a ULID: 48 bits of milliseconds, 80 of chance).
public final class Ids {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final String PREFIX = "req_";
    private static final int LENGTH = PREFIX.length() + 26;

    private Ids() {}

    public static String request(Instant now, RandomGenerator random) {
        StringBuilder id = new StringBuilder(LENGTH).append(PREFIX);
        append(id, now.toEpochMilli(), 10);
        append(id, random.nextLong() >>> 24, 8);
        append(id, random.nextLong() >>> 24, 8);
        return id.toString();
    }

    /// When the call of this id began, to the millisecond; empty if the text is no request id.
    public static Optional<Instant> startOf(String id) {
        if (id.length() != LENGTH || !id.startsWith(PREFIX)) {
            return Optional.empty();
        }
        long millis = 0;
        for (int i = PREFIX.length(); i < LENGTH; i++) {
            int digit = ALPHABET.indexOf(id.charAt(i));
            if (digit < 0) {
                return Optional.empty();
            }
            if (i < PREFIX.length() + 10) {
                millis = millis << 5 | digit;
            }
        }
        return millis >>> 48 == 0 ? Optional.of(Instant.ofEpochMilli(millis)) : Optional.empty();
    }

    private static void append(StringBuilder id, long bits, int digits) {
        for (int i = digits - 1; i >= 0; i--) {
            id.append(ALPHABET.charAt((int) (bits >>> (5 * i)) & 31));
        }
    }
}
