package dev.tollgate.telemetry;

import dev.tollgate.api.ApiError;
import dev.tollgate.audit.PayloadObserver;
import dev.tollgate.ledger.LedgerObserver;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.limits.Limit;
import dev.tollgate.limits.LimitObserver;
import dev.tollgate.rollup.RollupObserver;
import dev.tollgate.routing.BreakerObserver;
import dev.tollgate.routing.BreakerStore.Opening;
import dev.tollgate.routing.Target;
import java.io.IOException;

/// Everything worth a log line or a metric. No implementation shows a prompt, an answer or a key.
public interface Telemetry
        extends LedgerObserver, PayloadObserver, LimitObserver, BreakerObserver, RollupObserver {
    /// A call was refused.
    void refused(String requestId, ApiError refusal);

    /// A caller went away before it had its reply.
    void callerGone(String requestId, IOException cause);

    /// A bug of ours ended a call.
    void failed(String requestId, Throwable bug);

    /// Says nothing.
    static Telemetry silent() {
        return new Telemetry() {
            @Override
            public void settled(LedgerRecord record) {}

            @Override
            public void refused(String requestId, ApiError refusal) {}

            @Override
            public void callerGone(String requestId, IOException cause) {}

            @Override
            public void spilled(LedgerRecord record, Throwable cause) {}

            @Override
            public void payloadLost(String requestId, Throwable cause) {}

            @Override
            public void exceeded(Limit limit, Limit.Exceeded consequence) {}

            @Override
            public void budgetUsed(Limit limit, String whose, int percent) {}

            @Override
            public void opened(Target target, Opening opening) {}

            @Override
            public void closed(Target target) {}

            @Override
            public void rollupSkipped(String where, Throwable cause) {}

            @Override
            public void swept(String team, int calls) {}

            @Override
            public void degraded(String what, Throwable cause) {}

            @Override
            public void failed(String requestId, Throwable bug) {}
        };
    }
}
