package dev.tollgate.aws.dynamo;

import dev.tollgate.ledger.LedgerRecord;
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
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A record as an item. `state` is `pending`, or how the call ended; durations are nanoseconds, money nano-USD.
final class LedgerItem {
    static final String STATE = "state";
    static final String PENDING = "pending";
    static final String ABANDONED = written(Status.ABANDONED);

    private LedgerItem() {}

    /// A record where it belongs, until its retention is over.
    static Item stored(LedgerRecord record, Duration retention) {
        LedgerKey key =
                LedgerKey.of(record.team(), record.id())
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "need a request id, got '" + record.id() + "'"));
        return write(record)
                .put("pk", key.partition())
                .put(Expiry.ATTRIBUTE, record.startedAt().plus(retention).getEpochSecond());
    }

    static Item write(LedgerRecord record) {
        Item item =
                Item.create()
                        .put("id", record.id())
                        .put(STATE, PENDING)
                        .put("startedAt", record.startedAt())
                        .put("team", record.team())
                        .put("key", record.keyId())
                        .put("alias", record.alias())
                        .put("operation", written(record.operation()))
                        .put("streamed", record.streamed())
                        .put("firstTarget", record.firstTarget().toString())
                        .put("catalogVersion", record.catalogVersion())
                        .put("tags", record.tags());
        record.expected()
                .ifPresent(it ->
                        item.put(
                                "expected",
                                cost(Item.create(), it.cost()).put("usage", usage(it.usage()))));
        record.settlement().ifPresent(end -> write(item, end));
        return item;
    }

    static LedgerRecord read(Item item) {
        return new LedgerRecord(
                item.textOf("id"),
                item.instant("startedAt"),
                item.textOf("team"),
                item.textOf("key"),
                item.textOf("alias"),
                read(Operation.class, item.textOf("operation")),
                item.flag("streamed"),
                Target.parse(item.textOf("firstTarget")),
                item.numberOf("catalogVersion"),
                item.tags("tags"),
                item.has("expected")
                        ? Optional.of(expected(item.item("expected")))
                        : Optional.empty(),
                item.textOf(STATE).equals(PENDING) ? Optional.empty() : Optional.of(end(item)));
    }

    private static void write(Item item, Settlement end) {
        List<AttributeValue> attempts =
                end.attempts().stream()
                        .map(attempt -> AttributeValue.fromM(attempt(attempt).attributes()))
                        .toList();
        item.put(STATE, written(end.status()))
                .put("target", end.target().toString())
                .put("attempts", AttributeValue.fromL(attempts))
                .put("usage", usage(end.usage()))
                .put("source", written(end.source()))
                .put("savedNanoUsd", end.savedNanoUsd())
                .put("degraded", end.degraded())
                .put("failure", end.failure().map(Failure.Kind::written))
                .put("refusal", end.refusal())
                .put("finishReason", end.finishReason())
                .put("totalNanos", end.total())
                .put("overheadNanos", end.overhead());
        end.timeToFirstToken().ifPresent(time -> item.put("timeToFirstTokenNanos", time));
        cost(item, end.cost());
    }

    private static Item cost(Item item, Cost cost) {
        return switch (cost) {
            case Cost.Priced(long nanoUsd, String version, Map<TokenClass, Long> byClass) -> {
                Item parts = Item.create();
                byClass.forEach((kind, part) -> parts.put(written(kind), part));
                yield item.put("unpriced", false)
                        .put("costNanoUsd", nanoUsd)
                        .put("costByClass", parts)
                        .put("priceVersion", version);
            }
            case Cost.Unpriced() -> item.put("unpriced", true);
        };
    }

    /// What was written before costs were told by class is one part, as if it were of plain input.
    private static Cost cost(Item item) {
        if (item.flag("unpriced")) {
            return new Cost.Unpriced();
        }
        String version = item.textOf("priceVersion");
        if (!item.has("costByClass")) {
            return Cost.Priced.forInput(item.numberOf("costNanoUsd"), version);
        }
        Map<TokenClass, Long> parts = new EnumMap<>(TokenClass.class);
        Item byClass = item.item("costByClass");
        byClass.attributes()
                .keySet()
                .forEach(kind -> parts.put(read(TokenClass.class, kind), byClass.numberOf(kind)));
        return Cost.Priced.of(parts, version);
    }

    private static Expected expected(Item item) {
        return new Expected(usage(item.item("usage")), cost(item));
    }

    private static Settlement end(Item item) {
        return new Settlement(
                read(Status.class, item.textOf(STATE)),
                Target.parse(item.textOf("target")),
                item.items("attempts").stream().map(LedgerItem::attempt).toList(),
                usage(item.item("usage")),
                cost(item),
                item.maybeText("source").map(it -> read(Source.class, it)).orElse(Source.PROVIDER),
                item.has("savedNanoUsd") ? item.numberOf("savedNanoUsd") : 0,
                item.maybeText("degraded"),
                item.maybeText("failure").map(kind -> read(Failure.Kind.class, kind)),
                item.maybeText("refusal"),
                item.maybeText("finishReason"),
                item.has("timeToFirstTokenNanos")
                        ? Optional.<Duration>of(item.duration("timeToFirstTokenNanos"))
                        : Optional.empty(),
                item.duration("totalNanos"),
                item.duration("overheadNanos"));
    }

    private static Item attempt(Attempt attempt) {
        Item item =
                Item.create()
                        .put("target", attempt.target().toString())
                        .put("startedAt", attempt.startedAt())
                        .put("tookNanos", attempt.took());
        if (!attempt.wasted().equals(Usage.none())) {
            item.put("wasted", usage(attempt.wasted()));
        }
        attempt.failure()
                .ifPresent(cause ->
                        item.put("failure", cause.kind().written())
                                .put("status", cause.status())
                                .put("message", cause.message()));
        return item;
    }

    private static Attempt attempt(Item item) {
        return new Attempt(
                Target.parse(item.textOf("target")),
                item.instant("startedAt"),
                item.duration("tookNanos"),
                item.maybeText("failure")
                        .map(kind ->
                                new Attempt.Cause(
                                        read(Failure.Kind.class, kind),
                                        Math.toIntExact(item.numberOf("status")),
                                        item.textOf("message"))),
                item.has("wasted") ? usage(item.item("wasted")) : Usage.none());
    }

    private static Item usage(Usage usage) {
        return Item.create()
                .put("input", usage.input())
                .put("cacheRead", usage.cacheRead())
                .put("cacheWrite", usage.cacheWrite())
                .put("cacheWriteLong", usage.cacheWriteLong())
                .put("inputAudio", usage.inputAudio())
                .put("cacheReadAudio", usage.cacheReadAudio())
                .put("inputImage", usage.inputImage())
                .put("output", usage.output())
                .put("reasoning", usage.reasoning())
                .put("outputAudio", usage.outputAudio())
                .put("outputImage", usage.outputImage())
                .put("estimated", usage.estimated());
    }

    private static Usage usage(Item item) {
        return new Usage(
                item.numberOf("input"),
                item.numberOf("cacheRead"),
                item.numberOf("cacheWrite"),
                item.numberOf("cacheWriteLong"),
                item.numberOf("inputAudio"),
                item.numberOf("cacheReadAudio"),
                item.has("inputImage") ? item.numberOf("inputImage") : 0,
                item.numberOf("output"),
                item.numberOf("reasoning"),
                item.numberOf("outputAudio"),
                item.has("outputImage") ? item.numberOf("outputImage") : 0,
                item.flag("estimated"));
    }

    private static String written(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static <E extends Enum<E>> E read(Class<E> type, String written) {
        return Enum.valueOf(type, written.toUpperCase(Locale.ROOT));
    }
}
