package dev.tollgate.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BedrockTest {

    static final String TOOLS =
            """
            , 'toolConfig': {'tools': [
              {'toolSpec': {'name': 'weather', 'inputSchema': {'json': {'type': 'object',
                'properties': {'city': {'type': 'string'}}}}}},
              {'toolSpec': {'name': 'now', 'inputSchema': {'json': {'type': 'object'}}}}]%s}
            """;

    private final SimulatedProvider provider = SimulatedProvider.start();
    private final BedrockClient client = BedrockClient.of(provider);

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void an_answer_is_one_text_block_and_counts_its_tokens() throws Exception {
        var reply = client.converse("us.amazon.nova-lite-v1%3A0", "");
        assertEquals(200, reply.status());
        assertFalse(reply.header("x-amzn-requestid").isEmpty());
        var answer = reply.json();
        assertEquals(
                "You said: Say hi, twice.", answer.at("/output/message/content/0/text").asText());
        assertEquals("assistant", answer.at("/output/message/role").asText());
        assertEquals("end_turn", answer.path("stopReason").asText());
        assertEquals(5, answer.at("/usage/inputTokens").asInt());
        assertEquals(8, answer.at("/usage/outputTokens").asInt());
        assertEquals(13, answer.at("/usage/totalTokens").asInt());
        assertEquals("us.amazon.nova-lite-v1:0", provider.received().getFirst().model());
        assertEquals(1, provider.calls());
    }

    @Test
    void tokens_run_out_and_stops_stop() throws Exception {
        var cut = client.answer("ok", ", 'inferenceConfig': {'maxTokens': 4}");
        assertEquals("You said: Say", cut.at("/output/message/content/0/text").asText());
        assertEquals("max_tokens", cut.path("stopReason").asText());
        var stopped = client.answer("ok", ", 'inferenceConfig': {'stopSequences': [' hi']}");
        assertEquals("stop_sequence", stopped.path("stopReason").asText());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | weather",
                ", 'toolChoice': {'auto': {}} | weather",
                ", 'toolChoice': {'any': {}} | weather",
                ", 'toolChoice': {'tool': {'name': 'now'}} | now",
            })
    void a_tool_is_used_as_its_choice_says(String choice, String used) throws Exception {
        var answer = client.answer("ok", TOOLS.formatted(choice));
        var use = answer.at("/output/message/content/0/toolUse");
        assertEquals(used, use.path("name").asText());
        assertTrue(use.path("toolUseId").asText().startsWith("tooluse_"));
        assertEquals("tool_use", answer.path("stopReason").asText());
        assertEquals(used.equals("now") ? "" : "Say hi, twice.", use.at("/input/city").asText());
    }

    @Test
    void parallel_tools_are_two_blocks() throws Exception {
        var content =
                client.answer("parallel-tools", TOOLS.formatted("")).at("/output/message/content");
        assertEquals(2, content.size());
        assertNotEquals(content.at("/0/toolUse/toolUseId"), content.at("/1/toolUse/toolUseId"));
    }

    @Test
    void a_tool_result_is_answered_in_text() throws Exception {
        var messages =
                BedrockClient.SAYS
                        + ", {'role': 'assistant', 'content': [{'toolUse': {'toolUseId': 't1',"
                        + " 'name': 'weather', 'input': {}}}]}, {'role': 'user', 'content':"
                        + " [{'toolResult': {'toolUseId': 't1', 'content': [{'text': '12"
                        + " degrees'}]}}]}";
        var answer = client.converse("ok", messages, TOOLS.formatted("")).json();
        assertEquals(
                "The tool said: 12 degrees", answer.at("/output/message/content/0/text").asText());
        assertEquals(5 + 3 + 2, answer.at("/usage/inputTokens").asInt());
    }

    @Test
    void a_schema_is_a_text_and_followed() throws Exception {
        var format =
                ", \"outputConfig\": {\"textFormat\": {\"type\": \"json_schema\", \"structure\":"
                        + " {\"jsonSchema\": {\"name\": \"t\", \"schema\":"
                        + " \"{\\\"type\\\":\\\"object\\\",\\\"properties\\\":{\\\"title\\\":{\\\"type\\\":\\\"string\\\"}}}\"}}}}";
        assertEquals(
                "{\"title\":\"Say hi, twice.\"}",
                client.answer("ok", format).at("/output/message/content/0/text").asText());
    }

    @Test
    void reasoning_comes_first_and_goes_back_signed() throws Exception {
        var thinking =
                ", 'additionalModelRequestFields': {'thinking': {'type': 'enabled',"
                        + " 'budget_tokens': 1024}}";
        var asked = client.answer("ok", thinking);
        var text = asked.at("/output/message/content/0/reasoningContent/reasoningText");
        assertFalse(text.path("text").asText().isEmpty());
        assertFalse(text.path("signature").asText().isEmpty());
        assertEquals(64 + 8, asked.at("/usage/outputTokens").asInt());
        var effort = ", 'additionalModelRequestFields': {'reasoning_effort': 'low'}";
        assertEquals(16 + 8, client.answer("ok", effort).at("/usage/outputTokens").asInt());
        assertEquals(16 + 8, client.answer("thinking", "").at("/usage/outputTokens").asInt());
        var back =
                BedrockClient.SAYS
                        + ", {'role': 'assistant', 'content': "
                        + asked.at("/output/message/content")
                        + "}, {'role': 'user', 'content': [{'text': 'and?'}]}";
        assertEquals(200, client.converse("ok", back, "").status());
        var forged = back.replace("\"signature\":\"Es", "\"signature\":\"");
        assertEquals(400, client.converse("ok", forged, "").status());
    }

    @Test
    void images_are_bytes() throws Exception {
        var image =
                "{'role': 'user', 'content': [{'text': 'Look.'}, {'image': {'format': 'png',"
                        + " 'source': {'bytes': 'iVBORw0KGgo='}}}]}";
        var answer = client.converse("ok", image, "").json();
        assertEquals(
                "You said: Look. (images: 1)",
                answer.at("/output/message/content/0/text").asText());
        var located = image.replace("'bytes': 'iVBORw0KGgo='", "'s3Location': {'uri': 's3://a/b'}");
        assertEquals(400, client.converse("ok", located, "").status());
    }

    @Test
    void a_refusal_is_filtered_and_a_refused_prompt_is_answered_by_its_guardrail()
            throws Exception {
        assertEquals("content_filtered", client.answer("refusal", "").path("stopReason").asText());
        var blocked = client.converse("content-policy", "");
        assertEquals(200, blocked.status());
        assertEquals("guardrail_intervened", blocked.json().path("stopReason").asText());
        assertEquals(0, blocked.json().at("/usage/totalTokens").asInt(-1));
        assertEquals(1, blocked.json().at("/output/message/content").size());
    }

    @Test
    void a_marked_prompt_is_written_to_the_cache_and_then_read_beside_the_input() throws Exception {
        var system =
                ", 'system': [{'text': '"
                        + "word ".repeat(1100).strip()
                        + "'}, {'cachePoint': {'type': 'default'}}]";
        var first = client.answer("ok", system).path("usage");
        assertEquals(5, first.path("inputTokens").asInt());
        assertEquals(1100, first.path("cacheWriteInputTokens").asInt());
        assertEquals(5 + 1100 + 8, first.path("totalTokens").asInt());
        var second = client.answer("ok", system).path("usage");
        assertEquals(1100, second.path("cacheReadInputTokens").asInt());
        assertEquals(0, second.path("cacheWriteInputTokens").asInt());
    }

    @Test
    void titan_embeds_one_text() throws Exception {
        var path = "/model/ok%40amazon.titan-embed-text-v2%3A0/invoke";
        var reply = client.post(path, "{'inputText': 'a b', 'dimensions': 256}");
        assertEquals(256, reply.json().path("embedding").size());
        assertEquals(2, reply.json().path("inputTextTokenCount").asInt());
        assertEquals("2", reply.header("x-amzn-bedrock-input-token-count"));
        assertEquals(400, client.post(path, "{'inputText': 'a', 'dimensions': 300}").status());
        assertEquals(400, client.post(path, "{'input': 'a'}").status());
    }

    @Test
    void cohere_embeds_texts_and_counts_in_a_header_only() throws Exception {
        var path = "/model/ok%40cohere.embed-multilingual-v3/invoke";
        var body = "{'texts': ['a b', 'c'], 'input_type': 'search_query'%s}";
        var reply = client.post(path, body.formatted(""));
        assertEquals(2, reply.json().path("embeddings").size());
        assertEquals(1024, reply.json().at("/embeddings/0").size());
        assertEquals("3", reply.header("x-amzn-bedrock-input-token-count"));
        var typed = client.post(path, body.formatted(", 'embedding_types': ['float']"));
        assertEquals(2, typed.json().at("/embeddings/float").size());
        assertEquals(400, client.post(path, "{'texts': ['a']}").status());
    }

    @Test
    void an_echo_comes_back() throws Exception {
        assertEquals(7, client.answer("ok", ", 'x_echo': {'a': 7}").at("/x_echo/a").asInt());
    }
}
