package dev.tollgate.provider;

import dev.tollgate.api.ApiError;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.limits.Limit;
import dev.tollgate.routing.BreakerStore.Opening;
import dev.tollgate.routing.Target;
import dev.tollgate.telemetry.Telemetry;
import java.io.IOException;
import java.util.List;

/// Remembers what is not as it should be.
record Operators(List<String> told) implements Telemetry {
    @Override
    public void settled(LedgerRecord record) {}

    @Override
    public void spilled(LedgerRecord record, Throwable cause) {}

    @Override
    public void payloadLost(String requestId, Throwable cause) {}

    @Override
    public void refused(String requestId, ApiError refusal) {}

    @Override
    public void exceeded(Limit limit, Limit.Exceeded consequence) {}

    @Override
    public void budgetUsed(Limit limit, String whose, int percent) {}

    @Override
    public void opened(Target target, Opening opening) {}

    @Override
    public void rollupSkipped(String where, Throwable cause) {}

    @Override
    public void swept(String team, int calls) {}

    @Override
    public void closed(Target target) {}

    @Override
    public void callerGone(String requestId, IOException cause) {}

    @Override
    public void degraded(String what, Throwable cause) {
        told.add(what);
    }

    @Override
    public void failed(String requestId, Throwable bug) {}
}
