package dev.tollgate.provider.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.http.Transport;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.FakeReply;
import dev.tollgate.provider.wire.Provider;
import dev.tollgate.provider.wire.Untranslatable;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import dev.tollgate.usage.Usage;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BedrockEmbeddingsTest {
    private static final String TITAN = "amazon.titan-embed-text-v2:0";
    private static final String COHERE = "cohere.embed-multilingual-v3";
    private static final Headers COUNTED = Headers.of("X-Amzn-Bedrock-Input-Token-Count", "9");

    private static Provider.Prepared prepare(String model, String request) {
        return BedrockRequestTest.PROVIDER.prepare(
                Calls.of(Operation.EMBEDDINGS, request.replace('\'', '"'), false),
                model,
                Optional.empty());
    }

    private static Whole answer(String model, String request, Headers headers, String answer)
            throws IOException {
        FakeReply reply = FakeReply.of(200, headers, answer.replace('\'', '"'));
        return (Whole)
                assertInstanceOf(Answered.class, prepare(model, request).reading().read(reply))
                        .answer();
    }

    private static String data(Whole whole) {
        return Json.tree(whole.body()).path("data").toString().replace('"', '\'');
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "amazon.titan-embed-text-v2:0 | {'input':'a'} | {'inputText':'a'}",
                "amazon.titan-embed-text-v2:0 | {'input':['a'],'dimensions':256} | {'inputText':'a','dimensions':256}",
                "amazon.titan-embed-text-v1 | {'input':'a'} | {'inputText':'a'}",
                "cohere.embed-english-v3 | {'input':['a','b']} | {'texts':['a','b'],'input_type':'search_document','embedding_types':['float']}",
                "us.cohere.embed-v4:0 | {'input':'a','dimensions':512} | {'texts':['a'],'input_type':'search_document','embedding_types':['float'],'output_dimension':512}",
            })
    void each_model_is_asked_in_its_own_form(String model, String asked, String sent) {
        Transport.Outgoing outgoing = prepare(model, asked).outgoing();

        assertTrue(outgoing.uri().getRawPath().endsWith("/invoke"));
        assertEquals(
                Optional.of("bedrock in eu-west-1"), outgoing.headers().first("authorization"));
        assertEquals(sent, new String(outgoing.body(), UTF_8).replace('"', '\''));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "amazon.titan-embed-text-v2:0 | {'input':['a','b']}",
                "amazon.titan-embed-text-v1 | {'input':'a','dimensions':256}",
                "cohere.embed-english-v3 | {'input':'a','dimensions':256}",
                "cohere.embed-english-v3 | {'input':[1,2]}",
                "amazon.nova-lite-v1:0 | {'input':'a'}",
            })
    void what_a_model_can_not_do_in_one_request_is_refused(String model, String asked) {
        assertThrows(Untranslatable.class, () -> prepare(model, asked));
    }

    @Test
    void titan_counts_in_its_answer() throws IOException {
        Whole whole =
                answer(
                        TITAN,
                        "{'input':'a'}",
                        COUNTED,
                        "{'embedding':[0.5,-1],'inputTextTokenCount':3,'embeddingsByType':{'float':[0.5,-1]}}");

        assertEquals("[{'object':'embedding','index':0,'embedding':[0.5,-1]}]", data(whole));
        assertEquals(Usage.of(3, 0), whole.summary().usage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'id':'i','embeddings':{'float':[[1],[2]]},'response_type':'embeddings_by_type','texts':['a','b']}",
                "{'embeddings':[[1],[2]],'response_type':'embeddings_floats'}",
            })
    void coheres_tokens_are_counted_by_a_header(String answered) throws IOException {
        Whole whole = answer(COHERE, "{'input':['a','b']}", COUNTED, answered);

        assertEquals(
                "[{'object':'embedding','index':0,'embedding':[1]},{'object':'embedding','index':1,'embedding':[2]}]",
                data(whole));
        assertEquals(Usage.of(9, 0), whole.summary().usage());
    }

    @Test
    void what_nobody_counts_is_estimated() throws IOException {
        Headers odd = Headers.of("x-amzn-bedrock-input-token-count", "many");

        assertTrue(
                answer(COHERE, "{'input':'a'}", odd, "{'embeddings':[[1]]}")
                        .summary()
                        .usage()
                        .estimated());
    }

    @Test
    void too_few_vectors_and_refusals_are_failures() throws IOException {
        FakeReply few = FakeReply.of(200, "{\"embeddings\":[[1]]}");
        assertInstanceOf(Failed.class, prepare(COHERE, "{'input':['a','b']}").reading().read(few));

        FakeReply refused =
                FakeReply.of(403, Headers.of("x-amzn-errortype", "AccessDeniedException"), "{}");
        assertEquals(
                Kind.AUTH,
                assertInstanceOf(
                                Failed.class,
                                prepare(TITAN, "{'input':'a'}").reading().read(refused))
                        .failure()
                        .kind());
    }
}
