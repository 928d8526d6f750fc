package dev.tollgate.aws.telemetry;

import static software.amazon.lambda.powertools.logging.argument.StructuredArguments.entries;
import static software.amazon.lambda.powertools.logging.argument.StructuredArguments.json;

import dev.tollgate.api.ApiError;
import dev.tollgate.ledger.LedgerJson;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.limits.Limit;
import dev.tollgate.routing.BreakerStore.Opening;
import dev.tollgate.routing.Target;
import dev.tollgate.telemetry.Telemetry;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One log line for each event, its name in the field `event`.
public final class LogTelemetry implements Telemetry {
    private static final Logger LOG = LoggerFactory.getLogger("dev.tollgate.telemetry");

    @Override
    public void settled(LedgerRecord record) {
        LOG.info("call settled", entries(CallFields.of(record)));
    }

    @Override
    public void refused(String requestId, ApiError refusal) {
        Map<String, Object> fields =
                Map.of(
                        "event",
                        "refused",
                        "request_id",
                        requestId,
                        "http_status",
                        refusal.status(),
                        "code",
                        refusal.code());
        if (refusal.status() < 500) {
            LOG.info("call refused", entries(fields));
        } else {
            LOG.warn("call refused", entries(fields));
        }
    }

    @Override
    public void callerGone(String requestId, IOException cause) {
        LOG.info(
                "the caller went away",
                entries(Map.of("event", "caller_gone", "request_id", requestId)));
    }

    /// `record` is the record as [LedgerJson] writes it, whole.
    @Override
    public void spilled(LedgerRecord record, Throwable cause) {
        LOG.error(
                "a record could not be written to the ledger",
                entries(
                        Map.of(
                                "event", "ledger_spill",
                                "request_id", record.id(),
                                "cause", Trace.summary(cause))),
                json("record", LedgerJson.of(record).toString()));
    }

    @Override
    public void exceeded(Limit limit, Limit.Exceeded consequence) {
        LOG.info(
                "a limit had no room for a call",
                entries(
                        Map.of(
                                "event",
                                "limit_exceeded",
                                "limit",
                                limit.name(),
                                "consequence",
                                consequence.getClass().getSimpleName())));
    }

    @Override
    public void budgetUsed(Limit limit, String whose, int percent) {
        LOG.warn(
                "a budget is used up to {} percent",
                percent,
                entries(
                        Map.of(
                                "event",
                                "budget_used",
                                "limit",
                                limit.name(),
                                "whose",
                                whose,
                                "percent",
                                percent)));
    }

    @Override
    public void opened(Target target, Opening opening) {
        LOG.warn(
                "a target is left alone for a while",
                entries(
                        Map.of(
                                "event",
                                "breaker_opened",
                                "target",
                                target.toString(),
                                "cause",
                                opening.cause().written(),
                                "until",
                                opening.until().toString())));
    }

    @Override
    public void closed(Target target) {
        LOG.info(
                "a target answers again",
                entries(Map.of("event", "breaker_closed", "target", target.toString())));
    }

    @Override
    public void degraded(String what, Throwable cause) {
        LOG.warn(what, entries(Map.of("event", "degraded", "cause", Trace.summary(cause))));
    }

    @Override
    public void failed(String requestId, Throwable bug) {
        LOG.error(
                "a bug ended a call",
                entries(
                        Map.of(
                                "event",
                                "failed",
                                "request_id",
                                requestId,
                                "cause",
                                Trace.summary(bug),
                                "stack",
                                Trace.frames(bug))));
    }
}
