package dev.tollgate.ledger;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.http.Json;
import dev.tollgate.ledger.LedgerRecord.Expected;
import dev.tollgate.ledger.LedgerRecord.Settlement;
import dev.tollgate.routing.Attempt;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.Money;
import dev.tollgate.usage.TokenClass;
import dev.tollgate.usage.Usage;
import java.util.Locale;
import java.util.Map;

/// A record as callers and log lines see it. Times are ISO 8601 in UTC, durations milliseconds, money nano-USD beside decimal dollars.
public final class LedgerJson {
    private LedgerJson() {}

    public static ObjectNode of(LedgerRecord record) {
        ObjectNode json =
                Json.object()
                        .put("id", record.id())
                        .put("object", "request")
                        .put(
                                "status",
                                record.settlement()
                                        .map(end -> lower(end.status()))
                                        .orElse("pending"))
                        .put("started_at", record.startedAt().toString())
                        .put("team", record.team())
                        .put("key", record.keyId())
                        .put("alias", record.alias())
                        .put("operation", lower(record.operation()))
                        .put("streamed", record.streamed())
                        .put("target", record.provider() + "/" + record.model())
                        .put("first_target", record.firstTarget().toString())
                        .put("catalog_version", record.catalogVersion());
        ObjectNode tags = json.putObject("tags");
        record.tags().values().forEach(tags::put);
        record.expected().ifPresent(it -> expected(json.putObject("expected"), it));
        record.settlement().ifPresent(end -> settlement(json, end));
        return json;
    }

    private static void settlement(ObjectNode json, Settlement end) {
        end.failure().ifPresent(kind -> json.put("failure", kind.written()));
        end.refusal().ifPresent(what -> json.put("refusal", what));
        end.finishReason().ifPresent(reason -> json.put("finish_reason", reason));
        ArrayNode attempts = json.putArray("attempts");
        end.attempts().forEach(attempt -> attempts.add(attempt(attempt)));
        json.set("usage", usage(end.usage()));
        cost(json, end.cost());
        end.answeredFrom().ifPresent(source -> json.put("source", lower(source)));
        json.put("saved_nano_usd", end.savedNanoUsd());
        end.degraded().ifPresent(how -> json.put("degraded", how));
        end.timeToFirstToken()
                .ifPresent(time -> json.put("time_to_first_token_ms", time.toMillis()));
        json.put("total_ms", end.total().toMillis()).put("overhead_ms", end.overhead().toMillis());
    }

    private static void expected(ObjectNode json, Expected expected) {
        json.set("usage", usage(expected.usage()));
        cost(json, expected.cost());
    }

    private static void cost(ObjectNode json, Cost cost) {
        switch (cost) {
            case Cost.Priced(long nanoUsd, String version, Map<TokenClass, Long> byClass) -> {
                json.put("cost_nano_usd", nanoUsd)
                        .put("cost_usd", Money.usd(nanoUsd))
                        .put("unpriced", false)
                        .put("price_version", version);
                ObjectNode parts = json.putObject("cost_nano_usd_by_class");
                byClass.forEach((kind, part) -> parts.put(kind.written(), part));
            }
            case Cost.Unpriced() ->
                    json.putNull("cost_nano_usd").putNull("cost_usd").put("unpriced", true);
        }
    }

    private static ObjectNode attempt(Attempt attempt) {
        ObjectNode json =
                Json.object()
                        .put("target", attempt.target().toString())
                        .put("started_at", attempt.startedAt().toString())
                        .put("took_ms", attempt.took().toMillis());
        if (!attempt.wasted().equals(Usage.none())) {
            json.set("wasted", usage(attempt.wasted()));
        }
        attempt.failure()
                .ifPresent(cause ->
                        json.putObject("failure")
                                .put("kind", cause.kind().written())
                                .put("status", cause.status())
                                .put("message", cause.message()));
        return json;
    }

    private static ObjectNode usage(Usage usage) {
        return Json.object()
                .put("input_tokens", usage.input())
                .put("cache_read_tokens", usage.cacheRead())
                .put("cache_write_tokens", usage.cacheWrite())
                .put("cache_write_1h_tokens", usage.cacheWriteLong())
                .put("input_audio_tokens", usage.inputAudio())
                .put("cache_read_audio_tokens", usage.cacheReadAudio())
                .put("input_image_tokens", usage.inputImage())
                .put("output_tokens", usage.output())
                .put("reasoning_tokens", usage.reasoning())
                .put("output_audio_tokens", usage.outputAudio())
                .put("output_image_tokens", usage.outputImage())
                .put("estimated", usage.estimated());
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
