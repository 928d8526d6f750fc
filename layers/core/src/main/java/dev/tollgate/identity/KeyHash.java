package dev.tollgate.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The SHA-256 of a virtual key, in hex. Keys carry 160 random bits or more, so that a fast hash is enough; the
/// key's public id is the hash's beginning, so that a key is found by one read and an id reveals nothing.
public record KeyHash(String hex) {
    private static final int ID_DIGITS = 24;

    public KeyHash {
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "need 64 hex digits, got " + hex.length() + " characters");
        }
    }

    public static KeyHash of(String key) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return new KeyHash(
                    HexFormat.of().formatHex(sha256.digest(key.getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    public String id() {
        return "key_" + hex.substring(0, ID_DIGITS);
    }

    /// Compares in constant time.
    public boolean matches(KeyHash other) {
        return MessageDigest.isEqual(
                hex.getBytes(StandardCharsets.US_ASCII),
                other.hex.getBytes(StandardCharsets.US_ASCII));
    }
}
