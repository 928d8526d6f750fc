package dev.tollgate.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VertexTest {

    private final SimulatedProvider provider = SimulatedProvider.start();
    private final GeminiClient client = GeminiClient.vertex(provider);

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void an_answer_has_its_time_and_traffic() throws Exception {
        var answer = client.answer("ok", ", 'labels': {'team': 'a'}");
        assertEquals(
                "You said: Say hi, twice.",
                answer.at("/candidates/0/content/parts/0/text").asText());
        assertEquals("ON_DEMAND", answer.at("/usageMetadata/trafficType").asText());
        assertFalse(answer.path("createTime").asText().isEmpty());
        assertFalse(answer.at("/candidates/0").has("index"));
        assertEquals("ok", provider.received().getFirst().model());
        assertEquals(1, provider.calls());
    }

    @Test
    void only_the_last_chunk_of_a_stream_counts() throws Exception {
        var chunks = client.stream("tokens-2", "");
        assertEquals(
                "{\"trafficType\":\"ON_DEMAND\"}",
                chunks.getFirst().path("usageMetadata").toString());
        assertEquals(2, chunks.getLast().at("/usageMetadata/candidatesTokenCount").asInt());
        assertEquals("ON_DEMAND", chunks.getLast().at("/usageMetadata/trafficType").asText());
    }

    @Test
    void the_latest_models_sign_and_give_no_ids() throws Exception {
        var part =
                client.answer("ok@gemini-3-flash", GeminiTest.TOOLS)
                        .at("/candidates/0/content/parts/0");
        assertTrue(part.has("thoughtSignature"));
        assertFalse(part.path("functionCall").has("id"));
    }

    @Test
    void the_newer_version_has_the_same_addresses() throws Exception {
        var path = "/v1beta1/projects/p/locations/global/publishers/google/models";
        var newer =
                new GeminiClient(
                        new Client(URI.create(provider.origin() + path)),
                        "authorization",
                        "Bearer t");
        assertEquals("ok", newer.answer("ok", "").path("modelVersion").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "status-401, 401, UNAUTHENTICATED",
        "status-403, 403, PERMISSION_DENIED",
        "status-429, 429, RESOURCE_EXHAUSTED",
        "status-503, 503, UNAVAILABLE",
        "not-found, 404, NOT_FOUND",
        "bad-key, 401, UNAUTHENTICATED",
        "quota, 429, RESOURCE_EXHAUSTED",
    })
    void a_scripted_error_has_its_status_and_name(String model, int status, String name)
            throws Exception {
        var reply = client.generate(model, "");
        assertEquals(status, reply.statusCode());
        assertEquals(name, Client.json(reply.body()).at("/error/status").asText());
    }

    @Test
    void a_rate_limit_has_no_details_unless_a_wait_is_scripted() throws Exception {
        assertFalse(client.answer("status-429", "").path("error").has("details"));
        var waiting = client.answer("status-429-retry-after-34s", "").path("error");
        assertEquals(
                "34s", GeminiErrorsTest.detail(waiting, "RetryInfo").path("retryDelay").asText());
    }

    @Test
    void a_call_without_a_token_lacks_credentials() throws Exception {
        var keyed = new GeminiClient(client.client(), "authorization", "", "x-goog-api-key", "k");
        var reply = keyed.generate("ok", "");
        assertEquals(401, reply.statusCode());
        var error = Client.json(reply.body()).path("error");
        assertEquals(
                "CREDENTIALS_MISSING",
                GeminiErrorsTest.detail(error, "ErrorInfo").path("reason").asText());
    }

    @Test
    void texts_are_embedded_by_prediction() throws Exception {
        var body =
                "{'instances': [{'content': 'a b', 'task_type': 'RETRIEVAL_QUERY'},"
                        + " {'content': 'c'}], 'parameters': {'outputDimensionality': 16}}";
        var answer = Client.json(client.post("ok:predict", body).body());
        assertEquals(2, answer.path("predictions").size());
        assertEquals(16, answer.at("/predictions/0/embeddings/values").size());
        assertEquals(2, answer.at("/predictions/0/embeddings/statistics/token_count").asInt());
        assertEquals(4, answer.at("/metadata/billableCharacterCount").asInt());
        assertEquals(400, client.post("ok@gemini-embedding-001:predict", body).statusCode());
        assertEquals(400, client.post("ok:predict", "{'instances': []}").statusCode());
    }

    @Test
    void tokens_are_counted_for_nothing() throws Exception {
        var body = "{'contents': [" + GeminiClient.SAYS + "]}";
        var count = Client.json(client.post("ok:countTokens", body).body());
        assertEquals(5, count.path("totalTokens").asInt());
        assertEquals(0, provider.calls());
    }
}
