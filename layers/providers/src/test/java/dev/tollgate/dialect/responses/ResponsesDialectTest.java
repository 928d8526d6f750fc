package dev.tollgate.dialect.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.api.ApiError;
import dev.tollgate.api.Dialect.Asked;
import dev.tollgate.conversation.Ask;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.conversation.Language.InvalidPrompt;
import dev.tollgate.conversation.Message;
import dev.tollgate.conversation.Message.Role;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.conversation.Part.Source;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.conversation.Prompt.Effort;
import dev.tollgate.conversation.Prompt.Format;
import dev.tollgate.conversation.Prompt.Tool;
import dev.tollgate.conversation.Prompt.ToolChoice;
import dev.tollgate.http.Json;
import dev.tollgate.http.JsonBody;
import dev.tollgate.provider.Calls;
import dev.tollgate.routing.Call.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponsesDialectTest {
    private static final ResponsesDialect DIALECT = new ResponsesDialect();

    private static Prompt read(String json) {
        return DIALECT.read(body(json));
    }

    private static JsonBody body(String json) {
        try {
            return JsonBody.parse(json.getBytes(UTF_8));
        } catch (JsonBody.Malformed e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static JsonNode json(String text) {
        return Json.tree(text.getBytes(UTF_8));
    }

    @Test
    void what_the_gateway_needs_is_decoded() {
        Asked asked =
                DIALECT.decode(
                        Operation.CHAT,
                        body(
                                "{\"model\":\"a\",\"input\":\"x\",\"stream\":true,\"metadata\":{\"k\":1}}"));

        assertEquals(new Asked("a", true, Map.of("k", "1")), asked);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"input\":\"x\"} | missing_required_parameter | model",
                "{\"model\":\"a\"} | missing_required_parameter | input",
                "{\"model\":\"a\",\"input\":{}} | invalid_type | input",
                "{\"model\":\"a\",\"input\":\"x\",\"stream\":1} | invalid_type | stream",
                "{\"model\":\"a\",\"input\":\"x\",\"previous_response_id\":\"r\"} | unsupported_parameter | previous_response_id",
                "{\"model\":\"a\",\"input\":\"x\",\"conversation\":\"c\"} | unsupported_parameter | conversation",
                "{\"model\":\"a\",\"input\":\"x\",\"conversation\":{\"id\":\"c\"}} | unsupported_parameter | conversation",
                "{\"model\":\"a\",\"input\":\"x\",\"background\":true} | unsupported_parameter | background",
                "{\"model\":\"a\",\"input\":[{\"role\":\"user\",\"content\":\"x\"},{\"type\":\"item_reference\",\"id\":\"i\"}]} | unsupported_parameter | input[1]",
                "{\"model\":\"a\",\"input\":[{\"id\":\"msg_1\"}]} | unsupported_parameter | input[0]",
                "{\"model\":\"a\",\"input\":[{\"id\":\"msg_1\",\"type\":null}]} | unsupported_parameter | input[0]",
            })
    void what_cannot_be_asked_is_refused_at_once(String request, String code, String param) {
        ApiError error =
                assertThrows(
                        ApiError.class,
                        () -> DIALECT.decode(Operation.CHAT, body(request.strip())));

        assertEquals(400, error.status());
        assertEquals(code, error.code());
        assertEquals(Optional.of(param), error.param());
        assertEquals(code.startsWith("unsupported"), error.message().contains("stateless"));
    }

    @Test
    void null_and_false_ask_for_nothing_that_is_stored() {
        DIALECT.decode(
                Operation.CHAT,
                body(
                        "{\"model\":\"a\",\"input\":[{\"id\":\"m\",\"role\":\"user\",\"content\":\"x\"}],"
                                + "\"previous_response_id\":null,\"conversation\":null,\"background\":false}"));
    }

    @Test
    @Timeout(20)
    void a_message_of_very_many_parts_is_read_as_fast_as_it_is_long() {
        String part = "{\"type\":\"output_text\",\"text\":\"x\"}";
        String call =
                "{\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"f\",\"arguments\":\"\"}";

        Prompt prompt =
                read(
                        "{\"input\":[{\"role\":\"assistant\",\"content\":["
                                + String.join(",", Collections.nCopies(50_000, part))
                                + "]},"
                                + String.join(",", Collections.nCopies(50_000, call))
                                + "]}");

        List<Part> expected =
                new ArrayList<>(Collections.nCopies(50_000, (Part) Part.Text.of("x")));
        expected.addAll(
                Collections.nCopies(50_000, new Part.ToolCall("c", "f", "{}", Optional.empty())));
        assertEquals(List.of(new Message(Role.ASSISTANT, expected)), prompt.messages());
    }

    @Test
    void every_item_of_an_input_is_read() {
        Prompt prompt =
                read(
                        """
                        {"instructions":"I","input":[
                         {"role":"developer","content":"D"},
                         {"role":"user","content":[
                          {"type":"input_text","text":"T","prompt_cache_breakpoint":{"mode":"explicit"}},
                          {"type":"input_image","image_url":"data:image/png;base64,AA==","detail":"low"},
                          {"type":"input_image","image_url":"https://a.example/i.png"},
                          {"type":"input_image","file_id":"file-1"},
                          {"type":"input_file","filename":"f.pdf","file_data":"data:application/pdf;base64,BB=="},
                          {"type":"input_file","file_url":"https://a.example/f.pdf"},
                          {"type":"input_audio","input_audio":{"data":"CC==","format":"wav"}}]},
                         {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"S1"},{"type":"summary_text","text":"S2"}],"encrypted_content":"gAAA"},
                         {"type":"reasoning","id":"rs_2","summary":[],"content":[{"type":"reasoning_text","text":"C"}]},
                         {"type":"reasoning","summary":[],"encrypted_content":"tollgate:anthropic:c2ln"},
                         {"type":"reasoning","id":"rs_3","summary":[]},
                         {"type":"message","role":"assistant","id":"msg_1","status":"completed","content":[
                          {"type":"output_text","text":"A","annotations":[]},{"type":"refusal","refusal":"R"}]},
                         {"type":"function_call","call_id":"c1","name":"f","arguments":"","extra_content":{"tollgate":{"signature":"tollgate:gemini:dGg="}}},
                         {"type":"web_search_call","id":"ws_1"},
                         {"type":"function_call_output","call_id":"c1","output":"O"},
                         {"type":"function_call_output","call_id":"c2","output":[{"type":"input_text","text":"P"}]},
                         {"role":"user","content":"more"}]}\
                        """);

        assertEquals(
                List.of(
                        Message.of(Role.SYSTEM, "I"),
                        Message.of(Role.SYSTEM, "D"),
                        new Message(
                                Role.USER,
                                List.of(
                                        Part.Text.of("T"),
                                        new Part.CachePoint(Optional.empty()),
                                        new Part.Image(
                                                new Source.Inline("image/png", "AA=="),
                                                Optional.of("low")),
                                        new Part.Image(
                                                new Source.Url("https://a.example/i.png"),
                                                Optional.empty()),
                                        new Part.Image(
                                                new Source.Stored("file-1"), Optional.empty()),
                                        new Part.File(
                                                new Source.Inline("application/pdf", "BB=="),
                                                Optional.of("f.pdf")),
                                        new Part.File(
                                                new Source.Url("https://a.example/f.pdf"),
                                                Optional.empty()),
                                        new Part.Audio("CC==", "wav"))),
                        new Message(
                                Role.ASSISTANT,
                                List.of(
                                        new Part.Thinking(
                                                "S1\n\nS2",
                                                Optional.of(
                                                        new Signature(
                                                                "responses", "summary:rs_1:gAAA"))),
                                        new Part.Thinking(
                                                "C",
                                                Optional.of(
                                                        new Signature(
                                                                "responses", "content:rs_2:"))),
                                        new Part.Thinking(
                                                "",
                                                Optional.of(new Signature("anthropic", "c2ln"))),
                                        Part.Text.of("A"),
                                        new Part.Refusal("R"),
                                        new Part.ToolCall(
                                                "c1",
                                                "f",
                                                "{}",
                                                Optional.of(new Signature("gemini", "dGg="))),
                                        new Part.Foreign(
                                                "responses",
                                                "web_search_call",
                                                json(
                                                        "{\"type\":\"web_search_call\",\"id\":\"ws_1\"}")))),
                        new Message(
                                Role.USER,
                                List.of(
                                        new Part.ToolResult(
                                                "c1", List.of(Part.Text.of("O")), false),
                                        new Part.ToolResult(
                                                "c2", List.of(Part.Text.of("P")), false))),
                        Message.of(Role.USER, "more")),
                prompt.messages());
    }

    @Test
    void every_setting_is_read_and_what_has_no_place_keeps_its_name() {
        Prompt prompt =
                read(
                        """
                        {"model":"a","input":"x","max_output_tokens":9,"temperature":0.5,"top_p":0.9,
                         "reasoning":{"effort":"low","summary":"auto"},"parallel_tool_calls":false,
                         "text":{"format":{"type":"json_schema","name":"n","schema":{"type":"object"},"strict":true},"verbosity":"low"},
                         "tools":[{"type":"function","name":"f","description":"d","parameters":{"type":"object"},"strict":true},
                                  {"type":"function","name":"g"},{"type":"web_search"}],
                         "tool_choice":"required","include":["reasoning.encrypted_content","message.output_text.logprobs"],
                         "store":true,"truncation":"disabled","top_logprobs":0,"metadata":{"k":"v"},
                         "user":"u","max_tool_calls":3,"prompt":{"id":"p"}}\
                        """);

        assertEquals(
                List.of(
                        new Tool("f", Optional.of("d"), json("{\"type\":\"object\"}"), true),
                        new Tool("g", Optional.empty(), json("{\"type\":\"object\"}"), false)),
                prompt.tools());
        assertEquals(Optional.of(new ToolChoice.Required()), prompt.toolChoice());
        assertFalse(prompt.parallelTools());
        assertEquals(
                new Format.Schema("n", Optional.empty(), json("{\"type\":\"object\"}"), true),
                prompt.format());
        assertEquals(OptionalInt.of(9), prompt.sampling().maxTokens());
        assertEquals(Effort.LOW, prompt.reasoning().orElseThrow().effort().orElseThrow());
        assertEquals(
                Set.of(
                        "include",
                        "max_tool_calls",
                        "prompt",
                        "reasoning.summary",
                        "store",
                        "tools[web_search]",
                        "user",
                        "verbosity"),
                prompt.others().keySet());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"type\":\"function\",\"name\":\"f\"} | Optional[Named[name=f]] | [f, g] | []",
                "\"none\" | Optional[None[]] | [f, g] | []",
                "{\"type\":\"allowed_tools\",\"mode\":\"auto\",\"tools\":[{\"type\":\"function\",\"name\":\"g\"}]} | Optional[Auto[]] | [g] | []",
                "{\"type\":\"file_search\"} | Optional.empty | [f, g] | [tools[file_search]]",
                "{\"type\":\"custom\",\"name\":\"c\"} | Optional.empty | [f, g] | [tools[custom]]",
            })
    void every_form_of_a_choice_among_tools_is_read(
            String choice, String read, String tools, String others) {
        Prompt prompt =
                read(
                        "{\"input\":\"x\",\"tools\":[{\"type\":\"function\",\"name\":\"f\"},{\"type\":\"function\",\"name\":\"g\"}],\"tool_choice\":"
                                + choice
                                + "}");

        assertEquals(read, prompt.toolChoice().toString());
        assertEquals(tools, prompt.tools().stream().map(Tool::name).toList().toString());
        assertEquals(others, prompt.others().keySet().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"input\":5} | input",
                "{\"input\":[5]} | input[0]",
                "{\"input\":[{\"role\":\"bot\",\"content\":\"x\"}]} | input[0].role",
                "{\"input\":[{\"role\":\"user\"}]} | input[0].content",
                "{\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"video\"}]}]} | input[0].content[0].type",
                "{\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\"}]}]} | input[0].content[0].image_url",
                "{\"input\":[{\"type\":\"function_call\",\"name\":\"f\",\"arguments\":\"\"}]} | input[0].call_id",
                "{\"input\":[{\"type\":\"function_call_output\",\"call_id\":\"c\"}]} | input[0].output",
                "{\"input\":\"x\",\"reasoning\":{\"effort\":\"big\"}} | reasoning.effort",
                "{\"input\":\"x\",\"text\":{\"format\":{\"type\":\"xml\"}}} | text.format.type",
                "{\"input\":\"x\",\"tools\":[{}]} | tools[0].type",
            })
    void what_is_wrong_is_named_with_its_place(String request, String path) {
        assertEquals(path, assertThrows(InvalidPrompt.class, () -> read(request.strip())).path());
    }

    @Test
    void a_signature_of_another_provider_is_always_shown_and_comes_back_as_it_was() {
        List<Part> parts =
                List.of(
                        new Part.Thinking("hm", Optional.of(new Signature("anthropic", "c2ln"))),
                        Part.Text.of("A"),
                        new Part.ToolCall(
                                "c1",
                                "f",
                                "{\"a\":1}",
                                Optional.of(new Signature("gemini", "dGg="))));
        JsonNode output = output(parts, "{\"model\":\"a\",\"input\":\"x\"}");

        assertEquals(parts, read("{\"input\":" + output + "}").messages().getFirst().parts());
    }

    @Test
    void encrypted_reasoning_of_the_same_wire_is_shown_to_who_asked() {
        List<Part> parts =
                List.of(
                        new Part.Thinking(
                                "hm",
                                Optional.of(new Signature("responses", "summary:rs_9:gAAA"))));

        assertFalse(output(parts, "{\"input\":\"x\"}").get(0).has("encrypted_content"));
        assertEquals(
                "gAAA",
                output(parts, "{\"input\":\"x\",\"include\":[\"reasoning.encrypted_content\"]}")
                        .get(0)
                        .path("encrypted_content")
                        .asText());
    }

    @Test
    void ids_tell_the_kind_fit_openais_limit_and_differ_between_answers() {
        List<Part> parts =
                List.of(Part.Text.of("A"), new Part.ToolCall("c", "f", "{}", Optional.empty()));
        JsonNode output = output(parts, "{\"input\":\"x\"}");

        assertTrue(output.get(0).path("id").asText().matches("msg_[0-9a-f_]{1,60}"));
        assertTrue(output.get(1).path("id").asText().matches("fc_[0-9a-f_]{1,61}"));
    }

    private static JsonNode output(List<Part> parts, String request) {
        Ask ask = Calls.of(DIALECT, Operation.CHAT, request, false).ask();
        Completion answer =
                new Completion("id", "m", parts, Finish.STOP, Optional.empty(), Optional.empty());
        return Json.tree(DIALECT.write(answer, ask)).path("output");
    }

    @Test
    void errors_and_models_look_as_in_all_of_openais_apis() {
        assertEquals(
                json(
                        "{\"error\":{\"message\":\"m\",\"type\":\"invalid_request_error\",\"param\":\"p\",\"code\":\"c\"}}"),
                Json.tree(DIALECT.error(ApiError.badRequest("c", "m", "p"))));
        assertEquals(
                json("{\"id\":\"a\",\"object\":\"model\",\"created\":0,\"owned_by\":\"tollgate\"}"),
                Json.tree(DIALECT.model("a")));
        assertEquals("a", Json.tree(DIALECT.models(List.of("a"))).at("/data/0/id").asText());
    }
}
