package dev.tollgate.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

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
                int label = offset(parser, start);
                parser.nextToken();
                int from = offset(parser, start);
                parser.skipChildren();
                parser.finishToken();
                int to = (int) parser.currentLocation().getByteOffset() + start;
                if (members.put(name, new Span(label, from, to)) != null) {
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

    public Set<String> names() {
        return Collections.unmodifiableSet(members.keySet());
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

    /// What kind of value a member has, told by its first byte; empty if it is not there.
    public Optional<JsonNodeType> type(String name) {
        Span span = members.get(name);
        if (span == null) {
            return Optional.empty();
        }
        return Optional.of(
                switch (bytes[span.from]) {
                    case '{' -> JsonNodeType.OBJECT;
                    case '[' -> JsonNodeType.ARRAY;
                    case '"' -> JsonNodeType.STRING;
                    case 't', 'f' -> JsonNodeType.BOOLEAN;
                    case 'n' -> JsonNodeType.NULL;
                    default -> JsonNodeType.NUMBER;
                });
    }

    /// The object's bytes with members replaced; those that it lacks are added at the end.
    public byte[] with(Map<String, byte[]> values) {
        SortedMap<Integer, Patch> patches = new TreeMap<>();
        ByteArrayOutputStream added = new ByteArrayOutputStream();
        values.forEach((name, value) -> {
            Span span = members.get(name);
            if (span != null) {
                patches.put(span.from, new Patch(span, value));
            } else {
                boolean first = members.isEmpty() && added.size() == 0;
                String label = (first ? "" : ",") + Json.quote(name) + ":";
                added.writeBytes(label.getBytes(StandardCharsets.UTF_8));
                added.writeBytes(value);
            }
        });
        patches.put(end, new Patch(new Span(end, end, end), added.toByteArray()));
        return patched(patches.values());
    }

    /// The object without some members; what stays is as it was sent, but for the space between members.
    public JsonBody without(Set<String> names) {
        if (Collections.disjoint(names, members.keySet())) {
            return this;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        out.write('{');
        members.forEach((name, span) -> {
            if (!names.contains(name)) {
                if (out.size() > 1) {
                    out.write(',');
                }
                out.write(bytes, span.label, span.to - span.label);
            }
        });
        out.write('}');
        try {
            return parse(out.toByteArray());
        } catch (Malformed e) {
            throw new IllegalStateException("members of an object make an object", e);
        }
    }

    private byte[] patched(Collection<Patch> patches) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 64);
        int done = 0;
        for (Patch patch : patches) {
            out.write(bytes, done, patch.span.from - done);
            out.writeBytes(patch.value);
            done = patch.span.to;
        }
        out.write(bytes, done, bytes.length - done);
        return out.toByteArray();
    }

    private static int offset(JsonParser parser, int start) {
        return (int) parser.currentTokenLocation().getByteOffset() + start;
    }

    /// Where a member stands: first byte of its name, first byte of its value, and first byte after that.
    private record Span(int label, int from, int to) {}

    /// What is to stand in a span's place.
    private record Patch(Span span, byte[] value) {}

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
