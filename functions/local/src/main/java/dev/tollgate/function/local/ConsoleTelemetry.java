package dev.tollgate.function.local;

import dev.tollgate.api.ApiError;
import dev.tollgate.catalog.PriceHints;
import dev.tollgate.ledger.LedgerJson;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.LedgerRecord.Settlement;
import dev.tollgate.ledger.LedgerRecord.Source;
import dev.tollgate.ledger.LedgerRecord.Status;
import dev.tollgate.limits.Limit;
import dev.tollgate.limits.Limit.Exceeded;
import dev.tollgate.routing.BreakerStore.Opening;
import dev.tollgate.routing.Target;
import dev.tollgate.telemetry.Telemetry;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.Money;
import java.io.IOException;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One readable log line for each event.
final class ConsoleTelemetry implements Telemetry {
    private static final Logger LOG = LoggerFactory.getLogger("dev.tollgate.local");

    private final PriceHints hints = new PriceHints();

    @Override
    public void settled(LedgerRecord record) {
        record.settlement().ifPresent(end -> LOG.info("{}", line(record, end)));
        hints.of(record).ifPresent(how -> LOG.warn("{}", how));
    }

    static String line(LedgerRecord record, Settlement end) {
        String call = record.id() + " " + record.alias();
        long millis = end.total().toMillis();
        if (end.status() == Status.REFUSED) {
            return "%s refused in %d ms".formatted(call, millis);
        }
        StringBuilder line =
                new StringBuilder(
                        "%s -> %s %s%s in %d ms, %d attempts, %s"
                                .formatted(
                                        call,
                                        end.target(),
                                        end.status().name().toLowerCase(Locale.ROOT),
                                        from(end.source()),
                                        millis,
                                        end.attempts().size(),
                                        cost(end)));
        if (end.savedNanoUsd() > 0) {
            line.append(", saved ").append(Money.usd(end.savedNanoUsd())).append(" USD");
        }
        end.degraded().ifPresent(how -> line.append(", degraded: ").append(how));
        return line.toString();
    }

    private static String from(Source source) {
        return switch (source) {
            case PROVIDER -> "";
            case CACHE -> " from the cache";
            case STALE_CACHE -> " from the stale cache";
            case SHARED -> " with an identical call's answer";
            case REPLAY -> " as the request before";
            case MESSAGE -> " with the alias's message";
        };
    }

    private static String cost(Settlement end) {
        return switch (end.cost()) {
            case Cost.Priced(long nanoUsd, _, _) -> Money.usd(nanoUsd) + " USD";
            case Cost.Unpriced() -> "unpriced";
        };
    }

    @Override
    public void refused(String requestId, ApiError refusal) {
        LOG.info("{}", line(requestId, refusal));
    }

    /// Without the message, which may repeat what the caller sent: any text, lines of it, megabytes of it.
    static String line(String requestId, ApiError refusal) {
        return "%s refused: %d %s".formatted(requestId, refusal.status(), refusal.code());
    }

    @Override
    public void callerGone(String requestId, IOException cause) {
        LOG.info("{} the caller went away", requestId);
    }

    @Override
    public void spilled(LedgerRecord record, Throwable cause) {
        LOG.error("{} ledger_spill {}", record.id(), LedgerJson.of(record));
        LOG.warn("{} is not in the ledger: {}", record.id(), cause.getMessage());
    }

    @Override
    public void payloadLost(String requestId, Throwable cause) {
        LOG.error("{} its payload is lost: {}", requestId, cause.getClass().getSimpleName());
    }

    @Override
    public void exceeded(Limit limit, Exceeded consequence) {
        switch (consequence) {
            case Exceeded.Reject() -> LOG.info("{} had no room for a call: refused", limit.name());
            case Exceeded.DowngradeTo(String alias) ->
                    LOG.info("{} had no room for a call: {} takes over", limit.name(), alias);
            case Exceeded.Warn() ->
                    LOG.warn("{} had no room for a call: it passes all the same", limit.name());
        }
    }

    @Override
    public void budgetUsed(Limit limit, String whose, int percent) {
        LOG.warn("{} of {} is used up to {} %", limit.name(), whose, percent);
    }

    @Override
    public void opened(Target target, Opening opening) {
        LOG.warn(
                "{} is left alone until {}: {}",
                target,
                opening.until(),
                opening.cause().written());
    }

    @Override
    public void closed(Target target) {
        LOG.info("{} answers again", target);
    }

    @Override
    public void rollupSkipped(String where, Throwable cause) {
        LOG.error("{} can't be read: no roll-up counts it", where, cause);
    }

    @Override
    public void swept(String team, int calls) {
        LOG.warn("{} calls of {} never ended: settled with what was expected", calls, team);
    }

    @Override
    public void degraded(String what, Throwable cause) {
        LOG.warn("{}", what, cause);
    }

    @Override
    public void failed(String requestId, Throwable bug) {
        LOG.error("{} a bug ended the call", requestId, bug);
    }
}
