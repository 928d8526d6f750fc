package dev.tollgate.provider.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Message;
import dev.tollgate.conversation.Message.Role;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.conversation.Prompt.Reasoning;
import dev.tollgate.http.Json;
import dev.tollgate.http.JsonBody;
import dev.tollgate.http.Transport;
import dev.tollgate.identity.Secret;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.wire.Untranslatable;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.ModelFacts;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Chat completions requests, and the `generateContent` requests that they become.
class GeminiRequestTest {
    private static final Gemini PROVIDER =
            Gemini.at(Gemini.PUBLIC, ModelFacts.UNKNOWN, Calls.ESTIMATE);

    private static Transport.Outgoing prepare(Call call, String model) {
        return PROVIDER.prepare(call, model, Optional.of(new Secret("key-1"))).outgoing();
    }

    private static JsonNode sent(String chat, String model) {
        return Json.tree(prepare(Calls.chat(chat), model).body());
    }

    private static void assertSent(String expected, String chat, String model) {
        assertEquals(tree(expected), tree(sent(chat, model).toString()));
    }

    private static JsonNode tree(String json) {
        return Json.tree(json.getBytes(UTF_8));
    }

    private static JsonNode written(List<Part> parts, String model, boolean numbered) {
        Prompt prompt = Prompt.of(List.of(new Message(Role.ASSISTANT, parts)));
        return new GeminiWire(numbered)
                .request(prompt, model, false, ModelFacts.UNKNOWN)
                .path("contents")
                .path(0)
                .path("parts");
    }

    @Test
    void a_chat_goes_to_its_model_with_the_key_in_a_header() {
        Transport.Outgoing outgoing = prepare(Calls.chat("{\"messages\":[]}"), "gemini-2.5-flash");

        assertEquals(
                "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent",
                outgoing.uri().toString());
        assertEquals(Optional.of("key-1"), outgoing.headers().first("x-goog-api-key"));
        assertFalse(outgoing.toString().contains("key-1"));
    }

    @Test
    void a_streamed_chat_asks_for_events() {
        Transport.Outgoing outgoing = prepare(Calls.stream("{\"messages\":[]}"), "a b/c@1");

        assertEquals(
                "https://generativelanguage.googleapis.com/v1beta/models/a%20b%2Fc%401:streamGenerateContent?alt=sse",
                outgoing.uri().toString());
    }

    @Test
    void nobody_speaks_the_wire_so_nothing_passes_as_it_is() throws JsonBody.Malformed {
        JsonBody body = JsonBody.parse("{}".getBytes(UTF_8));

        assertThrows(
                IllegalStateException.class, () -> new GeminiWire(true).pass(body, "m", false));
    }

    @Test
    void instructions_are_hoisted_and_turns_of_one_side_become_one() {
        assertSent(
                """
                {"systemInstruction":{"parts":[{"text":"Be brief."},{"text":"Be kind."}]},
                 "contents":[{"role":"user","parts":[{"text":"a"},{"text":"b"}]},
                             {"role":"model","parts":[{"text":"c"}]},
                             {"role":"user","parts":[{"text":"d"}]}]}
                """,
                """
                {"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"a"},
                             {"role":"developer","content":"Be kind."},{"role":"user","content":"b"},
                             {"role":"assistant","content":"c"},{"role":"assistant","content":""},
                             {"role":"user","content":"d"}]}
                """,
                "gemini-2.5-flash");
    }

    @Test
    void sampling_has_its_own_names() {
        assertSent(
                """
                {"contents":[{"role":"user","parts":[{"text":"a"}]}],
                 "generationConfig":{"maxOutputTokens":9,"temperature":0.5,"topP":0.9,"topK":3,
                   "stopSequences":["x","y"],"seed":7,"presencePenalty":0.25,"frequencyPenalty":-0.5}}
                """,
                """
                {"messages":[{"role":"user","content":"a"}],"max_completion_tokens":9,"temperature":0.5,
                 "top_p":0.9,"top_k":3,"stop":["x","y"],"seed":7,"presence_penalty":0.25,
                 "frequency_penalty":-0.5}
                """,
                "gemini-2.5-flash");
    }

