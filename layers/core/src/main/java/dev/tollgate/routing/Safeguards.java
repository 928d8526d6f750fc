package dev.tollgate.routing;

import java.util.Optional;

/// What all aliases of a sandbox share to keep targets, and calls, from harm. What is empty is off, and absent from every stack.
public record Safeguards(
        Optional<Breakers> breakers, Optional<RetryBudget> retryBudget, Optional<Pace> pace) {
    public static final Safeguards NONE =
            new Safeguards(Optional.empty(), Optional.empty(), Optional.empty());

    /// All of them.
    public Safeguards(Breakers breakers, RetryBudget retryBudget, Pace pace) {
        this(Optional.of(breakers), Optional.of(retryBudget), Optional.of(pace));
    }
}
