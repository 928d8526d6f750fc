package dev.tollgate.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Other hosts of OpenAI's dialect, by their addresses and what they do otherwise.
class HostsTest {

    private static final String STREAM = ", \"stream\": true";
    private static final String ASKED = STREAM + ", \"stream_options\": {\"include_usage\": true}";

    private final SimulatedProvider provider = SimulatedProvider.start();
    private final Client client = new Client(provider.origin());

    @AfterEach
    void close() {
        provider.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/chat/completions",
                "/v1/chat/completions",
                "/api/v1/chat/completions",
                "/openai/v1/chat/completions",
                "/compatibility/v1/chat/completions",
                "/v1beta/openai/chat/completions",
                "/v1/projects/p/locations/l/endpoints/openapi/chat/completions",
            })
    void an_address_may_begin_as_it_likes(String path) throws Exception {
        var reply = client.post(path, Client.chatBody("tokens-2", "hi", ""));
        var answer = Client.json(reply.body());
        assertEquals("You said", answer.at("/choices/0/message/content").asText());
        assertFalse(answer.has("prompt_filter_results"));
        assertTrue(reply.headers().firstValue("x-ratelimit-limit-requests").isPresent());
        assertEquals(1, provider.calls());
        assertEquals("tokens-2", provider.received().getFirst().model());
    }

    @Test
    void embeddings_and_responses_may_too() throws Exception {
        var embeddings = client.post("/api/v1/embeddings", "{\"model\": \"ok\", \"input\": \"a\"}");
        assertTrue(Client.json(embeddings.body()).at("/data/0/embedding").isArray());
        var response = client.post("/openai/v1/responses", "{\"model\": \"ok\", \"input\": \"a\"}");
        assertEquals("response", Client.json(response.body()).path("object").asText());
    }

    @Test
    void a_key_or_token_of_azure_is_azures() throws Exception {
        var path = "/openai/v1/chat/completions";
        var body = Client.chatBody("ok", "hi", "");
        var token = client.post(path, body, "authorization", "Bearer eyJ0.e30.c2ln");
        assertTrue(Client.json(token.body()).has("prompt_filter_results"));
        var key = client.post(path, body, "api-key", "k");
        assertTrue(Client.json(key.body()).has("prompt_filter_results"));
    }

    @ParameterizedTest
    @ValueSource(strings = {STREAM, ASKED})
    void the_usage_may_stand_in_the_last_choice(String how) throws Exception {
        var chunks = stream("usage-in-choice", how);
        var last = chunks.getLast();
        assertEquals("stop", last.at("/choices/0/finish_reason").asText());
        assertEquals(13, last.at("/usage/total_tokens").asInt());
        assertEquals(1, chunks.stream().filter(c -> c.path("usage").isObject()).count());
        assertTrue(chunks.stream().allMatch(chunk -> chunk.path("choices").has(0)));
    }

    @Test
    void the_usage_may_stand_in_groqs_member() throws Exception {
        var last = stream("groq-usage", STREAM).getLast();
        assertEquals("stop", last.at("/choices/0/finish_reason").asText());
        assertEquals(13, last.at("/x_groq/usage/total_tokens").asInt());
        assertFalse(last.has("usage"));
        var document = chat("groq-usage", "");
        assertEquals(13, document.at("/usage/total_tokens").asInt());
        assertFalse(document.at("/x_groq/id").asText().isEmpty());
    }

    @Test
    void openrouter_comments_and_finishes_twice() throws Exception {
        var sse = body("openrouter", STREAM);
        assertTrue(sse.startsWith(": OPENROUTER PROCESSING\n\n"), sse);
        var chunks = stream("openrouter", STREAM);
        var twice = chunks.subList(chunks.size() - 2, chunks.size());
        for (var chunk : twice) {
            assertEquals("stop", chunk.at("/choices/0/finish_reason").asText());
            assertEquals("stop", chunk.at("/choices/0/native_finish_reason").asText());
        }
        assertFalse(twice.getFirst().path("usage").isObject());
        assertEquals(13, twice.getLast().at("/usage/total_tokens").asInt());
        assertTrue(twice.getLast().at("/usage/cost").asDouble() > 0);
        assertEquals(0.000013, chat("openrouter", "").at("/usage/cost").asDouble(), 1e-12);
    }

    @Test
    void openrouters_errors_within_a_stream_are_chunks_that_finish() throws Exception {
        var last = stream("openrouter+error-after-2", STREAM).getLast();
        assertEquals("error", last.at("/choices/0/finish_reason").asText());
        assertEquals(502, last.at("/error/code").asInt());
    }

    @ParameterizedTest
    @CsvSource({"reasoning-content, reasoning_content", "reasoning, reasoning"})
    void thoughts_are_shown_under_a_name(String word, String member) throws Exception {
        var script = word + "+thinking";
        var document = chat(script, "");
        var thought = document.at("/choices/0/message").path(member).asText();
        assertFalse(thought.isEmpty());
        assertTrue(document.at("/choices/0/message/content").asText().startsWith("You said"));
        var chunks = stream(script, STREAM);
        assertEquals(thought, joined(chunks, member));
        assertEquals(document.at("/choices/0/message/content").asText(), joined(chunks, "content"));
        assertEquals(16, document.at("/usage/completion_tokens_details/reasoning_tokens").asInt());
    }

    @Test
    void thoughts_are_token_events() throws Exception {
        var chunks = stream("reasoning+thinking+error-after-2", STREAM);
        assertEquals(
                2, chunks.stream().filter(c -> c.at("/choices/0/delta").has("reasoning")).count());
        assertFalse(joined(chunks, "content").contains("You"));
    }

    @Test
    void no_usage_and_no_finish_hold_for_hosts() throws Exception {
        for (var word : new String[] {"usage-in-choice", "groq-usage", "openrouter"}) {
            assertFalse(body(word + "+no-usage", ASKED).contains("total_tokens"), word);
            assertFalse(body(word + "+no-finish", ASKED).contains("\"stop\""), word);
        }
    }

    private String body(String model, String more) throws Exception {
        var body = Client.chatBody(model, "Say hi, twice.", more);
        return client.post("/api/v1/chat/completions", body).body();
    }

    private JsonNode chat(String model, String more) throws Exception {
        return Client.json(body(model, more));
    }

    /// The chunks of a stream.
    private List<JsonNode> stream(String model, String more) throws Exception {
        return Client.events(body(model, more)).stream()
                .filter(data -> !data.equals("[DONE]"))
                .map(Client::json)
                .toList();
    }

    private static String joined(List<JsonNode> chunks, String member) {
        return chunks.stream()
                .map(chunk -> chunk.at("/choices/0/delta").path(member))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .collect(Collectors.joining());
    }
}
