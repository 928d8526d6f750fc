package dev.tollgate.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tollgate.http.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/// Changes the texts in a JSON document: values, names of members, numbers (which then become texts), and those in JSON that stands in a text itself, as
/// the arguments of tools do. It stays JSON, and what does not change stays what it was.
record Texts(UnaryOperator<String> change) {
    /// How deep JSON in texts in JSON is looked into.
    private static final int MAX_DEPTH = 4;

    /// Empty if it is no JSON.
    Optional<String> in(byte[] json) {
        return in(json, MAX_DEPTH);
    }

    private Optional<String> in(byte[] json, int depth) {
        StringWriter changed = new StringWriter(json.length + 64);
        try (JsonParser parser = Json.parser(json, 0, json.length);
                JsonGenerator generator = Json.mapper().getFactory().createGenerator(changed)) {
            int open = 0;
            do {
                JsonToken token = parser.nextToken();
                if (token == null) {
                    return Optional.empty(); // it ends too soon
                }
                open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                copy(token, parser, generator, depth);
            } while (open > 0);
            generator.flush();
            return parser.nextToken() == null
                    ? Optional.of(changed.toString())
                    : Optional.empty(); // there is more after its end
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private void copy(JsonToken token, JsonParser parser, JsonGenerator generator, int depth)
            throws IOException {
        switch (token) {
            case FIELD_NAME -> generator.writeFieldName(change.apply(parser.currentName()));
            case VALUE_STRING -> generator.writeString(text(parser.getText(), depth));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                String written = parser.getText();
                String left = change.apply(written);
                if (left.equals(written)) {
                    generator.writeNumber(written);
                } else {
                    generator.writeString(left);
                }
            }
            case START_OBJECT,
                    END_OBJECT,
                    START_ARRAY,
                    END_ARRAY,
                    VALUE_TRUE,
                    VALUE_FALSE,
                    VALUE_NULL,
                    VALUE_EMBEDDED_OBJECT,
                    NOT_AVAILABLE ->
                    generator.copyCurrentEvent(parser);
        }
    }

    private String text(String text, int depth) {
        if (depth > 0 && looksLikeJson(text)) {
            AtomicBoolean touched = new AtomicBoolean();
            Texts inside =
                    new Texts(it -> {
                        String left = change.apply(it);
                        touched.compareAndSet(false, !left.equals(it));
                        return left;
                    });
            Optional<String> json = inside.in(text.getBytes(UTF_8), depth - 1);
            if (json.isPresent()) {
                return touched.get() ? json.get() : text;
            }
        }
        return change.apply(text);
    }

    private static boolean looksLikeJson(String text) {
        String bare = text.strip();
        return (bare.startsWith("{") && bare.endsWith("}"))
                || (bare.startsWith("[") && bare.endsWith("]"));
    }
}
