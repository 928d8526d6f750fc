package dev.tollgate.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.api.TagSources;
import dev.tollgate.api.Tags;
import dev.tollgate.ledger.LedgerRecord.Expected;
import dev.tollgate.ledger.LedgerRecord.Settlement;
import dev.tollgate.ledger.LedgerRecord.Source;
import dev.tollgate.ledger.LedgerRecord.Status;
import dev.tollgate.routing.Attempt;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Target;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.TokenClass;
import dev.tollgate.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads a record back from what [LedgerJson] made of it, so that a spilled one can be put into the ledger after all.
/// Durations come back to the millisecond.
public final class LedgerJsonReader {
    private LedgerJsonReader() {}

    /// @throws IllegalArgumentException if it is no such record
    /// @throws java.time.DateTimeException if a time in it is none
    public static LedgerRecord read(JsonNode json) {
        String status = json.path("status").asText();
        return new LedgerRecord(
                json.path("id").asText(),
                Instant.parse(json.path("started_at").asText()),
                json.path("team").asText(),
                json.path("key").asText(),
                json.path("alias").asText(),
                Operation.valueOf(upper(json.path("operation").asText())),
                json.path("streamed").asBoolean(),
                Target.parse(json.path("first_target").asText()),
                json.path("catalog_version").asLong(),
                new Tags(new TreeMap<>(TagSources.texts(json.path("tags")))),
                expected(json.path("expected")),
                status.equals("pending")
                        ? Optional.empty()
                        : Optional.of(settlement(Status.valueOf(upper(status)), json)));
    }

    private static Optional<Expected> expected(JsonNode json) {
        return json.isObject()
                ? Optional.of(new Expected(usage(json.path("usage")), cost(json)))
                : Optional.empty();
    }

    private static Settlement settlement(Status status, JsonNode json) {
        List<Attempt> attempts = new ArrayList<>();
        json.path("attempts").forEach(attempt -> attempts.add(attempt(attempt)));
        return new Settlement(
                status,
                Target.parse(json.path("target").asText()),
                attempts,
                usage(json.path("usage")),
                cost(json),
                text(json, "source").map(it -> Source.valueOf(upper(it))).orElse(Source.PROVIDER),
                json.path("saved_nano_usd").asLong(),
                text(json, "degraded"),
                text(json, "failure").map(LedgerJsonReader::kind),
                text(json, "refusal"),
                text(json, "finish_reason"),
                text(json, "time_to_first_token_ms").map(Long::valueOf).map(Duration::ofMillis),
                Duration.ofMillis(json.path("total_ms").asLong()),
                Duration.ofMillis(json.path("overhead_ms").asLong()));
    }

    private static Attempt attempt(JsonNode json) {
        JsonNode failure = json.path("failure");
        Optional<Attempt.Cause> cause =
                failure.isMissingNode()
                        ? Optional.empty()
                        : Optional.of(
                                new Attempt.Cause(
                                        kind(failure.path("kind").asText()),
                                        failure.path("status").asInt(),
                                        failure.path("message").asText()));
        return new Attempt(
                Target.parse(json.path("target").asText()),
                Instant.parse(json.path("started_at").asText()),
                Duration.ofMillis(json.path("took_ms").asLong()),
                cause,
                json.has("wasted") ? usage(json.path("wasted")) : Usage.none());
    }

    /// A line without parts is of a time before there were any: its cost is one part, as if it were of plain input.
    private static Cost cost(JsonNode json) {
        if (json.path("unpriced").asBoolean()) {
            return new Cost.Unpriced();
        }
        long nanoUsd = json.path("cost_nano_usd").asLong();
        String version = json.path("price_version").asText();
        return json.has("cost_nano_usd_by_class")
                ? new Cost.Priced(nanoUsd, version, byClass(json.path("cost_nano_usd_by_class")))
                : Cost.Priced.forInput(nanoUsd, version);
    }

    private static Map<TokenClass, Long> byClass(JsonNode json) {
        Map<TokenClass, Long> parts = new EnumMap<>(TokenClass.class);
        json.properties()
                .forEach(part ->
                        parts.put(
                                TokenClass.valueOf(upper(part.getKey())),
                                part.getValue().asLong()));
        return parts;
    }

    private static Usage usage(JsonNode json) {
        return new Usage(
                json.path("input_tokens").asLong(),
                json.path("cache_read_tokens").asLong(),
                json.path("cache_write_tokens").asLong(),
                json.path("cache_write_1h_tokens").asLong(),
                json.path("input_audio_tokens").asLong(),
                json.path("cache_read_audio_tokens").asLong(),
                json.path("input_image_tokens").asLong(),
                json.path("output_tokens").asLong(),
                json.path("reasoning_tokens").asLong(),
                json.path("output_audio_tokens").asLong(),
                json.path("output_image_tokens").asLong(),
                json.path("estimated").asBoolean());
    }

    private static Optional<String> text(JsonNode json, String name) {
        return json.hasNonNull(name) ? Optional.of(json.path(name).asText()) : Optional.empty();
    }

    private static Failure.Kind kind(String written) {
        return Failure.Kind.valueOf(upper(written));
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }
}
