package dev.tollgate.limits;

import dev.tollgate.config.StoreUnavailable;

/// Told of what limits do.
public interface LimitObserver {
    /// A limit had no room for a call, and this came of it.
    void exceeded(Limit limit, Limit.Exceeded consequence);

    /// A budget has passed a share of itself, 50, 80 or 100 percent; told once for each, by the sandbox whose call did it. 100: it is spent, or, past 80,
    /// has had no room for a call.
    ///
    /// @param whose the values that the budget is counted apart for, for people
    void budgetUsed(Limit limit, String whose, int percent);

    /// The store did not answer: until it does, limits let calls pass uncounted or refuse them, as each declares. Told once for each time that it is
    /// left alone.
    default void unavailable(StoreUnavailable cause) {}
}
