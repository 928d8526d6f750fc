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

    @Test
    void an_answers_text_that_comes_again_in_pieces_is_left_out() {
        JsonNode stored =
                stored(
                        """
                        {"text": "ada@example.com", "logprobs": {"content": [{"token": "ada", "bytes": [97, 100, 97]}, {"token": "@example.com"}]},
                         "candidates": [{"logprobsResult": {"chosenCandidates": [{"token": "ada"}]}, "avgLogprobs": -0.5}], "last": "{\\"logprobs\\": [[1]]}"}
                        """
                                .getBytes(UTF_8));

        assertEquals(
                "{\"body\":{\"text\":\"[email]\",\"logprobs\":null,\"candidates\":[{\"logprobsResult\":null,\"avgLogprobs\":-0.5}],"
                        + "\"last\":\"{\\\"logprobs\\\":null}\"},\"truncated\":true}",
                stored.toString());
    }

    @Test
    void what_only_asks_for_probabilities_or_has_none_stays() {
        String json =
                "{\"logprobs\":true,\"a\":{\"logprobs\":[]},\"b\":{\"logprobs\":{}},\"c\":{\"logprobs\":null}}";

        assertEquals("{\"body\":" + json + "}", stored(json.getBytes(UTF_8)).toString());
    }

    @Test
    void in_place_of_a_file_stands_what_it_is() {
        String base64 = "YWRhQGV4YW1wbGUuY29t"; // ada@example.com
        JsonNode stored =
                stored(
                                """
                                {"url": "data:text/plain;charset=utf-8;base64,BASE64", "text": "see ![it](DATA:;base64,BASE64=) of bob@example.com",
                                 "source": {"data": "BASE64", "media_type": "text/plain"}, "arguments": "{\\"file_data\\": \\"BASE64\\"}",
                                 "data": "short", "other": {"data": "what is said in words", "signature": "BASE64"}}
                                """
                                        .replace("BASE64", base64)
                                        .getBytes(UTF_8))
                        .path("body");

        assertEquals(
                "data:text/plain;charset=utf-8;base64,[text/plain;charset=utf-8, 15 bytes]",
                stored.path("url").asText());
        assertEquals(
                "see ![it](DATA:;base64,[file, 15 bytes]) of [email]",
                stored.path("text").asText());
        assertEquals(
                "{\"data\":\"[file, 15 bytes]\",\"media_type\":\"text/plain\"}",
                stored.path("source").toString());
        assertEquals("{\"file_data\":\"[file, 15 bytes]\"}", stored.path("arguments").asText());
        assertEquals("short", stored.path("data").asText());
        assertEquals("what is said in words", stored.path("other").path("data").asText());
        assertEquals(base64, stored.path("other").path("signature").asText());
    }

    @Test
    void where_nothing_is_redacted_nothing_is_left_out() {
        String json =
                "{\"logprobs\":[{\"token\":\"a\"}],\"data\":\"YWRhQGV4YW1wbGUuY29t\",\"url\":\"data:;base64,YWRh\",\"a\":1,\"a\":2}";

        Body body = Body.of(json.getBytes(UTF_8), new Redactor(Redaction.NONE));

        assertEquals(json, body.written());
        assertFalse(body.truncated());
    }

    @Test
    void names_that_redacting_makes_the_same_are_numbered() {
        JsonNode stored =
                stored(
                        "{\"ada@x.com\":1,\"bob@x.com\":{\"eve@x.com\":0},\"[email] 3\":3,\"[email]\":4,\"cy@x.com\":5}"
                                .getBytes(UTF_8));

        assertEquals(
                "{\"body\":{\"[email]\":1,\"[email] 2\":{\"[email]\":0},\"[email] 3\":3,\"[email] 4\":4,\"[email] 5\":5}}",
                stored.toString());
    }

    /// As a Lambda function gives it to API Gateway: a text in JSON.
    private static byte[] proxied(JsonNode stored) {
        return Json.bytes(Json.object().put("body", new String(Json.bytes(stored), UTF_8)));
    }

    private static JsonNode stored(byte[] sent) {
        ObjectNode under = Json.object();
        Body.of(sent, new Redactor(EMAILS)).put(under);
        return Json.tree(Json.bytes(under));
    }
}
