package dev.tollgate.aws.telemetry;

import static software.amazon.lambda.powertools.logging.argument.StructuredArguments.entries;
import static software.amazon.lambda.powertools.logging.argument.StructuredArguments.json;

import dev.tollgate.api.ApiError;
import dev.tollgate.catalog.PriceHints;
import dev.tollgate.ledger.LedgerJson;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.limits.Limit;
import dev.tollgate.limits.Limit.Exceeded;
import dev.tollgate.routing.BreakerStore.Opening;
import dev.tollgate.routing.Target;
import dev.tollgate.telemetry.Telemetry;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One log line for each event, its name in the field `event`.
public final class LogTelemetry implements Telemetry {
    private static final Logger LOG = LoggerFactory.getLogger("dev.tollgate.telemetry");
    private static final String FULL = "a limit had no room for a call";

    private final PriceHints hints = new PriceHints();

    /// Of a target without a price, `how` says once how to give it one.
    @Override
    public void settled(LedgerRecord record) {
        LOG.info("call settled", entries(CallFields.of(record)));
        hints.of(record)
                .ifPresent(how ->
                        LOG.warn(
                                "calls have no price",
                                entries(
                                        Map.of(
                                                "event",
                                                "unpriced",
                                                "request_id",
                                                record.id(),
                                                "how",
                                                how))));
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
    public void payloadLost(String requestId, Throwable cause) {
        LOG.error(
                "a payload could not be kept",
                entries(
                        Map.of(
                                "event",
                                "payload_lost",
                                "request_id",
                                requestId,
                                "cause",
                                Trace.summary(cause))));
    }

    /// A limit that only warns is there for operators to hear of it.
    @Override
    public void exceeded(Limit limit, Exceeded consequence) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("event", "limit_exceeded");
        fields.put("limit", limit.name());
        fields.put("consequence", written(consequence));
        switch (consequence) {
            case Exceeded.Reject() -> LOG.info(FULL, entries(fields));
            case Exceeded.DowngradeTo(String alias) -> {
                fields.put("alias", alias);
                LOG.info(FULL, entries(fields));
            }
            case Exceeded.Warn() -> LOG.warn(FULL, entries(fields));
        }
    }

    /// As lines and metrics write it.
    static String written(Exceeded consequence) {
        return switch (consequence) {
            case Exceeded.Reject() -> "reject";
            case Exceeded.DowngradeTo(_) -> "downgrade";
            case Exceeded.Warn() -> "warn";
        };
    }

    @Override
    public void budgetUsed(Limit limit, String whose, int percent) {
        LOG.warn(
                "a budget has passed a share of itself",
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
                                "event", "breaker_opened",
                                "target", target.toString(),
                                "failure", opening.cause().written(),
                                "until", opening.until().toString(),
                                "streak", opening.streak())));
    }

    @Override
    public void closed(Target target) {
        LOG.info(
                "a target answers again",
                entries(Map.of("event", "breaker_closed", "target", target.toString())));
    }

    /// Its key and what was wrong, and nothing of what it holds.
    @Override
    public void rollupSkipped(String where, Throwable cause) {
        LOG.error(
                "a change of the ledger can't be read: no roll-up counts it",
                entries(
                        Map.of(
                                "event",
                                "rollup_skipped",
                                "record",
                                where,
                                "cause",
                                Trace.summary(cause))));
    }

    @Override
    public void swept(String team, int calls) {
        LOG.warn(
                "nobody has told these calls' ends: they are settled with what was expected",
                entries(Map.of("event", "abandoned", "team", team, "calls", calls)));
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
