package dev.tollgate.provider.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Language.InvalidPrompt;
import dev.tollgate.http.Json;
import dev.tollgate.http.JsonBody;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.FakeReply;
import dev.tollgate.provider.openai.ChatWire;
import dev.tollgate.provider.openai.Host;
import dev.tollgate.provider.wire.Untranslatable;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import dev.tollgate.usage.Usage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingTest {

    private static EmbeddingAsk read(String json) {
        try {
            return EmbeddingAsk.read(JsonBody.parse(json.getBytes(UTF_8)));
        } catch (JsonBody.Malformed e) {
            throw new IllegalArgumentException(e);
        }
    }

    /// Reads a provider's answer `{"vectors":[[...]],"tokens":n}` to a request.
    private static Outcome answer(String request, int status, String answer) throws IOException {
        return new EmbeddingReading(
                        Calls.of(Operation.EMBEDDINGS, request, false),
                        read(request),
                        "embed-x",
                        new ChatWire(Host.of("openai")),
                        EmbeddingTest::vectors,
                        Calls.ESTIMATE)
                .read(FakeReply.of(status, answer));
    }

    private static Embedded vectors(JsonNode answer)
            throws dev.tollgate.provider.wire.Wire.Unreadable {
        List<double[]> vectors = new ArrayList<>();
        for (JsonNode vector : answer.path("vectors")) {
            vectors.add(Embedded.vector(vector));
        }
        return new Embedded(
                vectors,
                Optional.of(answer.path("tokens"))
                        .filter(JsonNode::isNumber)
                        .map(tokens -> Usage.of(tokens.asLong(), 0)));
    }

    private static Whole whole(Outcome outcome) {
        return assertInstanceOf(Whole.class, assertInstanceOf(Answered.class, outcome).answer());
    }

    @Test
    void a_text_or_a_list_of_texts_is_read() {
        assertEquals(List.of("a"), read("{\"input\":\"a\"}").texts());
        assertEquals(List.of("a", "b"), read("{\"input\":[\"a\",\"b\"]}").texts());
    }

    @Test
    void what_has_no_place_is_reported_and_what_asks_for_nothing_is_not() {
        EmbeddingAsk asked =
                read(
                        """
                        {"model":"m","input":"a","dimensions":256,"encoding_format":"base64",
                         "metadata":{"team":"x"},"user":"u","truncate":null,"x":1}
                        """);

        assertEquals(
                new EmbeddingAsk(List.of("a"), OptionalInt.of(256), true, List.of("user", "x")),
                asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1,2]", "[[1,2],[3]]", "[\"a\",[1]]"})
    void tokens_in_place_of_texts_are_refused(String input) {
        assertThrows(Untranslatable.class, () -> read("{\"input\":" + input + "}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}                                          | input",
                "{\"input\":[]}                              | input",
                "{\"input\":{}}                              | input",
                "{\"input\":[\"a\",{}]}                      | input[1]",
                "{\"input\":\"a\",\"dimensions\":1.5}        | dimensions",
                "{\"input\":\"a\",\"encoding_format\":\"i8\"} | encoding_format",
            })
    void a_request_that_is_none_is_refused_with_its_place(String request, String path) {
        assertEquals(path, assertThrows(InvalidPrompt.class, () -> read(request)).path());
    }

    @Test
    void the_reply_holds_every_vector_as_it_came() throws IOException {
        Whole whole =
                whole(
                        answer(
                                "{\"input\":[\"a\",\"b\"],\"user\":\"u\"}",
                                200,
                                "{\"vectors\":[[-0.00752606,1],[1e-9,0.25]],\"tokens\":7}"));

        assertEquals(
                Json.tree(
                        """
                        {"object":"list",
                         "data":[{"object":"embedding","index":0,"embedding":[-0.00752606,1.0]},
                                 {"object":"embedding","index":1,"embedding":[1.0E-9,0.25]}],
                         "model":"embed-x","usage":{"prompt_tokens":7,"total_tokens":7}}
                        """
                                .getBytes(UTF_8)),
                Json.tree(whole.body()));
        assertEquals(Usage.of(7, 0), whole.summary().usage());
        assertEquals(List.of("user"), whole.dropped());
    }

    @Test
    void base64_holds_little_endian_floats() throws IOException {
        Whole whole =
                whole(
                        answer(
                                "{\"input\":\"a\",\"encoding_format\":\"base64\"}",
                                200,
                                "{\"vectors\":[[1,-2]]}"));

        assertEquals(
                "AACAPwAAAMA=",
                Json.tree(whole.body()).path("data").path(0).path("embedding").asText());
    }

    @Test
    void usage_that_is_not_given_is_estimated() throws IOException {
        Whole whole = whole(answer("{\"input\":\"12345678\"}", 200, "{\"vectors\":[[1]]}"));

        assertEquals(Usage.estimate(2, 0), whole.summary().usage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>",
                "[]",
                "{}",
                "{\"vectors\":[]}",
                "{\"vectors\":[[]]}",
                "{\"vectors\":[[\"1\"]]}",
                "{\"vectors\":[[1],[2]]}",
                "{\"error\":{\"message\":\"m\"}}",
            })
    void an_answer_that_is_none_is_a_server_error(String answer) throws IOException {
        Failed failed = assertInstanceOf(Failed.class, answer("{\"input\":\"a\"}", 200, answer));

        assertEquals(Kind.SERVER_ERROR, failed.failure().kind());
    }

    @Test
    void an_error_is_what_the_wire_says_it_is() throws IOException {
        Failed failed = assertInstanceOf(Failed.class, answer("{\"input\":\"a\"}", 401, "{}"));

        assertEquals(Kind.AUTH, failed.failure().kind());
        assertTrue(failed.failure().retryAfter().isEmpty());
    }
}
