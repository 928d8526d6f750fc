package dev.tollgate.routing;

/// Keeps retries from becoming a storm: of one target, one retry for every [#CALLS] calls, of which [#MAX_SAVED] can be saved up.
///
/// It is earned by calls and not by time: sandboxes of which each has few calls would otherwise, all together, retry every call. Each target has its
/// own, so that a sick one can't use up what the others are to be retried with. Counted in this sandbox.
public final class RetryBudget {
    /// To a retry: a share of 20 percent.
    static final int CALLS = 5;

    static final int MAX_SAVED = 10;

    /// What a target begins with, so that its first calls are retried at all.
    static final int FIRST = 3;

    private final PerTarget<Account> accounts = new PerTarget<>(Account::new);

    /// A call has been sent for the first time.
    void called(Target target) {
        accounts.of(target).called();
    }

    /// Whether a call may be sent once more; then that is counted.
    boolean takes(Target target) {
        return accounts.of(target).takes();
    }

    private static final class Account {
        private int calls = FIRST * CALLS;

        synchronized void called() {
            calls = Math.min(MAX_SAVED * CALLS, calls + 1);
        }

        synchronized boolean takes() {
            boolean takes = calls >= CALLS;
            calls -= takes ? CALLS : 0;
            return takes;
        }
    }
}
