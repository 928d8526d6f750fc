package dev.tollgate.routing;

/// Keeps retries from becoming a storm: of one target, every fifth call earns one ([#SHARE]), and a new sandbox has [#RESERVE] to begin with.
///
/// It is earned by calls, not by time: a sandbox makes few calls, there may be very many of them, and a reserve for each second would multiply with their
/// number. Each target has its own, so that a sick one can't use up what the others are to be retried with.
public final class RetryBudget {
    static final double SHARE = 0.2;

    /// So that the first calls of a sandbox are retried at all.
    static final int RESERVE = 4;

    /// What good days save up for bad ones, at most.
    static final int MAX_SAVED = 10;

    private static final int CALLS_PER_RETRY = (int) (1 / SHARE);

    private final PerTarget<Account> accounts = new PerTarget<>(Account::new);

    /// A call has been sent for the first time.
    void called(Target target) {
        accounts.of(target).earn();
    }

    /// Whether a call may be sent once more; then that is spent.
    boolean takes(Target target) {
        return accounts.of(target).spend();
    }

    /// Counted in calls.
    private static final class Account {
        private int saved = RESERVE * CALLS_PER_RETRY;

        synchronized void earn() {
            saved = Math.min(saved + 1, MAX_SAVED * CALLS_PER_RETRY);
        }

        synchronized boolean spend() {
            boolean enough = saved >= CALLS_PER_RETRY;
            saved -= enough ? CALLS_PER_RETRY : 0;
            return enough;
        }
    }
}
