package dev.tollgate.cache;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A SHA-256 over values in a form of which no two different rows of values have the same: each says what it is and how long.
final class Digest {
    private final MessageDigest sha256;
    private final ByteBuffer head = ByteBuffer.allocate(1 + Integer.BYTES);

    Digest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// 64 hex digits. Nothing is added after that.
    String hex() {
        return HexFormat.of().formatHex(sha256.digest());
    }

    /// Any text, half characters included: a byte for each character if they all fit into one, as most do, else its UTF-16.
    Digest text(String value) {
        byte[] latin = value.getBytes(ISO_8859_1);
        if (new String(latin, ISO_8859_1).equals(value)) {
            head('s', latin.length);
            sha256.update(latin);
        } else {
            ByteBuffer wide = ByteBuffer.allocate(2 * value.length());
            wide.asCharBuffer().put(value);
            head('w', value.length());
            sha256.update(wide);
        }
        return this;
    }

    /// Numbers count by their value: 1, 1.0 and 1e0 are the same.
    Digest number(BigDecimal value) {
        head('n', 0);
        return text(value.stripTrailingZeros().toString());
    }

    Digest flag(boolean value) {
        return head(value ? 't' : 'f', 0);
    }

    Digest nothing() {
        return head('0', 0);
    }

    <T> Digest maybe(Optional<T> value, Consumer<T> write) {
        value.ifPresentOrElse(write, this::nothing);
        return this;
    }

    Digest maybe(Optional<String> value) {
        return maybe(value, this::text);
    }

    Digest maybe(OptionalInt value) {
        return value.isPresent() ? number(BigDecimal.valueOf(value.getAsInt())) : nothing();
    }

    Digest maybe(OptionalLong value) {
        return value.isPresent() ? number(BigDecimal.valueOf(value.getAsLong())) : nothing();
    }

    /// Of a double, its exact value: what is no number has none.
    Digest maybe(OptionalDouble value) {
        return value.isPresent()
                ? head('d', 0).text(Double.toString(value.getAsDouble()))
                : nothing();
    }

    <T> Digest list(Collection<T> values, Consumer<T> write) {
        head('l', values.size());
        values.forEach(write);
        return this;
    }

    /// JSON whose members count in any order.
    Digest tree(JsonNode value) {
        return tree(value, false);
    }

    /// JSON whose members count in their order.
    Digest ordered(JsonNode value) {
        return tree(value, true);
    }

    private Digest tree(JsonNode value, boolean ordered) {
        return switch (value.getNodeType()) {
            case OBJECT -> members(value, ordered);
            case ARRAY -> {
                head('l', value.size());
                value.forEach(item -> tree(item, ordered));
                yield this;
            }
            case STRING -> text(value.textValue());
            case NUMBER -> number(value.decimalValue());
            case BOOLEAN -> flag(value.booleanValue());
            case NULL, MISSING -> nothing();
            case BINARY, POJO ->
                    throw new IllegalArgumentException("need JSON, got " + value.getNodeType());
        };
    }

    private Digest members(JsonNode object, boolean ordered) {
        head('o', object.size());
        Map<String, JsonNode> sorted = new TreeMap<>();
        object.properties()
                .forEach(member -> {
                    if (ordered) {
                        text(member.getKey()).tree(member.getValue(), true);
                    } else {
                        sorted.put(member.getKey(), member.getValue());
                    }
                });
        sorted.forEach((name, member) -> text(name).tree(member, false));
        return this;
    }

    private Digest head(char what, int size) {
        sha256.update(head.put(0, (byte) what).putInt(1, size).array());
        return this;
    }
}
