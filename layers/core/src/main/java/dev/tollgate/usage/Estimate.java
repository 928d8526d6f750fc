package dev.tollgate.usage;

/// Token counts for when a provider gives none: four bytes of text to a token, rounded up.
public final class Estimate {
    private static final int BYTES_PER_TOKEN = 4;

    private Estimate() {}

    public static long tokens(long bytes) {
        return Math.ceilDiv(bytes, BYTES_PER_TOKEN);
    }
}
