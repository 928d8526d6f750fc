package dev.tollgate.function.admin;

import java.util.random.RandomGenerator;

/// Makes virtual keys: `tg_`, then 32 characters of chance, 190 bits.
///
/// @param random must be a `SecureRandom`, but in tests
public record KeyMint(RandomGenerator random) {
    private static final String ALPHABET =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 32;

    /// A key that was not there before.
    public String next() {
        StringBuilder key = new StringBuilder("tg_");
        for (int i = 0; i < LENGTH; i++) {
            key.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return key.toString();
    }
}
