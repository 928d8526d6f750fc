package dev.tollgate.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import dev.tollgate.conversation.Language.InvalidPrompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A value in a request and the place where it stands, so that whatever is wrong with it can be said exactly. JSON null counts as absent.
///
/// @param path such as `messages[2].content`
public record Field(String path, JsonNode value) {

    public boolean isAbsent() {
        return value.isMissingNode() || value.isNull();
    }

    /// Null, false and what is empty ask for nothing.
    public boolean asksForSomething() {
        return !isAbsent()
                && !(value.isBoolean() && !value.asBoolean())
                && !(value.isContainerNode() && value.isEmpty());
    }

    public boolean isText() {
        return value.isTextual();
    }

    public boolean isList() {
        return value.isArray();
    }

    public boolean isObject() {
        return value.isObject();
    }

    public Field at(String name) {
        return new Field(path.isEmpty() ? name : path + "." + name, value.path(name));
    }

    public boolean has(String name) {
        return !at(name).isAbsent();
    }

    /// @throws InvalidPrompt if it is no text
    public String text() {
        require(value.isTextual(), "a text");
        return value.asText();
    }

    public Optional<String> optionalText() {
        return isAbsent() ? Optional.empty() : Optional.of(text());
    }

    /// False if it is absent.
    public boolean flag() {
        require(isAbsent() || value.isBoolean(), "true or false");
        return value.asBoolean();
    }

    public OptionalInt optionalInt() {
        if (isAbsent()) {
            return OptionalInt.empty();
        }
        require(value.isIntegralNumber(), "a whole number");
        inRange(value.canConvertToInt(), Integer.MIN_VALUE, Integer.MAX_VALUE);
        return OptionalInt.of(value.asInt());
    }

    public OptionalLong optionalLong() {
        if (isAbsent()) {
            return OptionalLong.empty();
        }
        require(value.isIntegralNumber(), "a whole number");
        inRange(value.canConvertToLong(), Long.MIN_VALUE, Long.MAX_VALUE);
        return OptionalLong.of(value.asLong());
    }

    public OptionalDouble optionalDouble() {
        if (isAbsent()) {
            return OptionalDouble.empty();
        }
        require(value.isNumber(), "a number");
        return OptionalDouble.of(value.asDouble());
    }

    /// Its items; none if it is absent.
    ///
    /// @throws InvalidPrompt if it is no list
    public List<Field> items() {
        require(isAbsent() || value.isArray(), "a list");
        List<Field> items = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            items.add(new Field(path + "[" + i + "]", value.get(i)));
        }
        return items;
    }

    /// @throws InvalidPrompt if it is no object
    public Field object() {
        require(value.isObject(), "an object");
        return this;
    }

    /// One word of several.
    public InvalidPrompt unknown(String what, String known) {
        String given = value.isTextual() ? "'" + cut(value.asText()) + "'" : word(value);
        return new InvalidPrompt(path, "unknown " + what + " " + given + ", need " + known);
    }

    public InvalidPrompt invalid(String message) {
        return new InvalidPrompt(path, message);
    }

    private void require(boolean fits, String need) {
        if (!fits) {
            throw isAbsent()
                    ? new InvalidPrompt(path, "missing, need " + need)
                    : new InvalidPrompt(path, "need " + need + ", got " + word(value));
        }
    }

    private void inRange(boolean fits, long least, long most) {
        if (!fits) {
            String given = value.asText();
            String range = given.startsWith("-") ? "from " + least : "up to " + most;
            throw invalid("need a whole number " + range + ", got " + cut(given));
        }
    }

    private static String word(JsonNode value) {
        JsonNodeType type = value.getNodeType();
        return type == JsonNodeType.MISSING ? "nothing" : type.name().toLowerCase(Locale.ROOT);
    }

    private static String cut(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= 64 ? line : line.substring(0, 64) + "…";
    }
}
