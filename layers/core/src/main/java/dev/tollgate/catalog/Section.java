package dev.tollgate.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tollgate.catalog.InvalidCatalog.Problem;
import dev.tollgate.config.Durations;
import dev.tollgate.http.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// One object of the catalogue while it is read: knows its path, collects problems instead of throwing, and remembers
/// which keys were asked for, so that the others can be reported.
final class Section {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}");
    private static final String NAME_NEEDED = "a name of 1 to 128 of A-Z a-z 0-9 _ . : -";

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

    boolean has(String key) {
        return !get(key).isMissingNode();
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

    /// The elements of a list, each with the key that it stands at: `targets[1]`. None if there is no such list.
    ///
    /// @param what an element is, for people
    void list(String key, int min, int max, String what, BiConsumer<String, JsonNode> action) {
        take(
                        key,
                        value -> value.isArray() && value.size() >= min && value.size() <= max,
                        "a list of %d to %d %s".formatted(min, max, what))
                .ifPresent(list -> {
                    for (int i = 0; i < list.size(); i++) {
                        action.accept(key + "[" + i + "]", list.get(i));
                    }
                });
    }

    /// A list of objects.
    List<Section> objects(String key, int min, int max, String what) {
        List<Section> objects = new ArrayList<>();
        list(key, min, max, what, (at, element) -> objects.add(child(at, element)));
        return objects;
    }

    Optional<String> text(String key) {
        return take(key, JsonNode::isTextual, "a text").map(JsonNode::asText);
    }

    /// A text of bounded length that can stand on one line, or on several.
    Optional<String> text(String key, int maxLength) {
        return take(
                        key,
                        value ->
                                value.isTextual()
                                        && !value.asText().isBlank()
                                        && value.asText().length() <= maxLength,
                        "a text of 1 to " + maxLength + " characters")
                .map(JsonNode::asText);
    }

    /// A name that may stand in headers, metrics and stores.
    Optional<String> name(String key) {
        return take(key, value -> value.isTextual() && isName(value.asText()), NAME_NEEDED)
                .map(JsonNode::asText);
    }

    /// One of a few texts, and what it stands for.
    <T> Optional<T> choice(String key, Map<String, T> choices) {
        return take(
                        key,
                        value -> choices.containsKey(value.asText()) && value.isTextual(),
                        String.join(" or ", new TreeSet<>(choices.keySet())))
                .flatMap(value -> Optional.ofNullable(choices.get(value.asText())));
    }

    boolean flag(String key) {
        return take(key, JsonNode::isBoolean, "true or false")
                .map(JsonNode::asBoolean)
                .orElse(false);
    }

    OptionalLong number(String key, long min, long max) {
        Optional<JsonNode> number =
                take(
                        key,
                        value ->
                                value.isIntegralNumber()
                                        && value.canConvertToLong()
                                        && value.asLong() >= min
                                        && value.asLong() <= max,
                        "a whole number from " + min + " to " + max);
        return number.isEmpty() ? OptionalLong.empty() : OptionalLong.of(number.get().asLong());
    }

    int number(String key, int otherwise, int min, int max) {
        return (int) number(key, min, max).orElse(otherwise);
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

    /// An amount, as decimal text or a number.
    ///
    /// @param need what fits, for people
    Optional<BigDecimal> decimal(String key, Predicate<BigDecimal> fits, String need) {
        return take(key, value -> Decimals.parse(value).filter(fits).isPresent(), need)
                .flatMap(Decimals::parse);
    }

    /// A day of the calendar.
    Optional<LocalDate> day(String key) {
        return take(key, value -> day(value).isPresent(), "a day such as 2026-11-23")
                .flatMap(Section::day);
    }

    private static Optional<LocalDate> day(JsonNode value) {
        try {
            return Optional.of(LocalDate.parse(value.asText()));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    /// Reports every key that nothing asked for.
    void rejectUnknownKeys() {
        each((key, _) -> {
            if (!known.contains(key)) {
                problem(key, "unknown key (known: " + String.join(", ", known) + ")");
            }
        });
    }

    /// Reports a name of this section itself that is none.
    void checkName(String name) {
        if (!isName(name)) {
            problem("need " + NAME_NEEDED + ", got '" + name + "'");
        }
    }

    private static boolean isName(String text) {
        return NAME.matcher(text).matches();
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

    private static String written(Duration duration) {
        if (duration.toMillis() % 1000 != 0) {
            return duration.toMillis() + "ms";
        }
        boolean days = duration.toDays() > 0 && duration.equals(Duration.ofDays(duration.toDays()));
        return days ? duration.toDays() + "d" : duration.toSeconds() + "s";
    }

    static String kind(JsonNode node) {
        return "a " + node.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    static String abbreviate(JsonNode value) {
        String text = value.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
