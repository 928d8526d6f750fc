package dev.tollgate.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.http.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodyTest {
    private static final Redaction EMAILS = new Redaction(List.of(Redaction.Kind.EMAIL), List.of());

    @Test
    void of_what_is_too_large_the_longest_texts_are_shortened() {
        ObjectNode request = Json.object().put("image", "A".repeat(3_000_000));
        request.put("text", "from ada@example.com");

        JsonNode stored = stored(Json.bytes(request));

        assertTrue(stored.path("truncated").asBoolean());
        assertEquals("from [email]", stored.path("body").path("text").asText());
        assertTrue(
                stored.path("body").path("image").asText().endsWith("AA... [3000000 characters]"));
    }

    @Test
    void what_is_too_large_in_many_pieces_ends_as_a_text() {
        ArrayNode list = Json.mapper().createArrayNode();
        for (int i = 0; i < 400_000; i++) {
            list.add("\"ada@example.com\"");
        }
        byte[] json = Json.bytes(Json.object().set("list", list));

        JsonNode stored = stored(json);

        assertTrue(stored.path("truncated").asBoolean());
        assertTrue(stored.path("body").isTextual());
        assertFalse(stored.path("body").asText().contains("ada"));
        assertTrue(proxied(stored).length <= Body.MAX_BYTES + 100);
    }

    @Test
    void a_long_text_of_anything_is_cut_where_it_is_too_long_as_json() {
        for (String piece : List.of("a", "\"", "\u0001", "é", "€", "\ud83d\ude00")) {
            JsonNode stored = stored(piece.repeat(3_000_000).getBytes(UTF_8));

            assertTrue(stored.path("truncated").asBoolean(), piece);
            int bytes = proxied(stored).length;
            assertTrue(bytes <= Body.MAX_BYTES + 100 && bytes > Body.MAX_BYTES / 2, piece + bytes);
        }
    }

    @Test
    void what_fits_is_whole() {
        JsonNode stored = stored("{\"a\": 1}".getBytes(UTF_8));

        assertEquals("{\"body\":{\"a\":1}}", stored.toString());
    }

    /// As a Lambda function gives it to API Gateway: a text in JSON.
    private static byte[] proxied(JsonNode stored) {
        return Json.bytes(Json.object().put("body", new String(Json.bytes(stored), UTF_8)));
    }

    private static JsonNode stored(byte[] sent) {
        ObjectNode under = Json.object();
        Body.of(sent, EMAILS).put(under);
        return Json.tree(Json.bytes(under));
    }
}
