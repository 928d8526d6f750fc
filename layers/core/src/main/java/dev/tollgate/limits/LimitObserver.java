package dev.tollgate.limits;

import dev.tollgate.config.StoreObserver;

/// Told of what limits do.
public interface LimitObserver extends StoreObserver {
    /// A limit had no room for a call, and this came of it.
    void exceeded(Limit limit, Limit.Exceeded consequence);

    /// A budget has passed a share of itself, 50, 80 or 100 percent; told once for each, by the sandbox whose call did it. 100: it is spent, or, past 80,
    /// has had no room for a call.
    ///
    /// @param whose the values that the budget is counted apart for, for people
    void budgetUsed(Limit limit, String whose, int percent);
}
