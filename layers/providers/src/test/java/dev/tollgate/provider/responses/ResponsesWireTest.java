package dev.tollgate.provider.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Citation;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.dialect.responses.ResponsesDialect;
import dev.tollgate.http.Json;
import dev.tollgate.identity.Secret;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.FakeReply;
import dev.tollgate.provider.openai.Apis.Api;
import dev.tollgate.provider.openai.Host;
import dev.tollgate.provider.openai.OpenAi;
import dev.tollgate.provider.wire.Outbound;
import dev.tollgate.provider.wire.Provider;
import dev.tollgate.provider.wire.Untranslatable;
import dev.tollgate.provider.wire.Wire.Unreadable;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Failure.Remedy;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import dev.tollgate.usage.Usage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponsesWireTest {
    private static final OpenAi PREFERRED = Responses.of("openai", Api.RESPONSES);

    private static Call responses(String json) {
        return Calls.of(new ResponsesDialect(), Operation.CHAT, json, false);
    }

    private static Provider.Prepared prepare(OpenAi provider, Call call) {
        return provider.prepare(call, "gpt-x", Optional.of(new Secret("sk-1")));
    }

    private static String sent(OpenAi provider, Call call) {
        return new String(prepare(provider, call).outgoing().body(), UTF_8);
    }

    private static JsonNode json(String text) {
        return Json.tree(text.getBytes(UTF_8));
    }

    private static Completion read(String response) throws Unreadable {
        return ResponsesAnswer.read(json(response));
    }

    @ParameterizedTest
    @CsvSource({
        "responses, openai, CHAT, /responses",
        "responses, openai, RESPONSES, /responses",
        "openai, openai, CHAT, /chat/completions",
        "openai, openai, RESPONSES, /responses",
    })
    void a_call_takes_its_own_api_or_else_the_preferred_one(
            String language, String vendor, Api preferred, String path) {
        Call call =
                language.equals("responses")
                        ? responses("{\"input\":\"x\"}")
                        : Calls.chat("{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");

        assertEquals(
                "https://api.openai.com/v1" + path,
                prepare(Responses.of(vendor, preferred), call).outgoing().uri().toString());
    }

    @Test
    void a_call_in_the_same_language_changes_in_its_model_and_is_never_stored() {
        assertEquals(
                "{ \"x\":1.0, \"model\" : \"gpt-x\",\"input\":[ ],\"store\":false}",
                sent(
                        Responses.openAi(),
                        responses("{ \"x\":1.0, \"model\" : \"a\",\"input\":[ ]}")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "openai | {\"store\":true} | {\"store\":false,\"model\":\"gpt-x\"} | [store]",
                "openai | {\"store\":false} | {\"store\":false,\"model\":\"gpt-x\"} | []",
                "openai | {\"store\":null} | {\"store\":false,\"model\":\"gpt-x\"} | []",
                "groq | {\"store\":true} | {\"model\":\"gpt-x\"} | [store]",
                "groq | {\"input\":\"x\"} | {\"input\":\"x\",\"model\":\"gpt-x\"} | []",
                "deepseek | {\"max_completion_tokens\":9} | {\"max_completion_tokens\":9,\"model\":\"gpt-x\",\"store\":false} | []",
            })
    void what_is_stored_is_dropped_and_reported(
            String vendor, String asked, String sent, String dropped) {
        Outbound outbound =
                new ResponsesWire(Host.of(vendor))
                        .pass(responses(asked.strip()).body(), "gpt-x", false);

        assertEquals(json(sent), Json.tree(outbound.body()));
        assertEquals(dropped, outbound.dropped().toString());
    }

    @Test
    void what_another_provider_has_signed_is_left_out_of_a_call_in_the_same_language() {
        Call call =
                responses(
                        """
                        {"model":"a","input":[
                         {"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"tollgate:anthropic:c2ln"},
                         {"type":"reasoning","id":"rs_2","summary":[],"encrypted_content":"gAAA"},
                         {"type":"function_call","call_id":"c","name":"f","arguments":"{}","extra_content":{"tollgate":{"signature":"tollgate:gemini:x"}}}]}\
                        """);
        Outbound outbound = new ResponsesWire(Host.of("openai")).pass(call.body(), "gpt-x", false);

        assertEquals(
                json(
                        """
                        [{"type":"reasoning","id":"rs_2","summary":[],"encrypted_content":"gAAA"},
                         {"type":"function_call","call_id":"c","name":"f","arguments":"{}"}]\
                        """),
                Json.tree(outbound.body()).path("input"));
        assertEquals(List.of("thinking"), outbound.dropped());
    }

    @Test
    void a_chat_becomes_a_request_for_a_response() {
        Call call =
                Calls.chat(
                        """
                        {"model":"a","max_tokens":9,"temperature":0.5,"stop":["x"],"reasoning_effort":"low","verbosity":"low","user":"u",
                         "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"},"strict":true}},
                         "tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"}}}],
                         "tool_choice":{"type":"function","function":{"name":"f"}},"parallel_tool_calls":false,
                         "messages":[
                          {"role":"system","content":"S"},{"role":"system","content":"S2"},
                          {"role":"user","content":[{"type":"text","text":"T"},{"type":"text","text":"U"},
                           {"type":"image_url","image_url":{"url":"https://a.example/i.png","detail":"low"}},
                           {"type":"file","file":{"filename":"f.pdf","file_data":"data:application/pdf;base64,BB=="}}]},
                          {"role":"assistant","content":"A","thinking_blocks":[{"type":"thinking","thinking":"hm","signature":"tollgate:responses:summary:rs_1:gAAA"}],
                           "tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\\"a\\":1}"}}]},
                          {"role":"tool","tool_call_id":"c1","content":"O"},
                          {"role":"user","content":"more"}]}\
                        """);

        assertEquals(
                json(
                        """
                        {"model":"gpt-x","instructions":"S","input":[
                          {"type":"message","role":"system","content":"S2"},
                          {"type":"message","role":"user","content":[{"type":"input_text","text":"T"},{"type":"input_text","text":"U"},
                           {"type":"input_image","image_url":"https://a.example/i.png","detail":"low"},
                           {"type":"input_file","file_data":"data:application/pdf;base64,BB==","filename":"f.pdf"}]},
                          {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"gAAA"},
                          {"type":"message","role":"assistant","content":[{"type":"output_text","text":"A"}]},
                          {"type":"function_call","call_id":"c1","name":"f","arguments":"{\\"a\\":1}"},
                          {"type":"function_call_output","call_id":"c1","output":"O"},
                          {"type":"message","role":"user","content":"more"}],
                         "tools":[{"type":"function","name":"f","description":"d","parameters":{"type":"object"},"strict":false}],
                         "tool_choice":{"type":"function","name":"f"},"parallel_tool_calls":false,
                         "text":{"format":{"type":"json_schema","name":"n","schema":{"type":"object"},"strict":true},"verbosity":"low"},
                         "max_output_tokens":9,"temperature":0.5,"reasoning":{"effort":"low"},
                         "include":["reasoning.encrypted_content"],"user":"u","store":false}\
                        """),
                json(sent(PREFERRED, call)));
        assertEquals(
                List.of("stop"),
                PREFERRED.apis().responses().orElseThrow().turn(call, "m").outbound().dropped());
    }

    @Test
    void what_only_chats_have_is_refused_where_it_would_change_the_answer() {
        Call call = Calls.chat("{\"n\":2,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");

        assertThrows(Untranslatable.class, () -> prepare(PREFERRED, call));
    }

    @Test
    void an_answer_comes_to_a_chat_with_its_thread_of_thought() throws IOException {
        Call call = Calls.chat("{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
        Outcome outcome =
                prepare(PREFERRED, call)
                        .reading()
                        .read(
                                FakeReply.of(
                                        200,
                                        """
                                        {"id":"resp_1","model":"gpt-x-1","status":"completed","output":[
                                         {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"gAAA"},
                                         {"type":"message","content":[{"type":"output_text","text":"A","annotations":[
                                          {"type":"url_citation","url":"https://a.example","title":"t","start_index":0,"end_index":1}]}]},
                                         {"type":"web_search_call","id":"ws_1"},
                                         {"type":"function_call","id":"fc_1","call_id":"c1","name":"f","arguments":"{}"}],
                                         "usage":{"input_tokens":9,"input_tokens_details":{"cached_tokens":4,"cache_write_tokens":2},
                                          "output_tokens":5,"output_tokens_details":{"reasoning_tokens":3},"total_tokens":14}}\
                                        """));
        Whole whole = (Whole) assertInstanceOf(Answered.class, outcome).answer();
        JsonNode message = Json.tree(whole.body()).at("/choices/0/message");

        assertEquals("A", message.path("content").asText());
        assertEquals("hm", message.path("reasoning_content").asText());
        assertEquals(
                "tollgate:responses:summary:rs_1:gAAA",
                message.at("/thinking_blocks/0/signature").asText());
        assertEquals("c1", message.at("/tool_calls/0/id").asText());
        assertEquals("https://a.example", message.at("/annotations/0/url_citation/url").asText());
        assertEquals(List.of("web_search_call"), whole.dropped());
        assertEquals(new Usage(9, 4, 2, 0, 0, 0, 5, 3, 0, false), whole.summary().usage());
        assertEquals(Optional.of("tool_calls"), whole.summary().finishReason());
    }

    @Test
    void every_kind_of_output_is_read() throws Unreadable {
        assertEquals(
                List.of(
                        new Part.Thinking(
                                "a\n\nb", Optional.of(new Signature("responses", "summary:r:E"))),
                        new Part.Thinking(
                                "c", Optional.of(new Signature("responses", "content:r2:"))),
                        new Part.Thinking(
                                "", Optional.of(new Signature("responses", "summary:r4:F"))),
                        new Part.Thinking("d", Optional.empty()),
                        new Part.Text(
                                "T",
                                List.of(
                                        new Citation(
                                                Optional.empty(),
                                                Optional.of("f.pdf"),
                                                Optional.empty()))),
                        new Part.Refusal("R"),
                        new Part.ToolCall("c1", "f", "{}", Optional.empty()),
                        new Part.Foreign(
                                "responses",
                                "mcp_call",
                                json("{\"type\":\"mcp_call\",\"id\":\"m\"}"))),
                read("""
                {"output":[
                 {"type":"reasoning","id":"r","summary":[{"text":"a"},{"text":"b"}],"encrypted_content":"E"},
                 {"type":"reasoning","id":"r2","summary":[],"content":[{"type":"reasoning_text","text":"c"}]},
                 {"type":"reasoning","id":"r3","summary":[]},
                 {"type":"reasoning","id":"r4","summary":[],"encrypted_content":"F"},
                 {"type":"reasoning","id":"r5","summary":[{"text":"d"}]},
                 {"type":"message","content":[{"type":"output_text","text":"T","annotations":[{"type":"file_citation","file_id":"x","filename":"f.pdf"}]},
                  {"type":"output_text","text":""},{"type":"refusal","refusal":"R"}]},
                 {"type":"function_call","call_id":"c1","name":"f","arguments":""},
                 {"type":"mcp_call","id":"m"}]}\
                """)
                        .parts());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"output\":[],\"status\":\"completed\"} | STOP",
                "{\"output\":[{\"type\":\"function_call\"}]} | TOOL_CALLS",
                "{\"output\":[{\"type\":\"function_call\"}],\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"max_output_tokens\"}} | LENGTH",
                "{\"output\":[],\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"content_filter\"}} | CONTENT_FILTER",
                "{\"output\":[],\"status\":\"incomplete\"} | LENGTH",
            })
    void the_reason_of_an_end_is_read(String response, Finish finish) throws Unreadable {
        assertEquals(finish, read(response).finish());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"output\":5}",
                "{\"output\":[],\"status\":\"in_progress\"}",
                "{\"output\":[],\"status\":\"failed\"}",
                "{\"output\":[],\"status\":\"failed\",\"error\":{\"code\":\"server_error\",\"message\":\"m\"}}",
            })
    void a_200_that_is_no_answer_is_a_server_error(String body) throws IOException {
        assertEquals(Kind.SERVER_ERROR, failure(200, body).kind());
    }

    /// PROVIDERS.md, section 2.2, as far as responses differ from chats; the rest of the table is OpenAiTest's.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "400 | {\"error\":{\"message\":\"The requested model 'x' does not exist.\",\"type\":\"invalid_request_error\",\"param\":\"model\",\"code\":\"model_not_found\"}} | NOT_FOUND | NEXT_TARGET",
                "400 | {\"error\":{\"message\":\"Your input exceeds the context window of this model.\",\"param\":\"input\",\"code\":\"context_length_exceeded\"}} | CONTEXT_LENGTH | NEXT_TARGET",
                "400 | {\"error\":{\"message\":\"Your input exceeds the context window of this model.\",\"code\":null}} | CONTEXT_LENGTH | NEXT_TARGET",
                "400 | {\"error\":{\"code\":\"invalid_prompt\"}} | CONTENT_POLICY | NOTHING",
                "400 | {\"error\":{\"code\":\"bio_policy\"}} | CONTENT_POLICY | NOTHING",
                "400 | {\"error\":{\"code\":\"image_content_policy_violation\"}} | CONTENT_POLICY | NOTHING",
                "400 | {\"error\":{\"code\":\"decimal_below_min_value\",\"param\":\"temperature\"}} | BAD_REQUEST | NOTHING",
                "400 | {\"error\":{\"code\":null,\"type\":\"invalid_request_error\",\"message\":\"Item 'rs_1' of type 'reasoning' was provided without its required following item.\"}} | BAD_REQUEST | NOTHING",
                "400 | {\"code\":\"invalid-argument\",\"error\":\"Incorrect API key provided: x\"} | AUTH | NEXT_TARGET",
                "404 | {\"code\":\"Some requested entity was not found\",\"error\":\"The model x does not exist\"} | NOT_FOUND | NEXT_TARGET",
                "401 | {\"error\":{\"message\":\"Authentication Fails\",\"type\":\"authentication_error\",\"param\":null,\"code\":\"invalid_request_error\"}} | AUTH | NEXT_TARGET",
                "402 | {\"error\":{\"message\":\"Insufficient Balance\",\"type\":\"unknown_error\",\"code\":\"invalid_request_error\"}} | QUOTA | NEXT_TARGET",
                "429 | {\"error\":{\"code\":\"rate_limit_exceeded\",\"type\":\"tokens\"}} | RATE_LIMITED | SAME_TARGET",
                "503 | {\"error\":{\"code\":\"server_is_overloaded\",\"type\":\"service_unavailable_error\"}} | OVERLOADED | SAME_TARGET",
                "200 | {\"status\":\"failed\",\"error\":{\"code\":\"server_error\"}} | SERVER_ERROR | SAME_TARGET",
                "200 | {\"status\":\"failed\",\"error\":{\"code\":\"rate_limit_exceeded\"}} | RATE_LIMITED | SAME_TARGET",
                "200 | {\"status\":\"failed\",\"error\":{\"code\":\"invalid_prompt\"}} | CONTENT_POLICY | NOTHING",
                "200 | {\"status\":\"failed\",\"error\":{\"code\":\"bio_policy\"}} | CONTENT_POLICY | NOTHING",
                "200 | {\"status\":\"failed\",\"error\":{\"code\":\"vector_store_timeout\"}} | TIMEOUT | NEXT_TARGET",
                "200 | {\"status\":\"failed\",\"error\":{\"code\":\"image_too_large\"}} | BAD_REQUEST | NOTHING",
                "200 | {\"error\":{\"type\":\"invalid_request_error\",\"code\":\"invalid_value\"}} | BAD_REQUEST | NOTHING",
            })
    void an_error_is_classified(int status, String body, Kind kind, Remedy remedy)
            throws IOException {
        Failure failure = failure(status, body);

        assertEquals(kind, failure.kind());
        assertEquals(remedy, failure.remedy());
        assertEquals("responses", failure.words().language());
    }

    private static Failure failure(int status, String body) throws IOException {
        Outcome outcome =
                Calls.read(
                        Responses.openAi(),
                        responses("{\"model\":\"a\"}"),
                        FakeReply.of(status, body));
        return assertInstanceOf(Failed.class, outcome).failure();
    }

    @Test
    void a_caller_of_responses_is_translated_where_a_host_has_only_chats() throws IOException {
        Call call =
                responses(
                        """
                        {"model":"a","instructions":"I","store":true,"input":[{"role":"user","content":"x"},
                         {"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},
                         {"type":"function_call","call_id":"c2","name":"f","arguments":"{}"},
                         {"type":"function_call_output","call_id":"c1","output":"1"},
                         {"type":"function_call_output","call_id":"c2","output":"2"}]}\
                        """);
        Provider.Prepared prepared = prepare(Calls.openAi(), call);

        assertEquals(
                "https://api.openai.com/v1/chat/completions", prepared.outgoing().uri().toString());
        assertEquals(
                json(
                        """
                        {"model":"gpt-x","messages":[{"role":"system","content":"I"},{"role":"user","content":"x"},
                         {"role":"assistant","content":null,"tool_calls":[
                          {"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}},
                          {"id":"c2","type":"function","function":{"name":"f","arguments":"{}"}}]},
                         {"role":"tool","tool_call_id":"c1","content":"1"},{"role":"tool","tool_call_id":"c2","content":"2"}]}\
                        """),
                Json.tree(prepared.outgoing().body()));

        Whole whole =
                (Whole)
                        assertInstanceOf(
                                        Answered.class,
                                        prepared.reading()
                                                .read(
                                                        FakeReply.of(
                                                                200,
                                                                "{\"id\":\"chatcmpl-1\",\"model\":\"m\",\"choices\":[{\"message\":{\"content\":\"A\"},\"finish_reason\":\"length\"}]}")))
                                .answer();
        JsonNode response = Json.tree(whole.body());
        assertEquals("A", response.at("/output/0/content/0/text").asText());
        assertEquals("incomplete", response.path("status").asText());
        assertEquals("max_output_tokens", response.at("/incomplete_details/reason").asText());
        assertTrue(whole.summary().usage().estimated());
        assertEquals(
                whole.summary().usage().output(), response.at("/usage/output_tokens").asLong());
        assertEquals(List.of("store"), whole.dropped());
    }
}
