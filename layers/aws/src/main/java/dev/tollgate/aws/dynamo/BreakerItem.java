package dev.tollgate.aws.dynamo;

import dev.tollgate.routing.BreakerStore;
import dev.tollgate.routing.BreakerStore.Counts;
import dev.tollgate.routing.BreakerStore.Opening;
import dev.tollgate.routing.BreakerStore.State;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Target;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What is known of one target, as an item.
///
/// ```
/// pk           breaker#provider/model
/// c178, f178   calls of window 178, and how many of them failed
/// until        end of the opening (ms since 1970); with it cause, streak
/// leasedUntil  end of the probe's lease (ms since 1970), leasedBy: which request has it
/// expiresAt    when it may be deleted (s since 1970); what is older than it may be is never read
/// ```
record BreakerItem(Item item) {
    static final String UNTIL = "until";

    private static final String PREFIX = "breaker#";
    private static final Pattern WINDOW = Pattern.compile("[cf](\\d+)");

    static Map<String, AttributeValue> key(Target target) {
        return Map.of("pk", Item.text(PREFIX + target));
    }

    static String calls(long window) {
        return "c" + window;
    }

    static String failures(long window) {
        return "f" + window;
    }

    static AttributeValue time(Instant time) {
        return Item.number(time.toEpochMilli());
    }

    static AttributeValue expiry(Instant now) {
        return Item.number(
                now.plus(BreakerStore.LONGEST).plus(BreakerStore.MEMORY).getEpochSecond());
    }

    Target target() {
        return Target.parse(item.textOf("pk").substring(PREFIX.length()));
    }

    State state(Instant now) {
        long window = BreakerStore.window(now);
        return new State(
                opening().filter(it -> !it.isForgotten(now)),
                counts(window - 1).plus(counts(window)));
    }

    /// The attributes of windows that nobody looks at any more.
    List<String> oldWindows(Instant now) {
        long oldest = BreakerStore.window(now) - 1;
        return item.attributes().keySet().stream()
                .filter(name ->
                        WINDOW.matcher(name)
                                .results()
                                .anyMatch(it -> Long.parseLong(it.group(1)) < oldest))
                .toList();
    }

    private Optional<Opening> opening() {
        return item.has(UNTIL)
                ? Optional.of(
                        new Opening(
                                Instant.ofEpochMilli(item.numberOf(UNTIL)),
                                Kind.valueOf(item.textOf("cause")),
                                (int) item.numberOf("streak")))
                : Optional.empty();
    }

    private Counts counts(long window) {
        return new Counts(number(calls(window)), number(failures(window)));
    }

    private long number(String name) {
        return item.has(name) ? item.numberOf(name) : 0;
    }
}
