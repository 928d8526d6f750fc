package dev.tollgate.dialect.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tollgate.conversation.Ask;
import dev.tollgate.conversation.Assembly;
import dev.tollgate.conversation.Chunk;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.conversation.Language.EventWriter;
import dev.tollgate.conversation.Language.InvalidPrompt;
import dev.tollgate.conversation.Message;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.http.Json;
import dev.tollgate.http.JsonBody;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.openai.ChatWire;
import dev.tollgate.provider.openai.Host;
import dev.tollgate.routing.ModelFacts;
import dev.tollgate.usage.Usage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatDialectTest {
    private static final ChatDialect CHAT = new ChatDialect();

    private static JsonBody body(String json) {
        try {
            return JsonBody.parse(json.getBytes(UTF_8));
        } catch (JsonBody.Malformed e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Ask ask(String json) {
        return new Ask(CHAT, body(json), false, Calls.START);
    }

    @Test
    void a_request_with_everything_in_it_is_read_and_written_again_as_it_was() {
        String request =
                """
                {"model": "m",
                 "messages": [
                   {"role": "system", "content": "Be brief."},
                   {"role": "user", "content": [
                     {"type": "text", "text": "What is this?"},
                     {"type": "image_url", "image_url": {"url": "https://example.com/a.png", "detail": "low"}},
                     {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}},
                     {"type": "input_audio", "input_audio": {"data": "BBBB", "format": "wav"}},
                     {"type": "file", "file": {"filename": "a.pdf", "file_data": "data:application/pdf;base64,CCCC"}}]},
                   {"role": "assistant", "content": null, "tool_calls": [
                     {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{\\"a\\":1}"}}]},
                   {"role": "tool", "tool_call_id": "c1", "content": "42"},
                   {"role": "user", "content": "And now?"}],
                 "tools": [{"type": "function", "function": {"name": "f", "description": "d", "parameters": {"type": "object"}, "strict": true}}],
                 "tool_choice": {"type": "function", "function": {"name": "f"}},
                 "parallel_tool_calls": false,
                 "response_format": {"type": "json_schema", "json_schema": {"name": "s", "description": "d", "schema": {"type": "object"}, "strict": true}},
                 "max_completion_tokens": 7, "temperature": 0.5, "top_p": 0.9, "stop": ["a", "b"], "seed": 5,
                 "presence_penalty": 0.1, "frequency_penalty": 0.2, "reasoning_effort": "low", "user": "u"}
                """;

        Prompt prompt = CHAT.read(body(request));

        assertEquals(
                Json.tree(request.getBytes(UTF_8)),
                Json.tree(
                        Json.bytes(
                                new ChatWire(Host.of("openai"))
                                        .request(prompt, "m", false, ModelFacts.UNKNOWN))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"messages\":[5]} | messages[0]: need an object, got number",
                "{\"messages\":[{}]} | messages[0].role: missing, need a text",
                "{\"messages\":[{\"role\":\"wizard\"}]} | messages[0].role: unknown role 'wizard', need system, developer, user, assistant or tool",
                "{\"messages\":[{\"role\":\"user\"}]} | messages[0].content: missing, need a text or a list of parts",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"video\"}]}]} | messages[0].content[0].type: unknown part 'video', need text, image_url, input_audio, file or refusal",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:x\"}}]}]} | messages[0].content[0].image_url.url: need data:TYPE;base64,...",
                "{\"messages\":[{\"role\":\"tool\",\"content\":\"x\"}]} | messages[0].tool_call_id: missing, need a text",
                "{\"messages\":[],\"temperature\":\"hot\"} | temperature: need a number, got string",
                "{\"messages\":[],\"max_tokens\":1.5} | max_tokens: need a whole number, got number",
                "{\"messages\":[],\"max_tokens\":3000000000} | max_tokens: need a whole number up to 2147483647, got 3000000000",
                "{\"messages\":[],\"seed\":-9223372036854775809} | seed: need a whole number from -9223372036854775808, got -9223372036854775809",
                "{\"messages\":[],\"stop\":[1]} | stop[0]: need a text, got number",
                "{\"messages\":[],\"tools\":[{\"type\":\"function\"}]} | tools[0].function: missing, need an object",
                "{\"messages\":[],\"tool_choice\":\"maybe\"} | tool_choice: unknown choice 'maybe', need auto, none, required or a tool",
                "{\"messages\":[],\"response_format\":{\"type\":\"xml\"}} | response_format.type: unknown form 'xml', need text, json_object or json_schema",
                "{\"messages\":[],\"reasoning_effort\":\"some\"} | reasoning_effort: unknown effort 'some', need none, minimal, low, medium, high, xhigh or max",
            })
    void what_is_wrong_is_named_with_its_place(String request, String problem) {
        InvalidPrompt invalid =
                assertThrows(InvalidPrompt.class, () -> CHAT.read(body(request.strip())));

        assertEquals(problem, invalid.message());
    }

    @Test
    void what_has_no_place_in_a_prompt_is_kept_by_name_unless_it_asks_for_nothing() {
        Prompt prompt =
                CHAT.read(
                        body(
                                """
                                {"messages": [], "n": 1, "logprobs": false, "user": null, "x_new": 1, "logit_bias": {},
                                 "tools": [{"type": "custom", "custom": {"name": "x"}}]}
                                """));

        assertEquals(List.of("tools[custom]", "x_new"), List.copyOf(prompt.others().keySet()));
    }

    @Test
    void only_the_tools_that_are_allowed_now_are_offered() {
        Prompt prompt =
                CHAT.read(
                        body(
                                """
                                {"messages": [],
                                 "tools": [{"type": "function", "function": {"name": "f"}}, {"type": "function", "function": {"name": "g"}}],
                                 "tool_choice": {"type": "allowed_tools", "allowed_tools": {"mode": "required",
                                   "tools": [{"type": "function", "function": {"name": "g"}}]}}}
                                """));

        assertEquals(List.of("g"), prompt.tools().stream().map(Prompt.Tool::name).toList());
        assertEquals(Optional.of(new Prompt.ToolChoice.Required()), prompt.toolChoice());
    }

    @Test
    void custom_tools_are_kept_as_what_only_openai_knows() {
        String call =
                "{\"id\":\"c1\",\"type\":\"custom\",\"custom\":{\"name\":\"x\",\"input\":\"i\"}}";

        Prompt prompt =
                CHAT.read(
                        body(
                                "{\"messages\":[{\"role\":\"assistant\",\"tool_calls\":["
                                        + call
                                        + "]}],\"tool_choice\":{\"type\":\"custom\",\"custom\":{\"name\":\"x\"}}}"));

        assertEquals(List.of("tools[custom]"), List.copyOf(prompt.others().keySet()));
        assertEquals(Optional.empty(), prompt.toolChoice());
        assertEquals(
                List.of(
                        new Message(
                                Message.Role.ASSISTANT,
                                List.of(
                                        new Part.Foreign(
                                                "openai",
                                                "custom",
                                                Json.tree(call.getBytes(UTF_8)))))),
                prompt.messages());
    }

    @Test
    void calls_and_results_from_before_there_were_ids_have_the_functions_name_for_one() {
        Prompt prompt =
                CHAT.read(
                        body(
                                """
                                {"messages": [
                                  {"role": "assistant", "content": null, "function_call": {"name": "f", "arguments": "{\\"a\\":1}"}},
                                  {"role": "function", "name": "f", "content": "42"}]}
                                """));

        assertEquals(
                List.of(
                        new Message(
                                Message.Role.ASSISTANT,
                                List.of(
                                        new Part.ToolCall(
                                                "f", "f", "{\"a\":1}", Optional.empty()))),
                        new Message(
                                Message.Role.USER,
                                List.of(
                                        new Part.ToolResult(
                                                "f", List.of(Part.Text.of("42")), false)))),
                prompt.messages());
        assertEquals(List.of(), List.copyOf(prompt.others().keySet()));
    }

    @Test
    void what_stands_beside_the_content_of_a_message_does_not_vanish() {
        Prompt prompt =
                CHAT.read(
                        body(
                                """
                                {"messages": [
                                  {"role": "user", "name": "ann", "content": [
                                    {"type": "text", "text": "a", "cache_control": {"type": "ephemeral", "ttl": "1h"}},
                                    {"type": "text", "text": "b"}]},
                                  {"role": "assistant", "reasoning_content": "hm", "content": "c", "audio": {"id": "x"}},
                                  {"role": "assistant", "reasoning_content": "", "content": "d", "audio": null}]}
                                """));

        assertEquals(
                List.of(
                        new Message(
                                Message.Role.USER,
                                List.of(
                                        Part.Text.of("a"),
                                        new Part.CachePoint(Optional.of("1h")),
                                        Part.Text.of("b"))),
                        new Message(
                                Message.Role.ASSISTANT,
                                List.of(
                                        new Part.Thinking("hm", Optional.empty()),
                                        Part.Text.of("c"))),
                        Message.of(Message.Role.ASSISTANT, "d")),
                prompt.messages());
        assertEquals(
                List.of("messages.audio", "messages.name"), List.copyOf(prompt.others().keySet()));
    }

    private static final Completion ANSWER =
            new Completion(
                    "id1",
                    "m1",
                    List.of(
                            new Part.Thinking("hm", Optional.of(new Signature("gemini", "s1"))),
                            Part.Text.of("Hello"),
                            new Part.ToolCall("c1", "f", "{\"a\":1}", Optional.empty()),
                            new Part.ToolCall(
                                    "c2", "g", "{}", Optional.of(new Signature("gemini", "s2")))),
                    Finish.TOOL_CALLS,
                    Optional.empty(),
                    Optional.of(new Usage(10, 4, 1, 2, 0, 0, 20, 5, 0, false)));

    @Test
    void an_answer_is_one_message_with_usage_by_class() {
        assertEquals(
                Json.tree(
                        """
                        {"id":"id1","object":"chat.completion","created":1795435200,"model":"m1",
                         "choices":[{"index":0,"message":{"role":"assistant","content":"Hello","refusal":null,
                           "reasoning_content":"hm",
                           "thinking_blocks":[{"type":"thinking","thinking":"hm","signature":"tollgate:gemini:s1"}],
                           "tool_calls":[
                             {"id":"c1","type":"function","function":{"name":"f","arguments":"{\\"a\\":1}"}},
                             {"id":"c2","type":"function","function":{"name":"g","arguments":"{}"},
                              "extra_content":{"tollgate":{"signature":"tollgate:gemini:s2"}}}],
                           "annotations":[]},
                           "logprobs":null,"finish_reason":"tool_calls"}],
                         "usage":{"prompt_tokens":10,"completion_tokens":20,"total_tokens":30,
                           "prompt_tokens_details":{"cached_tokens":4,"cache_write_tokens":3,"audio_tokens":0},
                           "completion_tokens_details":{"reasoning_tokens":5,"audio_tokens":0}}}
                        """
                                .getBytes(UTF_8)),
                Json.tree(CHAT.write(ANSWER, ask("{}"))));
    }

    @Test
    void an_answer_given_back_as_it_came_keeps_its_thoughts_and_signatures() {
        var message = Json.tree(CHAT.write(ANSWER, ask("{}"))).at("/choices/0/message");

        Prompt next = CHAT.read(body("{\"messages\":[" + message + "]}"));

        assertEquals(List.of(new Message(Message.Role.ASSISTANT, ANSWER.parts())), next.messages());
    }

    @Test
    void a_stream_is_role_deltas_finish_and_done() {
        String events = written(Assembly.chunks(ANSWER), "{}");

        assertEquals(
                """
                {"role":"assistant","content":"","refusal":null}
                {"reasoning_content":"hm"}
                {"thinking_blocks":[{"type":"thinking","thinking":"hm","signature":"tollgate:gemini:s1"}]}
                {"content":"Hello"}
                {"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"f","arguments":"{\\"a\\":1}"}}]}
                {"tool_calls":[{"index":1,"id":"c2","type":"function","function":{"name":"g","arguments":"{}"},"extra_content":{"tollgate":{"signature":"tollgate:gemini:s2"}}}]}
                {}tool_calls
                [DONE]
                """,
                deltas(events));
    }

    @Test
    void usage_stands_in_a_chunk_of_its_own_for_who_asked() {
        String events =
                written(Assembly.chunks(ANSWER), "{\"stream_options\":{\"include_usage\":true}}");

        assertEquals(20, Json.tree(lastChunk(events)).at("/usage/completion_tokens").asInt());
        assertEquals(0, Json.tree(lastChunk(events)).path("choices").size());
    }

    @Test
    void a_call_without_arguments_ends_with_an_empty_object() {
        List<Chunk> chunks =
                List.of(
                        new Chunk.Start("i", "m"),
                        new Chunk.Open(new Part.ToolCall("c", "f", "", Optional.empty())),
                        new Chunk.Close(),
                        new Chunk.Finished(Finish.TOOL_CALLS, Optional.empty()));

        assertEquals(
                """
                {"role":"assistant","content":"","refusal":null}
                {"tool_calls":[{"index":0,"id":"c","type":"function","function":{"name":"f","arguments":""}}]}
                {"tool_calls":[{"index":0,"function":{"arguments":"{}"}}]}
                {}tool_calls
                [DONE]
                """,
                deltas(written(chunks, "{}")));
    }

    private static String written(List<Chunk> chunks, String request) {
        EventWriter writer = CHAT.events(ask(request));
        StringBuilder events = new StringBuilder();
        chunks.forEach(chunk -> events.append(new String(writer.write(chunk), UTF_8)));
        return events.append(new String(writer.end(), UTF_8)).toString();
    }

    private static byte[] lastChunk(String events) {
        String[] all = events.strip().split("\n\n", -1);
        return all[all.length - 2].substring("data: ".length()).getBytes(UTF_8);
    }

    /// One line for each event: its delta, and its finish reason behind that.
    private static String deltas(String events) {
        StringBuilder lines = new StringBuilder();
        for (String event : events.strip().split("\n\n", -1)) {
            String data = event.substring("data: ".length());
            if (data.equals("[DONE]")) {
                lines.append("[DONE]\n");
                continue;
            }
            var choice = Json.tree(data.getBytes(UTF_8)).at("/choices/0");
            lines.append(choice.path("delta"))
                    .append(choice.path("finish_reason").asText(""))
                    .append("\n");
        }
        return lines.toString().replace("null\n", "\n");
    }
}
