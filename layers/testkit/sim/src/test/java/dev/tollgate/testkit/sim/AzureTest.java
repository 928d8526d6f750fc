package dev.tollgate.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AzureTest {

    private static final String VERSION = "?api-version=2024-10-21";
    private static final String STREAM = ", \"stream\": true";

    private final SimulatedProvider provider = SimulatedProvider.start();
    private final Client client = new Client(URI.create(provider.origin() + "/openai"));

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void a_deployments_name_is_its_model_and_its_script() throws Exception {
        var answer = answer("tokens-3", "");
        assertEquals("You said:", answer.at("/choices/0/message/content").asText());
        assertEquals("tokens-3", answer.path("model").asText());
        assertEquals("tokens-3", provider.received().getFirst().model());
        assertEquals(1, provider.calls());
    }

    @Test
    void every_choice_and_the_prompt_have_filter_results() throws Exception {
        var answer = answer("ok", "");
        assertEquals("safe", answer.at("/choices/0/content_filter_results/hate/severity").asText());
        assertFalse(
                answer.at("/prompt_filter_results/0/content_filter_results/jailbreak/filtered")
                        .asBoolean(true));
    }

    @Test
    void a_stream_begins_with_the_prompts_results_and_no_choice() throws Exception {
        var body = chat("tokens-2", STREAM).body();
        var events = Client.events(body);
        var first = Client.json(events.getFirst());
        assertTrue(first.path("choices").isArray() && first.path("choices").isEmpty());
        assertEquals("", first.path("id").asText("none"));
        assertTrue(first.path("prompt_filter_results").has(0));
        assertEquals("assistant", Client.json(events.get(1)).at("/choices/0/delta/role").asText());
        assertTrue(Client.json(events.get(2)).at("/choices/0").has("content_filter_results"));
        assertEquals("You said", Client.content(body));
        assertEquals("[DONE]", events.getLast());
    }

    @Test
    void what_the_filter_stops_has_no_message() throws Exception {
        var choice = answer("refusal", "").at("/choices/0");
        assertEquals("content_filter", choice.path("finish_reason").asText());
        assertFalse(choice.has("message"));
        assertTrue(choice.at("/content_filter_results/hate/filtered").asBoolean());
    }

    @ParameterizedTest
    @CsvSource({
        "status-401, 401, 401",
        "status-404, 404, DeploymentNotFound",
        "status-429, 429, 429",
        "status-500, 500, 500",
        "status-503, 503, 503",
        "not-found, 404, DeploymentNotFound",
        "bad-key, 401, 401",
        "quota, 429, 429",
        "context-length, 400, context_length_exceeded",
        "content-policy, 400, content_filter",
        "status-abc, 400, invalid_value",
    })
    void a_scripted_error_has_its_status_and_code(String model, int status, String code)
            throws Exception {
        var reply = chat(model, STREAM);
        assertEquals(status, reply.statusCode());
        assertEquals(code, Client.json(reply.body()).at("/error/code").asText());
    }

    @Test
    void a_filtered_prompt_says_what_for() throws Exception {
        var error = Client.json(chat("content-policy", "").body()).path("error");
        assertEquals("ResponsibleAIPolicyViolation", error.at("/innererror/code").asText());
        var result = error.at("/innererror/content_filter_result");
        assertTrue(result.at("/hate/filtered").asBoolean());
        assertTrue(result.has("self-harm"));
    }

    @Test
    void waits_are_told_in_words_seconds_and_milliseconds() throws Exception {
        var limited = chat("status-429-retry-after-1500ms", "");
        assertEquals("2", limited.headers().firstValue("retry-after").orElseThrow());
        assertEquals("1500", limited.headers().firstValue("retry-after-ms").orElseThrow());
        assertTrue(limited.body().contains("retry after 2 seconds"), limited.body());
        assertTrue(chat("quota", "").body().contains("retry after 86400 seconds"));
    }

    @Test
    void an_address_without_version_is_no_resource() throws Exception {
        var path = "/deployments/ok/chat/completions";
        var reply = client.post(path, Client.chatBody("x", "hi", ""));
        assertEquals(404, reply.statusCode());
        assertEquals("Resource not found", Client.json(reply.body()).at("/error/message").asText());
        assertEquals(404, client.post("/deployments/ok" + VERSION, "{}").statusCode());
    }

    @Test
    void the_key_has_a_header_of_its_own() throws Exception {
        var path = "/deployments/key-k1/chat/completions" + VERSION;
        var body = Client.chatBody("x", "hi", "");
        assertEquals(200, client.post(path, body, "api-key", "k1").statusCode());
        assertEquals(401, client.post(path, body, "api-key", "k2").statusCode());
        assertEquals(401, client.post(path, body, "authorization", "none").statusCode());
    }

    @Test
    void embeddings_and_the_newer_addresses_are_served() throws Exception {
        var embeddings = "{\"input\": \"hi\", \"dimensions\": 4}";
        var path = "/deployments/small/embeddings" + VERSION;
        var vectors = Client.json(client.post(path, embeddings).body());
        assertEquals(4, vectors.at("/data/0/embedding").size());
        assertEquals("small", vectors.path("model").asText());
        var chat =
                client.post(
                        "/v1/chat/completions", Client.chatBody("ok", "hi", ""), "api-key", "k");
        assertTrue(Client.json(chat.body()).has("prompt_filter_results"));
        var response =
                client.post(
                        "/v1/responses", "{\"model\": \"ok\", \"input\": \"hi\"}", "api-key", "k");
        assertEquals("completed", Client.json(response.body()).path("status").asText());
        assertEquals(200, client.get("/v1/models", "api-key", "k").statusCode());
    }

    @Test
    void replies_carry_the_headers_of_the_real_one() throws Exception {
        var headers = chat("ok", "").headers();
        assertTrue(headers.firstValue("apim-request-id").isPresent());
        assertEquals("60", headers.firstValue("x-ratelimit-renewalperiod-tokens").orElseThrow());
        assertTrue(headers.firstValue("openai-version").isEmpty());
    }

    private HttpResponse<String> chat(String deployment, String more) throws Exception {
        return client.post(
                "/deployments/" + deployment + "/chat/completions" + VERSION,
                Client.chatBody("ignored", "Say hi, twice.", more),
                "api-key",
                "test");
    }

    private JsonNode answer(String deployment, String more) throws Exception {
        return Client.json(chat(deployment, more).body());
    }
}
