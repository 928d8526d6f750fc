package dev.tollgate.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GeminiStreamTest {

    private final SimulatedProvider provider = SimulatedProvider.start();
    private final GeminiClient client = GeminiClient.studio(provider);

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void lines_end_with_carriage_return_and_line_feed_and_nothing_marks_the_end() throws Exception {
        var sse = client.sse("tokens-2", "");
        assertEquals(3, sse.split("\r\n\r\n", -1).length - 1);
        assertFalse(sse.replace("\r\n", "").contains("\n"), sse);
        assertFalse(sse.contains("[DONE]"), sse);
        assertTrue(sse.endsWith("}\r\n\r\n"), sse);
    }

    @Test
    void the_finish_and_the_totals_stand_in_the_last_chunk_only() throws Exception {
        var chunks = client.stream("ok", "");
        for (var chunk : chunks.subList(0, chunks.size() - 1)) {
            assertFalse(chunk.at("/candidates/0").has("finishReason"), chunk.toString());
            assertEquals(5, chunk.at("/usageMetadata/promptTokenCount").asInt());
        }
        assertEquals(1, chunks.getFirst().at("/usageMetadata/candidatesTokenCount").asInt());
        var last = chunks.getLast();
        assertEquals("STOP", last.at("/candidates/0/finishReason").asText());
        assertEquals(8, last.at("/usageMetadata/candidatesTokenCount").asInt());
        assertEquals(13, last.at("/usageMetadata/totalTokenCount").asInt());
        assertEquals("You said: Say hi, twice.", text(chunks));
    }

    @Test
    void a_call_comes_whole_in_one_chunk() throws Exception {
        var chunks = client.stream("parallel-tools", GeminiTest.TOOLS);
        assertEquals(3, chunks.size());
        assertEquals(
                "Say hi, twice.", part(chunks.getFirst()).at("/functionCall/args/city").asText());
        assertEquals("now", part(chunks.get(1)).at("/functionCall/name").asText());
        assertEquals("STOP", chunks.get(2).at("/candidates/0/finishReason").asText());
    }

    @Test
    void thoughts_come_first_and_a_signature_last_with_an_empty_text() throws Exception {
        var chunks = client.stream("thinking@gemini-3-pro", GeminiTest.THOUGHTS);
        assertTrue(part(chunks.getFirst()).path("thought").asBoolean());
        assertEquals(1, chunks.getFirst().at("/usageMetadata/thoughtsTokenCount").asInt());
        assertFalse(chunks.getFirst().path("usageMetadata").has("candidatesTokenCount"));
        var last = part(chunks.getLast());
        assertEquals("", last.path("text").asText("none"));
        assertFalse(last.path("thoughtSignature").asText().isEmpty());
        assertEquals(64, chunks.getLast().at("/usageMetadata/thoughtsTokenCount").asInt());
    }

    @Test
    void a_call_of_the_latest_models_is_signed_where_it_stands() throws Exception {
        var chunks = client.stream("ok@gemini-3-pro", GeminiTest.TOOLS);
        assertTrue(part(chunks.getFirst()).has("thoughtSignature"));
        assertFalse(part(chunks.getLast()).has("thoughtSignature"));
    }

    @Test
    void the_document_and_the_stream_say_the_same() throws Exception {
        var document = client.answer("thinking", "");
        var chunks = client.stream("thinking", "");
        assertEquals(
                document.at("/candidates/0/content/parts/1/text").asText(),
                text(chunks.stream().filter(c -> !part(c).has("thought")).toList()));
        assertEquals(document.path("usageMetadata"), chunks.getLast().path("usageMetadata"));
    }

    @Test
    void a_refused_prompt_is_one_chunk_without_candidates() throws Exception {
        var chunks = client.stream("content-policy", "");
        assertEquals(1, chunks.size());
        assertTrue(chunks.getFirst().has("promptFeedback"));
        assertFalse(chunks.getFirst().has("candidates"));
    }

    @Test
    void an_error_within_a_stream_stands_outside_its_events() throws Exception {
        var sse = client.sse("error-after-2", "");
        var end = sse.substring(sse.lastIndexOf("\r\n\r\n") + 4);
        assertEquals("UNAVAILABLE", Client.json(end).at("/error/status").asText());
        assertEquals(503, Client.json(end).at("/error/code").asInt());
        assertTrue(end.startsWith("{\n  \"error\": {\n"), end);
        assertEquals(2, Client.events(sse).size());
    }

    @Test
    void a_stream_that_is_refused_is_a_bare_error_of_an_event_streams_type() throws Exception {
        var reply =
                client.post(
                        "not-found:streamGenerateContent?alt=sse",
                        "{'contents': [" + GeminiClient.SAYS + "]}");
        assertEquals(404, reply.statusCode());
        assertEquals("text/event-stream", reply.headers().firstValue("content-type").orElseThrow());
        assertEquals("NOT_FOUND", Client.json(reply.body()).at("/error/status").asText());
        assertTrue(reply.body().startsWith("{\n  \"error\": {\n    \"code\": 404,\n"));
        var invalid = client.post("ok:streamGenerateContent?alt=sse", "{'contents': []}");
        assertEquals(
                "text/event-stream", invalid.headers().firstValue("content-type").orElseThrow());
    }

    @Test
    void without_alt_it_is_one_array() throws Exception {
        var reply =
                client.post(
                        "tokens-2:streamGenerateContent",
                        "{'contents': [" + GeminiClient.SAYS + "]}");
        var array = Client.json(reply.body());
        assertEquals(3, array.size());
        assertEquals("STOP", array.at("/2/candidates/0/finishReason").asText());
        var open =
                client.post(
                        "no-done:streamGenerateContent",
                        "{'contents': [" + GeminiClient.SAYS + "]}");
        assertTrue(Client.json(open.body()).isMissingNode());
    }

    @Test
    void without_a_mark_no_done_leaves_out_the_finish() throws Exception {
        assertFalse(client.sse("no-done", "").contains("finishReason"));
        assertFalse(client.sse("no-finish", "").contains("finishReason"));
    }

    private static JsonNode part(JsonNode chunk) {
        return chunk.at("/candidates/0/content/parts/0");
    }

    private static String text(List<JsonNode> chunks) {
        return chunks.stream()
                .map(chunk -> part(chunk).path("text").asText())
                .collect(Collectors.joining());
    }
}
