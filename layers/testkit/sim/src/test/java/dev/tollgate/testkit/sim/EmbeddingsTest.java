package dev.tollgate.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingsTest {

    private final SimulatedProvider provider = SimulatedProvider.start();
    private final Client client = new Client(provider.baseUri());

    @AfterEach
    void close() {
        provider.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"Say hi.\" | 1 | 3",
                "[\"Say hi.\", \"Bye\"] | 2 | 4",
                "[1, 2, 3] | 1 | 3",
                "[[1, 2], [3]] | 2 | 3",
            })
    void every_form_of_input_is_counted(String input, int vectors, int tokens) throws Exception {
        var answer = embed(input, "");
        assertEquals(vectors, answer.path("data").size());
        assertEquals(tokens, answer.at("/usage/prompt_tokens").asInt());
        assertEquals(tokens, answer.at("/usage/total_tokens").asInt());
        assertEquals(1536, answer.at("/data/0/embedding").size());
        assertEquals("embed-any", answer.path("model").asText());
    }

    @Test
    void base64_holds_the_same_floats() throws Exception {
        var floats = embed("\"Say hi.\"", ", \"dimensions\": 64").at("/data/0/embedding");
        var text =
                embed("\"Say hi.\"", ", \"dimensions\": 64, \"encoding_format\": \"base64\"")
                        .at("/data/0/embedding")
                        .asText();
        var decoded =
                ByteBuffer.wrap(Base64.getDecoder().decode(text))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer();
        assertEquals(64, floats.size());
        assertEquals(64, decoded.remaining());
        double squares = 0;
        for (int i = 0; i < 64; i++) {
            assertEquals(floats.get(i).floatValue(), decoded.get(i));
            squares += decoded.get(i) * decoded.get(i);
        }
        assertEquals(1, squares, 1e-5);
    }

    @Test
    void texts_with_the_same_words_lie_closer_than_others() throws Exception {
        var data =
                embed("[\"the red fox runs\", \"the red fox sleeps\", \"taxes are due now\"]", "")
                        .path("data");
        assertTrue(dot(data.get(0), data.get(1)) > dot(data.get(0), data.get(2)) + 0.3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"input\": \"\"",
                "\"input\": []",
                "\"input\": [\"\"]",
                "\"input\": {}",
                "\"input\": \"a\", \"dimensions\": 0",
                "\"other\": 1"
            })
    void what_cannot_be_embedded_is_a_400(String fields) throws Exception {
        var reply = client.post("/embeddings", "{\"model\": \"embed-any\", " + fields + "}");
        assertEquals(400, reply.statusCode());
    }

    @Test
    void behaviours_and_x_echo_hold_for_embeddings() throws Exception {
        var failing = "{\"model\": \"status-503\", \"input\": \"a\"}";
        assertEquals(503, client.post("/embeddings", failing).statusCode());
        var echoing = "{\"model\": \"ok\", \"input\": \"a\", \"x_echo\": 1.00}";
        assertTrue(client.post("/embeddings", echoing).body().contains("\"x_echo\":1.00"));
        assertEquals(2, provider.calls());
    }

    private JsonNode embed(String input, String more) throws Exception {
        var body = "{\"model\": \"embed-any\", \"input\": " + input + more + "}";
        var reply = client.post("/embeddings", body);
        assertEquals(200, reply.statusCode(), reply.body());
        return Client.json(reply.body());
    }

    private static double dot(JsonNode one, JsonNode other) {
        double sum = 0;
        for (int i = 0; i < one.path("embedding").size(); i++) {
            sum += one.at("/embedding/" + i).asDouble() * other.at("/embedding/" + i).asDouble();
        }
        return sum;
    }
}