    @Test
    void images_files_and_audio_are_sent_along_or_named_by_their_address() {
        assertSent(
                """
                {"contents":[{"role":"user","parts":[
                  {"inlineData":{"mimeType":"image/png","data":"QQ=="}},
                  {"fileData":{"mimeType":"image/jpeg","fileUri":"https://x.example/a.b/c.JPG?hmac=1.png"}},
                  {"fileData":{"fileUri":"https://x.example/a.png/raw"}},
                  {"fileData":{"mimeType":"image/webp","fileUri":"gs://bucket/a.webp"}},
                  {"inlineData":{"mimeType":"application/pdf","data":"QUI="}},
                  {"inlineData":{"mimeType":"audio/wav","data":"QUJD"}}]}]}
                """,
                """
                {"messages":[{"role":"user","content":[
                  {"type":"image_url","image_url":{"url":"data:image/png;base64,QQ=="}},
                  {"type":"image_url","image_url":{"url":"https://x.example/a.b/c.JPG?hmac=1.png"}},
                  {"type":"image_url","image_url":{"url":"https://x.example/a.png/raw"}},
                  {"type":"image_url","image_url":{"url":"gs://bucket/a.webp"}},
                  {"type":"file","file":{"file_data":"data:application/pdf;base64,QUI="}},
                  {"type":"input_audio","input_audio":{"data":"QUJD","format":"wav"}}]}]}
                """,
                "gemini-2.5-flash");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"auto\"     | {\"mode\":\"AUTO\"}",
                "\"none\"     | {\"mode\":\"NONE\"}",
                "\"required\" | {\"mode\":\"ANY\"}",
                "{\"type\":\"function\",\"function\":{\"name\":\"f\"}} | {\"mode\":\"ANY\",\"allowedFunctionNames\":[\"f\"]}",
            })
    void tools_keep_their_schema_and_the_choice_is_a_mode(String choice, String config) {
        String schema =
                "{\"type\":\"object\",\"properties\":{\"x\":{\"$ref\":\"#/$defs/X\"}},\"additionalProperties\":false}";
        assertSent(
                """
                {"contents":[{"role":"user","parts":[{"text":"a"}]}],
                 "tools":[{"functionDeclarations":[
                   {"name":"f","description":"d","parametersJsonSchema":%s},
                   {"name":"g","parametersJsonSchema":{"type":"object"}}]}],
                 "toolConfig":{"functionCallingConfig":%s}}
                """
                        .formatted(schema, config),
                """
                {"messages":[{"role":"user","content":"a"}],"tool_choice":%s,"tools":[
                  {"type":"function","function":{"name":"f","description":"d","strict":true,"parameters":%s}},
                  {"type":"function","function":{"name":"g"}}]}
                """
                        .formatted(choice, schema),
                "gemini-2.5-flash");
    }

    @Test
    void a_schema_for_the_answer_is_a_json_schema_with_its_description() {
        assertSent(
                """
                {"contents":[{"role":"user","parts":[{"text":"a"}]}],
                 "generationConfig":{"responseMimeType":"application/json",
                   "responseJsonSchema":{"type":"object","description":"a thing"}}}
                """,
                """
                {"messages":[{"role":"user","content":"a"}],"response_format":{"type":"json_schema",
                  "json_schema":{"name":"n","description":"a thing","schema":{"type":"object"}}}}
                """,
                "gemini-2.5-flash");
        assertSent(
                """
                {"contents":[{"role":"user","parts":[{"text":"a"}]}],
                 "generationConfig":{"responseMimeType":"application/json"}}
                """,
                "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"response_format\":{\"type\":\"json_object\"}}",
                "gemini-2.5-flash");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "gemini-2.5-flash       | none    | {\"thinkingBudget\":0}",
                "gemini-2.5-flash-lite  | minimal | {\"thinkingBudget\":1024,\"includeThoughts\":true}",
                "gemini-2.5-flash       | low     | {\"thinkingBudget\":1024,\"includeThoughts\":true}",
                "gemini-2.5-flash       | medium  | {\"thinkingBudget\":8192,\"includeThoughts\":true}",
                "gemini-2.5-flash       | high    | {\"thinkingBudget\":24576,\"includeThoughts\":true}",
                "gemini-2.5-flash       | max     | {\"thinkingBudget\":24576,\"includeThoughts\":true}",
                "gemini-2.5-pro         | none    | {\"thinkingBudget\":128}",
                "gemini-2.5-pro         | xhigh   | {\"thinkingBudget\":32768,\"includeThoughts\":true}",
                "gemini-3-flash-preview | none    | {\"thinkingLevel\":\"MINIMAL\"}",
                "gemini-3.5-flash       | minimal | {\"thinkingLevel\":\"MINIMAL\",\"includeThoughts\":true}",
                "gemini-3.1-pro-preview | none    | {\"thinkingLevel\":\"LOW\"}",
                "gemini-3.1-pro-preview | minimal | {\"thinkingLevel\":\"LOW\",\"includeThoughts\":true}",
                "gemini-3.1-pro-preview | low     | {\"thinkingLevel\":\"LOW\",\"includeThoughts\":true}",
                "gemini-3.5-flash       | medium  | {\"thinkingLevel\":\"MEDIUM\",\"includeThoughts\":true}",
                "gemini-3.5-flash       | high    | {\"thinkingLevel\":\"HIGH\",\"includeThoughts\":true}",
                "gemini-3.5-flash       | xhigh   | {\"thinkingLevel\":\"HIGH\",\"includeThoughts\":true}",
                "gemini-flash-latest    | low     | {\"thinkingLevel\":\"LOW\",\"includeThoughts\":true}",
            })
    void an_effort_is_a_level_or_a_budget(String model, String effort, String config) {
        JsonNode sent =
                sent("{\"messages\":[],\"reasoning_effort\":\"" + effort + "\"}", model.strip());

        assertEquals(
                tree(config),
                tree(sent.path("generationConfig").path("thinkingConfig").toString()));
    }

    @Test
    void a_budget_that_is_given_goes_as_it_is_and_without_one_the_model_decides() {
        assertEquals(
                tree("{\"thinkingBudget\":700,\"includeThoughts\":true}"),
                tree(
                        ThinkingConfig.write(
                                        new Reasoning(Optional.empty(), OptionalInt.of(700)),
                                        "gemini-3.5-flash")
                                .toString()));
        assertEquals(
                tree("{\"includeThoughts\":true}"),
                tree(
                        ThinkingConfig.write(
                                        new Reasoning(Optional.empty(), OptionalInt.empty()),
                                        "gemini-2.5-pro")
                                .toString()));
    }

    private static final String ROUND =
            """
            {"messages":[
              {"role":"user","content":"weather?"},
              {"role":"assistant","content":null,"tool_calls":[
                {"id":"c1","type":"function","function":{"name":"f","arguments":"{\\"x\\":1.50}"}%s},
                {"id":"c2","type":"function","function":{"name":"g","arguments":""}}]},
              {"role":"tool","tool_call_id":"c2","content":"{\\"t\\":3}"},
              {"role":"tool","tool_call_id":"c1","content":"sunny"},
              {"role":"user","content":"and?"}]}
            """;

    private static String round(String id1, String id2, String signature) {
        return """
        {"contents":[
          {"role":"user","parts":[{"text":"weather?"}]},
          {"role":"model","parts":[
            {"functionCall":{%s"name":"f","args":{"x":1.50}}%s},
            {"functionCall":{%s"name":"g","args":{}}}]},
          {"role":"user","parts":[
            {"functionResponse":{%s"name":"g","response":{"t":3}}},
            {"functionResponse":{%s"name":"f","response":{"output":"sunny"}}},
            {"text":"and?"}]}]}
        """
                .formatted(id1, signature, id2, id2, id1);
    }

    @Test
    void results_of_tools_carry_the_name_of_their_call() {
        assertSent(
                round("\"id\":\"c1\",", "\"id\":\"c2\",", ""),
                ROUND.formatted(""),
                "gemini-2.5-flash");
    }

    @Test
    void a_call_no_gemini_made_is_excused_where_signatures_are_checked() {
        assertSent(
                round(
                        "\"id\":\"c1\",",
                        "\"id\":\"c2\",",
                        ",\"thoughtSignature\":\"skip_thought_signature_validator\""),
                ROUND.formatted(
                        ",\"extra_content\":{\"tollgate\":{\"signature\":\"tollgate:anthropic:abc\"}}"),
                "gemini-3.5-flash");
    }

    @Test
    void a_signature_of_geminis_own_goes_back_to_its_call_and_nothing_is_added() {
        assertSent(
                round("\"id\":\"c1\",", "\"id\":\"c2\",", ",\"thoughtSignature\":\"EpwI\""),
                ROUND.formatted(
                        ",\"extra_content\":{\"tollgate\":{\"signature\":\"tollgate:gemini:EpwI\"}}"),
                "gemini-3.5-flash");
    }

    @Test
    void vertex_matches_calls_by_name_and_order() throws JsonBody.Malformed {
        Call call = Calls.chat(ROUND.formatted(""));

        assertEquals(
                tree(round("", "", "")),
                tree(
                        new GeminiWire(false)
                                .request(
                                        call.ask().prompt(),
                                        "gemini-2.5-pro",
                                        false,
                                        ModelFacts.UNKNOWN)
                                .toString()));
    }

    @Test
    void a_tool_that_failed_says_so() {
        Prompt prompt =
                Prompt.of(
                        List.of(
                                new Message(
                                        Role.ASSISTANT,
                                        List.of(
                                                new Part.ToolCall(
                                                        "c", "f", "{}", Optional.empty()))),
                                new Message(
                                        Role.USER,
                                        List.of(
                                                new Part.ToolResult(
                                                        "c",
                                                        List.of(Part.Text.of("{\"no\":1}")),
                                                        true)))));

        assertEquals(
                "{\"error\":\"{\\\"no\\\":1}\"}",
                new GeminiWire(true)
                        .request(prompt, "gemini-2.5-pro", false, ModelFacts.UNKNOWN)
                        .at("/contents/1/parts/0/functionResponse/response")
                        .toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"role\":\"tool\",\"tool_call_id\":\"none\",\"content\":\"x\"}",
                "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":\"}}]}",
                "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"[1]\"}}]}",
            })
    void what_gemini_has_no_word_for_is_refused(String message) {
        assertThrows(
                Untranslatable.class,
                () -> sent("{\"messages\":[" + message + "]}", "gemini-2.5-flash"));
    }

    @Test
    void a_signature_without_a_thought_goes_back_to_its_text() {
        Part signature = new Part.Thinking("", Optional.of(new Signature("gemini", "S")));
        Part other = new Part.Thinking("", Optional.of(new Signature("gemini", "T")));
        Part thought = new Part.Thinking("hm", Optional.of(new Signature("gemini", "U")));
        Part text = Part.Text.of("a");

        assertEquals(
                tree("[{\"text\":\"a\",\"thoughtSignature\":\"S\"}]"),
                written(List.of(text, signature), "gemini-3.5-flash", true));
        assertEquals(
                tree("[{\"text\":\"a\",\"thoughtSignature\":\"S\"}]"),
                written(List.of(signature, text), "gemini-3.5-flash", true));
        assertEquals(
                tree("[{\"text\":\"\",\"thoughtSignature\":\"S\"}]"),
                written(List.of(signature), "gemini-3.5-flash", true));
        assertEquals(
                tree(
                        "[{\"text\":\"\",\"thoughtSignature\":\"S\"},{\"functionCall\":{\"name\":\"f\",\"args\":{}}}]"),
                written(
                        List.of(signature, new Part.ToolCall("c", "f", "{}", Optional.empty())),
                        "gemini-2.5-pro",
                        false));
        assertEquals(
                tree(
                        """
                        [{"text":"hm","thought":true,"thoughtSignature":"U"},
                         {"text":"a","thoughtSignature":"S"},{"text":"a","thoughtSignature":"T"}]
                        """),
                written(List.of(thought, text, signature, other, text), "gemini-3.5-flash", true));
    }

    @Test
    void embeddings_are_asked_for_in_one_batch() {
        Call call =
                Calls.of(
                        Operation.EMBEDDINGS,
                        "{\"input\":[\"a\",\"b\"],\"dimensions\":256}",
                        false);

        Transport.Outgoing outgoing = prepare(call, "gemini-embedding-2");

        assertEquals(
                "https://generativelanguage.googleapis.com/v1beta/models/gemini-embedding-2:batchEmbedContents",
                outgoing.uri().toString());
        assertEquals(
                tree(
                        """
                        {"requests":[
                          {"model":"models/gemini-embedding-2","content":{"parts":[{"text":"a"}]},"outputDimensionality":256},
                          {"model":"models/gemini-embedding-2","content":{"parts":[{"text":"b"}]},"outputDimensionality":256}]}
                        """),
                Json.tree(outgoing.body()));
    }
}
