package dev.tollgate.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tollgate.http.Json;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;

/// Changes the texts in a JSON document: values, names of members, numbers (which then become texts), and those in JSON that stands in a text itself, as
/// the arguments of tools do. It stays JSON, and what does not change stays what it was.
record Texts(Change change) {
    /// How deep JSON in texts in JSON is looked into.
    private static final int MAX_DEPTH = 4;

    /// What becomes of what stands in a document.
    @FunctionalInterface
    interface Change {
        /// What a text becomes.
        String text(String text);

        /// What a member's text becomes, if that is no JSON.
        ///
        /// @param member its name; empty in a list
        default String text(String member, String text) {
            return text(text);
        }

        /// Whether a member's list or object becomes null, unless it is empty.
        default boolean leavesOut(String member) {
            return false;
        }
    }

    /// @param touched whether it is not what it was
    /// @param incomplete whether something was left out
    record Changed(String json, boolean touched, boolean incomplete) {}

    /// Empty if it is no JSON.
    Optional<Changed> in(byte[] json) {
        return in(json, MAX_DEPTH);
    }

    private Optional<Changed> in(byte[] json, int depth) {
        StringWriter changed = new StringWriter(json.length + 64);
        try (JsonParser parser = Json.parser(json, 0, json.length);
                JsonGenerator generator = Json.mapper().getFactory().createGenerator(changed)) {
            Copy copy = new Copy(parser, generator, depth);
            copy.value();
            generator.flush();
            return parser.nextToken() == null
                    ? Optional.of(new Changed(changed.toString(), copy.touched, copy.incomplete))
                    : Optional.empty(); // there is more after its end
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// One document on its way.
    private final class Copy {
        private final JsonParser parser;
        private final JsonGenerator generator;
        private final int depth;
        private final Deque<Names> objects = new ArrayDeque<>();
        private boolean touched;
        private boolean incomplete;

        Copy(JsonParser parser, JsonGenerator generator, int depth) {
            this.parser = parser;
            this.generator = generator;
            this.depth = depth;
        }

        /// @throws IOException if it is no JSON, or ends too soon
        void value() throws IOException {
            int open = 0;
            do {
                JsonToken token = next();
                if (token.isStructStart() && change.leavesOut(member())) {
                    leaveOut(token);
                } else {
                    open += step(token);
                    copy(token);
                }
            } while (open > 0);
        }

        private void copy(JsonToken token) throws IOException {
            switch (token) {
                case FIELD_NAME -> {
                    String name = parser.currentName();
                    generator.writeFieldName(
                            objects.element().given(name, seen(name, change.text(name))));
                }
                case VALUE_STRING -> generator.writeString(text(member(), parser.getText()));
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                    String written = parser.getText();
                    String left = seen(written, change.text(written));
                    if (left.equals(written)) {
                        generator.writeNumber(written);
                    } else {
                        generator.writeString(left);
                    }
                }
                case START_OBJECT -> {
                    objects.push(new Names());
                    generator.writeStartObject();
                }
                case END_OBJECT -> {
                    objects.pop();
                    generator.writeEndObject();
                }
                case START_ARRAY,
                        END_ARRAY,
                        VALUE_TRUE,
                        VALUE_FALSE,
                        VALUE_NULL,
                        VALUE_EMBEDDED_OBJECT,
                        NOT_AVAILABLE ->
                        generator.copyCurrentEvent(parser);
            }
        }

        private void leaveOut(JsonToken start) throws IOException {
            int inside = 0;
            for (int open = 1; open > 0; inside++) {
                open += step(next());
            }
            if (inside > 1) {
                generator.writeNull();
                touched = true;
                incomplete = true;
            } else if (start == JsonToken.START_ARRAY) {
                generator.writeStartArray();
                generator.writeEndArray();
            } else {
                generator.writeStartObject();
                generator.writeEndObject();
            }
        }

        private String text(String member, String text) {
            if (depth > 0 && looksLikeJson(text)) {
                Optional<Changed> inside = in(text.getBytes(UTF_8), depth - 1);
                if (inside.isPresent()) {
                    incomplete |= inside.get().incomplete();
                    touched |= inside.get().touched();
                    return inside.get().touched() ? inside.get().json() : text;
                }
            }
            return seen(text, change.text(member, text));
        }

        private String seen(String before, String after) {
            touched |= !after.equals(before);
            return after;
        }

        private String member() throws IOException {
            return Objects.requireNonNullElse(parser.currentName(), "");
        }

        private JsonToken next() throws IOException {
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw new EOFException("ends too soon");
            }
            return token;
        }
    }

    private static int step(JsonToken token) {
        return token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    }

    private static boolean looksLikeJson(String text) {
        String bare = text.strip();
        return (bare.startsWith("{") && bare.endsWith("}"))
                || (bare.startsWith("[") && bare.endsWith("]"));
    }
}
