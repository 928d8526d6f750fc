package dev.tollgate.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiTest {

    static final String TOOLS =
            """
            , 'tools': [{'functionDeclarations': [
              {'name': 'weather', 'parameters': {'type': 'OBJECT', 'properties': {
                'city': {'type': 'STRING'}, 'days': {'type': 'INTEGER'}}}},
              {'name': 'now', 'parametersJsonSchema': {'type': 'object'}}]}]
            """;
    static final String THOUGHTS =
            ", 'generationConfig': {'thinkingConfig': {'includeThoughts': true}}";

    private final SimulatedProvider provider = SimulatedProvider.start();
    private final GeminiClient client = GeminiClient.studio(provider);

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void an_answer_is_one_candidate_and_counts_its_tokens() throws Exception {
        var answer = client.answer("gemini-any", "");
        assertEquals("You said: Say hi, twice.", text(answer));
        assertEquals("model", answer.at("/candidates/0/content/role").asText());
        assertEquals("STOP", answer.at("/candidates/0/finishReason").asText());
        assertEquals("gemini-any", answer.path("modelVersion").asText());
        assertFalse(answer.path("responseId").asText().isEmpty());
        var usage = answer.path("usageMetadata");
        assertEquals(5, usage.path("promptTokenCount").asInt());
        assertEquals(8, usage.path("candidatesTokenCount").asInt());
        assertEquals(13, usage.path("totalTokenCount").asInt());
        assertFalse(usage.has("thoughtsTokenCount"));
        assertEquals("gemini-any", provider.received().getFirst().model());
        assertEquals(1, provider.calls());
    }

    @Test
    void the_key_may_stand_in_the_query() throws Exception {
        var plain = new GeminiClient(client.client());
        var body = "{'contents': [" + GeminiClient.SAYS + "]}";
        assertEquals(200, plain.post("ok:generateContent?key=k", body).statusCode());
        assertEquals(403, plain.post("ok:generateContent", body).statusCode());
        assertEquals("/v1beta/models/ok:generateContent", provider.received().getFirst().path());
    }

    @Test
    void tokens_run_out_and_stops_stop() throws Exception {
        var cut = client.answer("ok", ", 'generationConfig': {'maxOutputTokens': 4}");
        assertEquals("You said: Say", text(cut));
        assertEquals("MAX_TOKENS", cut.at("/candidates/0/finishReason").asText());
        var stopped = client.answer("ok", ", 'generationConfig': {'stopSequences': [' hi']}");
        assertEquals("You said: Say", text(stopped));
        assertEquals("STOP", stopped.at("/candidates/0/finishReason").asText());
    }

    @Test
    void names_may_be_spelt_either_way() throws Exception {
        var cut = client.answer("ok", ", 'generation_config': {'max_output_tokens': 2}");
        assertEquals("You said", text(cut));
    }

    @Test
    void thoughts_are_parts_if_they_are_wanted_and_never_among_the_candidates_tokens()
            throws Exception {
        var shown = client.answer("ok", THOUGHTS);
        assertTrue(shown.at("/candidates/0/content/parts/0/thought").asBoolean());
        assertFalse(shown.at("/candidates/0/content/parts/1").has("thought"));
        var usage = shown.path("usageMetadata");
        assertEquals(64, usage.path("thoughtsTokenCount").asInt());
        assertEquals(8, usage.path("candidatesTokenCount").asInt());
        assertEquals(5 + 8 + 64, usage.path("totalTokenCount").asInt());
        var hidden =
                client.answer(
                        "ok", ", 'generationConfig': {'thinkingConfig': {'thinkingLevel': 'LOW'}}");
        assertEquals(1, hidden.at("/candidates/0/content/parts").size());
        assertTrue(hidden.at("/candidates/0/content/parts/0").has("thoughtSignature"));
        assertEquals(16, hidden.at("/usageMetadata/thoughtsTokenCount").asInt());
        var scripted = client.answer("thinking", "");
        assertTrue(scripted.at("/candidates/0/content/parts/0/thought").asBoolean());
    }

    @Test
    void a_budget_of_nothing_is_no_thought() throws Exception {
        var none =
                client.answer(
                        "ok", ", 'generationConfig': {'thinkingConfig': {'thinkingBudget': 0}}");
        assertFalse(none.path("usageMetadata").has("thoughtsTokenCount"));
    }

    @Test
    void a_function_is_called_with_an_object() throws Exception {
        var answer = client.answer("ok", TOOLS);
        var call = answer.at("/candidates/0/content/parts/0/functionCall");
        assertEquals("weather", call.path("name").asText());
        assertEquals("Say hi, twice.", call.at("/args/city").asText());
        assertEquals(5, call.at("/args/days").asInt());
        assertFalse(call.has("id"));
        assertEquals("STOP", answer.at("/candidates/0/finishReason").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "AUTO, '', weather",
        "ANY, '', weather",
        "ANY, 'now', now",
        "NONE, '', ''",
    })
    void a_mode_and_names_choose_the_function(String mode, String allowed, String called)
            throws Exception {
        var names = allowed.isEmpty() ? "" : ", 'allowedFunctionNames': ['%s']".formatted(allowed);
        var config =
                ", 'toolConfig': {'functionCallingConfig': {'mode': '%s'%s}}"
                        .formatted(mode, names);
        var answer = client.answer("ok", TOOLS + config);
        assertEquals(called, answer.at("/candidates/0/content/parts/0/functionCall/name").asText());
    }

    @Test
    void the_latest_models_sign_their_first_call_and_give_ids() throws Exception {
        var parts =
                client.answer("parallel-tools@gemini-3-flash", TOOLS)
                        .at("/candidates/0/content/parts");
        assertEquals(2, parts.size());
        assertTrue(parts.path(0).has("thoughtSignature"));
        assertFalse(parts.path(1).has("thoughtSignature"));
        assertEquals(8, parts.at("/0/functionCall/id").asText().length());
    }

    @Test
    void a_function_response_is_answered_in_text() throws Exception {
        var call = "{'functionCall': {'name': 'weather', 'args': {}}}";
        var response =
                "{'functionResponse': {'name': 'weather', 'response': {'output': '12 degrees'}}}";
        var reply =
                client.converse(
                        "ok",
                        GeminiClient.SAYS
                                + ", {'role': 'model', 'parts': [%s]}, {'parts': [%s]}"
                                        .formatted(call, response),
                        TOOLS);
        var answer = Client.json(reply.body());
        assertEquals("The tool said: 12 degrees", text(answer));
        assertEquals(5 + 3 + 2, answer.at("/usageMetadata/promptTokenCount").asInt());
    }

    @Test
    void the_signature_of_the_current_turns_calls_comes_back() throws Exception {
        var model = "ok@gemini-3-flash";
        var part = client.answer(model, TOOLS).at("/candidates/0/content/parts/0");
        var name = part.at("/functionCall/name").asText();
        var unsigned = part.toString().replaceAll(",\"thoughtSignature\":\"[^\"]*\"", "");
        var placeholder =
                unsigned.substring(0, unsigned.length() - 1)
                        + ", 'thoughtSignature': 'skip_thought_signature_validator'}";
        assertEquals(200, afterCall(model, part.toString(), name, ""));
        var otherAlphabet = part.toString().replace('+', '-').replace('/', '_');
        assertEquals(200, afterCall(model, otherAlphabet, name, ""));
        assertEquals(200, afterCall(model, placeholder, name, ""));
        assertEquals(400, afterCall(model, unsigned, name, ""));
        assertEquals(400, afterCall(model, placeholder.replace("skip_", ""), name, ""));
        assertEquals(
                200, afterCall(model, unsigned, name, ", {'parts': [{'text': 'And tomorrow?'}]}"));
        assertEquals(200, afterCall("ok@gemini-2.5-flash", unsigned, name, ""));
    }

    @Test
    void a_schema_of_either_kind_is_followed() throws Exception {
        for (var schema :
                new String[] {
                    "'responseSchema': {'type': 'OBJECT', 'properties': {"
                            + "'title': {'type': 'STRING'}}}",
                    "'responseJsonSchema': {'type': 'object', 'properties': {"
                            + "'title': {'type': 'string'}}}"
                }) {
            var config = ", 'generationConfig': {'responseMimeType': 'application/json', " + schema;
            assertEquals("{\"title\":\"Say hi, twice.\"}", text(client.answer("ok", config + "}")));
        }
    }

    @Test
    void a_refusal_is_a_finish_and_a_refused_prompt_has_no_candidate() throws Exception {
        var refusal = client.answer("refusal", "");
        assertEquals("SAFETY", refusal.at("/candidates/0/finishReason").asText());
        var blocked = client.generate("content-policy", "");
        assertEquals(200, blocked.statusCode());
        var body = Client.json(blocked.body());
        assertEquals("PROHIBITED_CONTENT", body.at("/promptFeedback/blockReason").asText());
        assertFalse(body.has("candidates"));
        assertEquals(5, body.at("/usageMetadata/totalTokenCount").asInt());
    }

    @Test
    void candidates_have_indices() throws Exception {
        var answer = client.answer("ok", ", 'generationConfig': {'candidateCount': 2}");
        assertEquals(1, answer.at("/candidates/1/index").asInt());
        assertTrue(answer.at("/candidates/1/content/parts/0/text").asText().startsWith("Answer 2"));
    }

    @Test
    void images_and_long_prompts_show_in_the_usage() throws Exception {
        var image = "{'inlineData': {'mimeType': 'image/png', 'data': 'iVBORw0KGgo='}}";
        var reply =
                client.converse("ok", "{'parts': [%s, {'text': 'Look.'}]}".formatted(image), "");
        var answer = Client.json(reply.body());
        assertEquals("You said: Look. (images: 1)", text(answer));
        assertEquals("IMAGE", answer.at("/usageMetadata/promptTokensDetails/1/modality").asText());
        var system = ", 'systemInstruction': {'parts': [{'text': '" + "word ".repeat(1100) + "'}]}";
        assertEquals(
                1100 / 128 * 128,
                client.answer("ok", system).at("/usageMetadata/cachedContentTokenCount").asInt());
    }

    @Test
    void a_batch_is_embedded_in_its_order() throws Exception {
        var request = "{'model': 'models/ok', 'content': {'parts': [{'text': '%s'}]}%s}";
        var body =
                "{'requests': ["
                        + request.formatted("a b", ", 'outputDimensionality': 8")
                        + ", "
                        + request.formatted("c", ", 'outputDimensionality': 8")
                        + "]}";
        var answer = Client.json(client.post("ok:batchEmbedContents", body).body());
        assertEquals(2, answer.path("embeddings").size());
        assertEquals(8, answer.at("/embeddings/0/values").size());
        assertEquals(3, answer.at("/usageMetadata/promptTokenCount").asInt());
        assertEquals(
                400,
                client.post("ok:batchEmbedContents", body.replace("models/ok", "ok")).statusCode());
        var one = client.post("ok:embedContent", "{'content': {'parts': [{'text': 'c'}]}}");
        assertEquals(3072, Client.json(one.body()).at("/embedding/values").size());
    }

    @Test
    void tokens_are_counted_and_models_listed_for_nothing() throws Exception {
        var count = client.post("ok:countTokens", "{'contents': [" + GeminiClient.SAYS + "]}");
        assertEquals(5, Client.json(count.body()).path("totalTokens").asInt());
        var list = Client.json(client.get("").body());
        assertTrue(list.at("/models/0/name").asText().startsWith("models/"));
        var one = Client.json(client.get("/gemini-x").body());
        assertEquals("models/gemini-x", one.path("name").asText());
        assertEquals(0, provider.calls());
    }

    @Test
    void the_stable_version_is_told_from_openais_models_by_its_key() throws Exception {
        var models = new Client(URI.create(provider.origin() + "/v1/models"));
        var stable = new GeminiClient(models, "x-goog-api-key", "AIza-test");
        assertEquals("ok", stable.answer("ok", "").path("modelVersion").asText());
        assertTrue(Client.json(stable.get("").body()).has("models"));
        assertTrue(Client.json(models.get("").body()).has("data"));
    }

    @Test
    void an_echo_comes_back() throws Exception {
        assertEquals("{\"a\": 1.0}", raw(client.generate("ok", ", 'x_echo': {'a': 1.0}").body()));
    }

    private static String raw(String body) {
        return body.replaceAll("(?s).*\"x_echo\": (\\{[^}]*}).*", "$1");
    }

    private int afterCall(String model, String part, String name, String more) throws Exception {
        var response = "{'functionResponse': {'name': '%s', 'response': {}}}".formatted(name);
        var contents =
                GeminiClient.SAYS
                        + ", {'role': 'model', 'parts': [%s]}, {'role': 'user', 'parts': [%s]}%s"
                                .formatted(part, response, more);
        return client.converse(model, contents, TOOLS).statusCode();
    }

    private static String text(JsonNode answer) {
        return answer.at("/candidates/0/content/parts/0/text").asText();
    }
}
