package dev.tollgate.limits;

/// What a call takes of limits beside being a call: estimated before it is sent, true when it is settled.
///
/// @param tokens input and output together
/// @param nanoUsd 1e-9 USD
public record Need(long tokens, long nanoUsd) {
    public static final Need NOTHING = new Need(0, 0);

    public Need {
        tokens = Math.max(0, tokens);
        nanoUsd = Math.max(0, nanoUsd);
    }
}
