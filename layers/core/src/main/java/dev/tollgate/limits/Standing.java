package dev.tollgate.limits;

import java.time.Duration;

/// How a limit stands for one call. Counted in requests, tokens, calls, or nano-USD, as the limit's measure is.
///
/// @param whose the values that it is counted apart for, for people: `team=growth`
/// @param remaining what is left for calls of this priority
/// @param resetsIn until it is whole again if nothing more is used; for concurrent calls nobody knows, and it is zero
/// @param fits whether it has, or had, room for the call
/// @param level what is used and held of it, in its bucket's units: for money, nano-USD, and more than `max` where calls pass all the same
public record Standing(
        Limit limit,
        String whose,
        long max,
        long remaining,
        Duration resetsIn,
        boolean fits,
        Level level) {}
