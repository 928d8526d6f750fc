package dev.tollgate.aws.telemetry;

import dev.tollgate.api.ApiError;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.limits.Limit;
import dev.tollgate.routing.BreakerStore.Opening;
import dev.tollgate.routing.Target;
import dev.tollgate.telemetry.Telemetry;
import java.io.IOException;

/// A log line for each event, and the metrics that come of it. [LogTelemetry] is the lines alone.
public final class AwsTelemetry implements Telemetry {
    private final Telemetry lines;
    private final EmfMetrics metrics;

    AwsTelemetry(Telemetry lines, EmfMetrics metrics) {
        this.lines = lines;
        this.metrics = metrics;
    }

    public static AwsTelemetry create() {
        return new AwsTelemetry(new LogTelemetry(), EmfMetrics.create());
    }

    @Override
    public void settled(LedgerRecord record) {
        lines.settled(record);
        metrics.settled(record);
    }

    @Override
    public void refused(String requestId, ApiError refusal) {
        lines.refused(requestId, refusal);
        metrics.refused(refusal.code());
    }

    @Override
    public void callerGone(String requestId, IOException cause) {
        lines.callerGone(requestId, cause);
    }

    @Override
    public void spilled(LedgerRecord record, Throwable cause) {
        lines.spilled(record, cause);
        metrics.spilled();
    }

    @Override
    public void payloadLost(String requestId, Throwable cause) {
        lines.payloadLost(requestId, cause);
        metrics.payloadLost();
    }

    @Override
    public void exceeded(Limit limit, Limit.Exceeded consequence) {
        lines.exceeded(limit, consequence);
        metrics.exceeded(LogTelemetry.written(consequence));
    }

    @Override
    public void budgetUsed(Limit limit, String whose, int percent) {
        lines.budgetUsed(limit, whose, percent);
        metrics.budgetUsed(percent);
    }

    @Override
    public void opened(Target target, Opening opening) {
        lines.opened(target, opening);
        metrics.opened(target.provider());
    }

    @Override
    public void closed(Target target) {
        lines.closed(target);
    }

    @Override
    public void rollupSkipped(String where, Throwable cause) {
        lines.rollupSkipped(where, cause);
        metrics.rollupSkipped();
    }

    @Override
    public void swept(String team, int calls) {
        lines.swept(team, calls);
        metrics.abandoned(calls);
    }

    @Override
    public void degraded(String what, Throwable cause) {
        lines.degraded(what, cause);
        metrics.degraded();
    }

    @Override
    public void failed(String requestId, Throwable bug) {
        lines.failed(requestId, bug);
    }
}
