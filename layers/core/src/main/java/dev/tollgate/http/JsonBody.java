package dev.tollgate.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A JSON object whose members can be read and replaced while every other byte stays as it was sent.
///
/// Only where each top-level member stands is kept; a member is parsed when asked for.
public final class JsonBody {
    private final byte[] bytes;
    private final Map<String, Span> members;
    private final int end;

    private JsonBody(byte[] bytes, Map<String, Span> members, int end) {
        this.bytes = bytes;
        this.members = members;
        this.end = end;
    }

    /// Reads an object, checking all of its syntax.
    ///
    /// @throws Malformed if it is not one JSON object in UTF-8, nests too deep, or names a member twice
    public static JsonBody parse(byte[] bytes) throws Malformed {
        int start = Utf8.check(bytes);
        try (JsonParser parser = Json.parser(bytes, start, bytes.length - start)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Malformed("need a JSON object");
            }
            Map<String, Span> members = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                int from = offset(parser, start);
                parser.skipChildren();
                parser.finishToken();
                int to = (int) parser.currentLocation().getByteOffset() + start;
                if (members.put(name, new Span(from, to)) != null) {
                    throw new Malformed("the member '" + name + "' stands there twice");
                }
            }
            int end = offset(parser, start);
            if (parser.nextToken() != null) {
                throw new Malformed("there is more after the object's end");
            }
            return new JsonBody(bytes, members, end);
        } catch (JsonProcessingException e) {
            throw Malformed.at(e);
        } catch (IOException e) {
            throw new Malformed("not readable as UTF-8 text");
        }
    }

    public byte[] bytes() {
        return bytes;
    }

    public boolean has(String name) {
        return members.containsKey(name);
    }

    /// A member's value; empty if it is not there. JSON null is a value.
    public Optional<JsonNode> member(String name) {
        Span span = members.get(name);
        return span == null
                ? Optional.empty()
                : Optional.of(Json.tree(bytes, span.from, span.to - span.from));
    }

    /// A member's own bytes, as sent.
    public Optional<byte[]> raw(String name) {
        Span span = members.get(name);
        return span == null
                ? Optional.empty()
                : Optional.of(Arrays.copyOfRange(bytes, span.from, span.to));
    }

    /// How many bytes a member's value takes, 0 if it is not there.
    public int length(String name) {
        Span span = members.get(name);
        return span == null ? 0 : span.to - span.from;
    }

    /// The object's bytes with one member replaced, or added at the end.
    public byte[] with(String name, byte[] value) {
        Span span = members.get(name);
        if (span != null) {
            return splice(span.from, span.to, value);
        }
        String label = (members.isEmpty() ? "" : ",") + Json.quote(name) + ":";
        return splice(end, end, concat(label.getBytes(StandardCharsets.UTF_8), value));
    }

    private byte[] splice(int from, int to, byte[] value) {
        byte[] spliced = new byte[bytes.length - (to - from) + value.length];
        System.arraycopy(bytes, 0, spliced, 0, from);
        System.arraycopy(value, 0, spliced, from, value.length);
        System.arraycopy(bytes, to, spliced, from + value.length, bytes.length - to);
        return spliced;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static int offset(JsonParser parser, int start) {
        return (int) parser.currentTokenLocation().getByteOffset() + start;
    }

    /// Where a member's value stands: first byte, and first byte after it.
    private record Span(int from, int to) {}

    /// Bytes that are no JSON object. The message names the place.
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, null, false, false);
        }

        static Malformed at(JsonProcessingException e) {
            String what = e.getOriginalMessage();
            return e.getLocation() == null
                    ? new Malformed(what)
                    : new Malformed(
                            "line %d, column %d: %s"
                                    .formatted(
                                            e.getLocation().getLineNr(),
                                            e.getLocation().getColumnNr(),
                                            what));
        }

        public String reason() {
            return String.valueOf(getMessage());
        }
    }
}
