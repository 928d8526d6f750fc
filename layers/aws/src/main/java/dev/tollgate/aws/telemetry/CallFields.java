package dev.tollgate.aws.telemetry;

import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.LedgerRecord.Settlement;
import dev.tollgate.ledger.LedgerRecord.Status;
import dev.tollgate.routing.Attempt;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.Money;
import dev.tollgate.usage.Usage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a log line tells of a call: what is counted and named, nothing that was said. What did not happen has no field.
final class CallFields {
    private CallFields() {}

    static Map<String, Object> of(LedgerRecord record) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("event", "call");
        fields.put("request_id", record.id());
        fields.put("team", record.team());
        fields.put("key_id", record.keyId());
        fields.put("alias", record.alias());
        if (!wasRefused(record)) {
            fields.put("target", record.provider() + "/" + record.model());
        }
        fields.put("operation", lower(record.operation()));
        fields.put("streamed", record.streamed());
        fields.put("catalog_version", record.catalogVersion());
        record.settlement().ifPresent(end -> settlement(fields, end));
        return fields;
    }

    /// Whether it was never sent, so that no target had a part in it.
    private static boolean wasRefused(LedgerRecord record) {
        return record.settlement().filter(end -> end.status() == Status.REFUSED).isPresent();
    }

    private static void settlement(Map<String, Object> fields, Settlement end) {
        fields.put("status", lower(end.status()));
        if (end.status() != Status.REFUSED) {
            fields.put("source", lower(end.source()));
        }
        end.degraded().ifPresent(how -> fields.put("degraded", how));
        end.failure().ifPresent(kind -> fields.put("failure", kind.written()));
        end.finishReason().ifPresent(reason -> fields.put("finish_reason", reason));
        fields.put("attempts", end.attempts().size());
        fields.put("targets", end.attempts().stream().map(Attempt::target).distinct().count());
        wasted(fields, end.attempts());
        fields.put("input_tokens", end.usage().input());
        fields.put("output_tokens", end.usage().output());
        switch (end.cost()) {
            case Cost.Priced(long nanoUsd, _, _) -> fields.put("cost_usd", Money.usd(nanoUsd));
            case Cost.Unpriced() -> fields.put("unpriced", true);
        }
        if (end.savedNanoUsd() > 0) {
            fields.put("saved_usd", Money.usd(end.savedNanoUsd()));
        }
        end.timeToFirstToken()
                .ifPresent(time -> fields.put("time_to_first_token_ms", time.toMillis()));
        fields.put("duration_ms", end.total().toMillis());
        fields.put("overhead_ms", end.overhead().toMillis());
    }

    /// Attempts that have used tokens without giving an answer, and these tokens, which are part of the call's.
    private static void wasted(Map<String, Object> fields, List<Attempt> attempts) {
        List<Usage> wasted =
                attempts.stream()
                        .map(Attempt::wasted)
                        .filter(used -> used.input() > 0 || used.output() > 0)
                        .toList();
        if (!wasted.isEmpty()) {
            Usage all = wasted.stream().reduce(Usage.none(), Usage::plus);
            fields.put("wasted_attempts", wasted.size());
            fields.put("wasted_tokens", all.input() + all.output());
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
