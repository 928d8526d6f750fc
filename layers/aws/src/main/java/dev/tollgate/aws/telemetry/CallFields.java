package dev.tollgate.aws.telemetry;

import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.LedgerRecord.Settlement;
import dev.tollgate.routing.Attempt;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.Money;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// What a log line tells of a call: what is counted and named, nothing that was said.
final class CallFields {
    private CallFields() {}

    static Map<String, Object> of(LedgerRecord record) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("event", "call");
        fields.put("request_id", record.id());
        fields.put("team", record.team());
        fields.put("key_id", record.keyId());
        fields.put("alias", record.alias());
        fields.put("target", record.provider() + "/" + record.model());
        fields.put("operation", record.operation().name().toLowerCase(Locale.ROOT));
        fields.put("streamed", record.streamed());
        fields.put("catalog_version", record.catalogVersion());
        record.settlement().ifPresent(end -> settlement(fields, end));
        return fields;
    }

    private static void settlement(Map<String, Object> fields, Settlement end) {
        fields.put("status", end.status().name().toLowerCase(Locale.ROOT));
        end.failure().ifPresent(kind -> fields.put("failure", kind.written()));
        end.finishReason().ifPresent(reason -> fields.put("finish_reason", reason));
        fields.put("attempts", end.attempts().size());
        fields.put("targets", end.attempts().stream().map(Attempt::target).distinct().count());
        fields.put("input_tokens", end.usage().input());
        fields.put("output_tokens", end.usage().output());
        switch (end.cost()) {
            case Cost.Priced(long nanoUsd, _) -> fields.put("cost_usd", Money.usd(nanoUsd));
            case Cost.Unpriced() -> fields.put("unpriced", true);
        }
        end.timeToFirstToken()
                .ifPresent(time -> fields.put("time_to_first_token_ms", time.toMillis()));
        fields.put("duration_ms", end.total().toMillis());
        fields.put("overhead_ms", end.overhead().toMillis());
    }
}
