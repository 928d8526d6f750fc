package dev.tollgate.testkit.badday;

import dev.tollgate.ledger.LedgerObserver;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.limits.Limit;
import dev.tollgate.limits.LimitObserver;
import dev.tollgate.limits.Need;
import dev.tollgate.routing.BreakerObserver;
import dev.tollgate.routing.BreakerStore.Opening;
import dev.tollgate.routing.Target;
import java.util.ArrayList;
import java.util.List;

/// What operators hear of a day.
final class Watch implements LedgerObserver, LimitObserver, BreakerObserver {
    private final List<LedgerRecord> spilled = new ArrayList<>();
    private long opened;
    private long closed;
    private long exceeded;
    private long outages;
    private long usedNanoUsd;

    @Override
    public void settled(LedgerRecord record) {}

    @Override
    public void spilled(LedgerRecord record, Throwable cause) {
        spilled.add(record);
    }

    @Override
    public void exceeded(Limit limit, Limit.Exceeded consequence) {
        exceeded++;
    }

    @Override
    public void budgetUsed(Limit limit, String whose, int percent) {}

    @Override
    public void opened(Target target, Opening opening) {
        opened++;
    }

    @Override
    public void closed(Target target) {
        closed++;
    }

    @Override
    public void degraded(String what, Throwable cause) {
        outages++;
    }

    /// Records that went into a log line, in order.
    List<LedgerRecord> spilled() {
        return List.copyOf(spilled);
    }

    /// How often breakers opened.
    long opened() {
        return opened;
    }

    long closed() {
        return closed;
    }

    /// A call was settled with what it has used.
    void used(Need truth) {
        usedNanoUsd += truth.nanoUsd();
    }

    long usedNanoUsd() {
        return usedNanoUsd;
    }

    /// How often a sandbox has found that a store does not answer.
    long outages() {
        return outages;
    }

    /// How often a limit had no room.
    long exceeded() {
        return exceeded;
    }
}
