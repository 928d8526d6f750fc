package dev.tollgate.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tollgate.catalog.InvalidCatalog.Problem;
import dev.tollgate.config.Durations;
import dev.tollgate.http.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/// One object of the catalogue while it is read: knows its path, collects problems instead of throwing, and remembers
/// which keys were asked for, so that the others can be reported.
final class Section {
    private final String path;
    private final JsonNode node;
    private final List<Problem> problems;
    private final TreeSet<String> known = new TreeSet<>();

    Section(String path, JsonNode node, List<Problem> problems) {
        this.path = path;
        this.node = node;
        this.problems = problems;
        if (!node.isObject() && !node.isMissingNode() && !node.isNull()) {
            problem("need an object, got " + kind(node));
        }
    }

    String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    void problem(String message) {
        problems.add(new Problem(path, message));
    }

    void problem(String key, String message) {
        problems.add(new Problem(path(key), message));
    }

    JsonNode get(String key) {
        known.add(key);
        JsonNode value = node.path(key);
        return value.isNull() ? MissingNode.getInstance() : value;
    }

    /// The names of an object's members.
    Set<String> keys(String key) {
        Set<String> names = new TreeSet<>();
        get(key).fieldNames().forEachRemaining(names::add);
        return names;
    }

    Section section(String key) {
        return new Section(path(key), get(key), problems);
    }

    /// Every member of this object, with the path it stands at.
    void each(BiConsumer<String, JsonNode> action) {
        node.properties().forEach(member -> action.accept(member.getKey(), member.getValue()));
    }

    /// A member that is an object of its own.
    Section child(String key, JsonNode value) {
        return new Section(path(key), value, problems);
    }

    /// A member written short: its value stands for an object with that one key.
    Section shorthand(String key, String only, JsonNode value) {
        return child(key, Json.object().set(only, value));
    }

    Optional<String> text(String key) {
        return take(key, JsonNode::isTextual, "a text").map(JsonNode::asText);
    }

    boolean flag(String key) {
        return take(key, JsonNode::isBoolean, "true or false")
                .map(JsonNode::asBoolean)
                .orElse(false);
    }

    int number(String key, int otherwise, int min, int max) {
        return take(
                        key,
                        value ->
                                value.isIntegralNumber()
                                        && value.canConvertToInt()
                                        && value.asInt() >= min
                                        && value.asInt() <= max,
                        "a whole number from " + min + " to " + max)
                .map(JsonNode::asInt)
                .orElse(otherwise);
    }

    Duration duration(String key, Duration otherwise, Duration min, Duration max) {
        return take(
                        key,
                        value -> inRange(value, min, max),
                        "a duration such as 250ms, 30s or 10m, from %s to %s"
                                .formatted(written(min), written(max)))
                .flatMap(value -> Durations.parse(value.asText()))
                .orElse(otherwise);
    }

    /// A price per million tokens, as decimal text or a number.
    Optional<BigDecimal> decimal(String key) {
        return take(key, Section::isPrice, "a decimal from 0 to below a million, such as \"0.40\"")
                .map(value -> new BigDecimal(value.asText()));
    }

    /// Reports every key that nothing asked for.
    void rejectUnknownKeys() {
        each((key, _) -> {
            if (!known.contains(key)) {
                problem(key, "unknown key (known: " + String.join(", ", known) + ")");
            }
        });
    }

    private Optional<JsonNode> take(String key, Predicate<JsonNode> fits, String need) {
        JsonNode value = get(key);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!fits.test(value)) {
            problem(key, "need " + need + ", got " + abbreviate(value));
            return Optional.empty();
        }
        return Optional.of(value);
    }

    private static boolean inRange(JsonNode value, Duration min, Duration max) {
        return value.isTextual()
                && Durations.parse(value.asText())
                        .filter(d -> d.compareTo(min) >= 0 && d.compareTo(max) <= 0)
                        .isPresent();
    }

    private static boolean isPrice(JsonNode value) {
        return (value.isTextual() || value.isNumber())
                && value.asText().matches("\\d{1,6}(\\.\\d{1,12})?");
    }

    private static String written(Duration duration) {
        return duration.toMillis() % 1000 == 0
                ? duration.toSeconds() + "s"
                : duration.toMillis() + "ms";
    }

    static String kind(JsonNode node) {
        return "a " + node.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    private static String abbreviate(JsonNode value) {
        String text = value.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
