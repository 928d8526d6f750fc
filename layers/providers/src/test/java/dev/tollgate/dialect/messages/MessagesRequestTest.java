package dev.tollgate.dialect.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Language.InvalidPrompt;
import dev.tollgate.conversation.Message;
import dev.tollgate.conversation.Message.Role;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.conversation.Part.Source;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.conversation.Prompt.Effort;
import dev.tollgate.conversation.Prompt.Format;
import dev.tollgate.conversation.Prompt.Reasoning;
import dev.tollgate.conversation.Prompt.Sampling;
import dev.tollgate.conversation.Prompt.Tool;
import dev.tollgate.conversation.Prompt.ToolChoice;
import dev.tollgate.http.Json;
import dev.tollgate.http.JsonBody;
import dev.tollgate.provider.Calls;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesRequestTest {

    private static Prompt read(String json) {
        try {
            return new MessagesDialect().read(JsonBody.parse(json.getBytes(UTF_8)));
        } catch (JsonBody.Malformed e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static List<Part> parts(String content) {
        return read("{\"messages\":[{\"role\":\"user\",\"content\":" + content + "}]}")
                .messages()
                .getFirst()
                .parts();
    }

    private static JsonNode json(String text) {
        return Json.tree(text.getBytes(UTF_8));
    }

    @Test
    void a_request_is_read() {
        Prompt prompt =
                read(
                        """
                        {"model":"m","max_tokens":9,"stream":true,"temperature":0.5,"top_p":0.9,"top_k":4,"stop_sequences":["END"],
                         "system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral","ttl":"1h"}}],
                         "messages":[{"role":"user","content":"q"},
                          {"role":"assistant","content":[{"type":"tool_use","id":"t","name":"f","input":{"a":1}}]},
                          {"role":"user","content":[{"type":"tool_result","tool_use_id":"t","is_error":true,
                             "content":[{"type":"image","source":{"type":"url","url":"u"}}]}]},
                          {"role":"system","content":"now"}],
                         "tools":[{"name":"f","description":"d","strict":true,"input_schema":{"type":"object"}},
                                  {"type":"custom","name":"g","input_schema":{}}],
                         "tool_choice":{"type":"tool","name":"f","disable_parallel_tool_use":true},
                         "output_config":{"format":{"type":"json_schema","schema":{"title":"T","type":"object"}}},
                         "thinking":{"type":"enabled","budget_tokens":2000},
                         "service_tier":"auto","metadata":{"user_id":"u-1"}}
                        """);

        assertEquals(
                List.of(
                        new Message(
                                Role.SYSTEM,
                                List.of(Part.Text.of("s"), new Part.CachePoint(Optional.of("1h")))),
                        Message.of(Role.USER, "q"),
                        new Message(
                                Role.ASSISTANT,
                                List.of(
                                        new Part.ToolCall(
                                                "t", "f", "{\"a\":1}", Optional.empty()))),
                        new Message(
                                Role.USER,
                                List.of(
                                        new Part.ToolResult(
                                                "t",
                                                List.of(
                                                        new Part.Image(
                                                                new Source.Url("u"),
                                                                Optional.empty())),
                                                true))),
                        Message.of(Role.SYSTEM, "now")),
                prompt.messages());
        assertEquals(
                List.of(
                        new Tool("f", Optional.of("d"), json("{\"type\":\"object\"}"), true),
                        new Tool("g", Optional.empty(), json("{}"), false)),
                prompt.tools());
        assertEquals(Optional.of(new ToolChoice.Named("f")), prompt.toolChoice());
        assertEquals(false, prompt.parallelTools());
        assertEquals(
                new Format.Schema(
                        "T", Optional.empty(), json("{\"title\":\"T\",\"type\":\"object\"}"), true),
                prompt.format());
        assertEquals(
                new Sampling(
                        OptionalInt.of(9),
                        OptionalDouble.of(0.5),
                        OptionalDouble.of(0.9),
                        OptionalInt.of(4),
                        List.of("END"),
                        OptionalLong.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty()),
                prompt.sampling());
        assertEquals(
                Optional.of(new Reasoning(Optional.empty(), OptionalInt.of(2000))),
                prompt.reasoning());
        assertEquals(Set.of("user"), prompt.others().keySet());
    }

    @Test
    @Timeout(20)
    void the_marks_of_very_many_calls_are_put_on_them_again() {
        String content =
                IntStream.range(0, 50_000)
                        .mapToObj(
                                """
                                {"type":"thinking","thinking":"","signature":"tollgate:gemini:call:f:%1$d:s%1$d"},
                                {"type":"tool_use","id":"f:%1$d","name":"f","input":{}}\
                                """
                                        ::formatted)
                        .collect(Collectors.joining(",", "[", "]"));

        assertEquals(
                IntStream.range(0, 50_000)
                        .mapToObj(i ->
                                new Part.ToolCall(
                                        "f:" + i,
                                        "f",
                                        "{}",
                                        Optional.of(new Signature("gemini", "s" + i))))
                        .toList(),
                parts(content));
    }

    @Test
    void how_thoughts_are_shown_is_kept_by_name() {
        assertEquals(
                Set.of("thinking.display"),
                read("{\"messages\":[],\"thinking\":{\"type\":\"adaptive\",\"display\":\"omitted\"}}")
                        .others()
                        .keySet());
    }

    @Test
    void blocks_are_read() {
        assertEquals(
                List.of(
                        new Part.Image(new Source.Inline("image/png", "iV"), Optional.empty()),
                        new Part.CachePoint(Optional.empty()),
                        new Part.Image(new Source.Stored("file_1"), Optional.empty()),
                        new Part.File(
                                new Source.Inline("application/pdf", "JV"), Optional.of("a.pdf")),
                        new Part.File(new Source.Url("u"), Optional.empty()),
                        new Part.File(new Source.Inline("text/plain", "w6k="), Optional.empty()),
                        new Part.ToolResult("t", List.of(Part.Text.of("x")), false),
                        new Part.ToolResult("t", List.of(), false),
                        new Part.Foreign(
                                "anthropic",
                                "search_result",
                                json(
                                        "{\"type\":\"search_result\",\"source\":\"s\",\"cache_control\":{\"type\":\"ephemeral\"}}"))),
                parts(
                        """
                        [{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iV"},"cache_control":{"type":"ephemeral"}},
                         {"type":"image","source":{"type":"file","file_id":"file_1"}},
                         {"type":"document","title":"a.pdf","source":{"type":"base64","media_type":"application/pdf","data":"JV"}},
                         {"type":"document","source":{"type":"url","url":"u"}},
                         {"type":"document","source":{"type":"text","media_type":"text/plain","data":"é"}},
                         {"type":"tool_result","tool_use_id":"t","content":"x"},
                         {"type":"tool_result","tool_use_id":"t"},
                         {"type":"search_result","source":"s","cache_control":{"type":"ephemeral"}}]
                        """));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"thinking\":{\"type\":\"disabled\"}                                     | NONE   |",
                "\"thinking\":{\"type\":\"adaptive\"}                                     |        |",
                "\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"max\"} | MAX    |",
                "\"output_config\":{\"effort\":\"xhigh\"}                                 | XHIGH  |",
                "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":5000}               |        | 5000",
                "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":5000},\"output_config\":{\"effort\":\"low\"} | LOW |",
            })
    void how_much_to_think_is_read(String fields, Effort effort, Integer budget) {
        Reasoning expected =
                new Reasoning(
                        Optional.ofNullable(effort),
                        budget == null ? OptionalInt.empty() : OptionalInt.of(budget));

        assertEquals(Optional.of(expected), read("{\"messages\":[]," + fields + "}").reasoning());
    }

    @Test
    void what_has_no_place_in_a_prompt_is_kept_by_name() {
        Prompt prompt =
                read(
                        """
                        {"messages":[{"role":"user","content":[{"type":"document","context":"c","citations":{"enabled":true},
                           "source":{"type":"url","url":"u"}}]}],
                         "tools":[{"type":"web_search_20260318","name":"web_search"},
                                  {"name":"f","input_schema":{},"defer_loading":true,"cache_control":{"type":"ephemeral"},"eager":false}],
                         "service_tier":"standard_only","mcp_servers":[{"url":"u"}],"container":null,"fallbacks":[],
                         "output_config":{"task_budget":{"total":1}}}
                        """);

        assertEquals(
                Set.of(
                        "document.citations",
                        "document.context",
                        "mcp_servers",
                        "output_config.task_budget",
                        "service_tier.standard_only",
                        "tools.cache_control",
                        "tools.defer_loading",
                        "tools[web_search_20260318]"),
                prompt.others().keySet());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"messages\":[{\"role\":\"tool\",\"content\":\"\"}]}     | messages[0].role: unknown role 'tool', need user, assistant or system",
                "{\"messages\":[{\"role\":\"user\"}]}                      | messages[0].content: missing, need a text or a list of blocks",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}]} | messages[0].content[0].text: missing, need a text",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":\"{}\"}]}]} | messages[0].content[0].input: need an object, got string",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"disk\"}}]}]} | messages[0].content[0].source.type: unknown source 'disk', need base64, text, url or file",
                "{\"messages\":[],\"tool_choice\":{\"type\":\"maybe\"}}    | tool_choice.type: unknown choice 'maybe', need auto, any, tool or none",
                "{\"messages\":[],\"tool_choice\":{\"type\":\"tool\"}}     | tool_choice.name: missing, need a text",
                "{\"messages\":[],\"tools\":[{\"name\":\"f\"}]}            | tools[0].input_schema: missing, need an object",
                "{\"messages\":[],\"output_config\":\"x\"} | output_config: need an object, got string",
                "{\"messages\":[],\"max_tokens\":3000000000} | max_tokens: need a whole number up to 2147483647, got 3000000000",
                "{\"messages\":[],\"thinking\":{\"type\":\"hard\"}}        | thinking.type: unknown thinking 'hard', need enabled, adaptive or disabled",
                "{\"messages\":[],\"output_config\":{\"effort\":\"none\"}} | output_config.effort: unknown effort 'none', need low, medium, high, xhigh or max",
                "{\"messages\":[],\"output_config\":{\"format\":{\"type\":\"xml\"}}} | output_config.format.type: unknown form 'xml', need json_schema",
                "{\"messages\":[],\"stop_sequences\":\"END\"}              | stop_sequences: need a list, got string",
            })
    void what_is_wrong_is_said_with_its_place(String request, String message) {
        InvalidPrompt error = assertThrows(InvalidPrompt.class, () -> read(request));

        assertEquals(message, error.message());
    }

    /// The whole way to another provider.
    @Test
    void a_request_is_told_to_openai() throws Exception {
        Call call =
                Calls.of(
                        new MessagesDialect(),
                        Operation.CHAT,
                        """
                        {"model":"a","max_tokens":9,"system":"s","top_k":4,
                         "messages":[{"role":"user","content":[{"type":"text","text":"q","cache_control":{"type":"ephemeral"}}]},
                          {"role":"assistant","content":[{"type":"thinking","thinking":"t","signature":"EqQB"},
                            {"type":"tool_use","id":"t","name":"f","input":{"a":1}}]},
                          {"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"r"},{"type":"text","text":"go on"}]}],
                         "tools":[{"name":"f","input_schema":{"type":"object"}}],
                         "tool_choice":{"type":"any","disable_parallel_tool_use":true},
                         "thinking":{"type":"enabled","budget_tokens":10000},"metadata":{"user_id":"u-1"}}
                        """,
                        false);

        assertEquals(
                json("""
                {"model":"gpt-x","messages":[{"role":"system","content":"s"},{"role":"user","content":"q"},
                  {"role":"assistant","content":null,"tool_calls":[{"id":"t","type":"function","function":{"name":"f","arguments":"{\\"a\\":1}"}}]},
                  {"role":"tool","tool_call_id":"t","content":"r"},{"role":"user","content":"go on"}],
                 "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],
                 "tool_choice":"required","parallel_tool_calls":false,"max_completion_tokens":9,
                 "reasoning_effort":"medium","user":"u-1"}
                """)
                        .toPrettyString(),
                Json.tree(Calls.openAi().prepare(call, "gpt-x", Optional.empty()).outgoing().body())
                        .toPrettyString());
    }
}
