package dev.tollgate.testkit.sim.dialect;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The request's own `x_echo` field, as the bytes it was sent with: what comes back at the top
/// level of every answer and chunk, so that a test can prove that a field passed through untouched.
public record Echo(Optional<String> raw) {

    public static final String FIELD = "x_echo";

    public static Echo none() {
        return new Echo(Optional.empty());
    }

    /// Finds the field in a JSON object; the last one wins.
    public static Echo of(byte[] object) {
        try (var parser = Json.MAPPER.createParser(object)) {
            var echo = none();
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals(FIELD);
                parser.nextToken();
                long start = parser.currentTokenLocation().getByteOffset();
                long end = endOfValue(parser);
                if (wanted) {
                    echo = new Echo(Optional.of(text(object, start, end)));
                }
            }
            return echo;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void addTo(ObjectNode answer) {
        raw.ifPresent(value -> answer.putRawValue(FIELD, new RawValue(value)));
    }

    private static long endOfValue(JsonParser parser) throws IOException {
        parser.skipChildren();
        parser.finishToken();
        return parser.currentLocation().getByteOffset();
    }

    private static String text(byte[] bytes, long start, long end) {
        return new String(bytes, (int) start, (int) (end - start), StandardCharsets.UTF_8).strip();
    }
}
