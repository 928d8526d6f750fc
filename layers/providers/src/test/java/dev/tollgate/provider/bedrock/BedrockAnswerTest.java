package dev.tollgate.provider.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Citation;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.http.Json;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.FakeReply;
import dev.tollgate.provider.wire.Wire.Unreadable;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Failure.Kind;
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

class BedrockAnswerTest {
    private static JsonNode json(String readable) {
        return Json.tree(readable.replace('\'', '"').getBytes(UTF_8));
    }

    private static JsonNode answer(String blocks, String stopReason, String usage) {
        return json(
                "{'output':{'message':{'role':'assistant','content':%s}},'stopReason':'%s','usage':%s}"
                        .formatted(blocks, stopReason, usage));
    }

    private static List<Part> parts(String blocks) throws Unreadable {
        return ConverseAnswer.read(answer(blocks, "end_turn", "{}")).parts();
    }

    private static Usage usage(String usage) throws Unreadable {
        return ConverseAnswer.read(answer("[]", "end_turn", usage)).usage().orElseThrow();
    }

    private static Outcome read(JsonNode answer) throws IOException {
        Call call = Calls.chat("{\"model\":\"alias\",\"messages\":[]}");
        return BedrockRequestTest.PROVIDER
                .prepare(call, "m", Optional.empty())
                .reading()
                .read(FakeReply.of(200, answer.toString()));
    }

    @Test
    void every_kind_of_block_becomes_a_part() throws Unreadable {
        assertEquals(
                List.of(
                        new Part.Thinking("hm", Optional.of(new Signature("bedrock", "SIG"))),
                        new Part.Thinking(
                                "", Optional.of(new Signature("bedrock", "redacted:UkVE"))),
                        new Part.Thinking("unsigned", Optional.empty()),
                        Part.Text.of("Hi"),
                        new Part.ToolCall("t1", "f", "{\"a\":1}", Optional.empty()),
                        new Part.ToolCall("t2", "g", "{}", Optional.empty()),
                        new Part.Foreign("bedrock", "image", json("{'format':'png'}"))),
                parts(
                        """
                        [{'reasoningContent': {'reasoningText': {'text': 'hm', 'signature': 'SIG'}}},
                         {'reasoningContent': {'redactedContent': 'UkVE'}},
                         {'reasoningContent': {'reasoningText': {'text': 'unsigned'}}},
                         {'text': ''},
                         {'text': 'Hi'},
                         {'toolUse': {'toolUseId': 't1', 'name': 'f', 'input': {'a': 1}, 'type': 'tool_use'}},
                         {'toolUse': {'toolUseId': 't2', 'name': 'g'}},
                         {'image': {'format': 'png'}}]
                        """));
    }

    @Test
    void what_a_text_cites_stands_with_it_or_in_a_text_without_words() throws Unreadable {
        Citation web =
                new Citation(
                        Optional.of("https://e.example/"),
                        Optional.of("E"),
                        Optional.of("so it is"));
        assertEquals(
                List.of(new Part.Text("It is.", List.of(web)), new Part.Text("", List.of(web))),
                parts(
                        """
                        [{'citationsContent': {'content': [{'text': 'It '}, {'text': 'is.'}], 'citations': [CITED]}},
                         {'citationsContent': {'citations': [CITED]}}]
                        """
                                .replace(
                                        "CITED",
                                        "{'title':'E','location':{'web':{'url':'https://e.example/','domain':'e.example'}},"
                                                + "'sourceContent':[{'text':'so '},{'text':'it is'}]}")));
    }

    @Test
    void what_bedrock_called_itself_is_no_call_of_the_callers() throws Unreadable {
        assertEquals(
                List.of(
                        new Part.Foreign(
                                "bedrock",
                                "toolUse",
                                json("{'name':'nova_grounding','type':'server_tool_use'}"))),
                parts("[{'toolUse':{'name':'nova_grounding','type':'server_tool_use'}}]"));
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn, STOP",
        "stop_sequence, STOP",
        "max_tokens, LENGTH",
        "model_context_window_exceeded, LENGTH",
        "tool_use, TOOL_CALLS",
        "guardrail_intervened, CONTENT_FILTER",
        "content_filtered, CONTENT_FILTER",
        "something_new, STOP",
    })
    void every_stop_reason_has_a_meaning(String reason, Finish finish) throws Unreadable {
        assertEquals(finish, ConverseAnswer.read(answer("[]", reason, "{}")).finish());
    }

    @ParameterizedTest
    @ValueSource(strings = {"malformed_model_output", "malformed_tool_use"})
    void an_answer_whose_form_is_wrong_is_a_failure(String reason) throws IOException {
        Outcome outcome = read(answer("[{'text':'x'}]", reason, "{}"));

        assertEquals(Kind.SERVER_ERROR, assertInstanceOf(Failed.class, outcome).failure().kind());
    }

    @Test
    void tokens_from_and_for_the_cache_are_part_of_the_input() throws Unreadable {
        assertEquals(
                new Usage(111, 10, 60, 40, 0, 0, 5, 0, 0, false),
                usage(
                        """
                        {'inputTokens': 1, 'outputTokens': 5, 'totalTokens': 116, 'cacheReadInputTokens': 10,
                         'cacheWriteInputTokens': 100, 'cacheReadInputTokenCount': 10, 'serverToolUsage': {},
                         'cacheDetails': [{'ttl': '1h', 'inputTokens': 40}, {'ttl': '5m', 'inputTokens': 60}]}
                        """));
        assertEquals(
                Usage.of(7351 + 10, 4),
                usage("{'inputTokens':7361,'outputTokens':4,'totalTokens':7365}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "{'inputTokens':1}",
                "{'inputTokens':-1,'outputTokens':1}",
                "{'inputTokens':1,'outputTokens':99999999999}",
                "{'inputTokens':'1','outputTokens':1}",
            })
    void what_no_model_could_have_used_is_no_count(String usage) throws Unreadable {
        assertEquals(
                Optional.empty(), ConverseAnswer.read(answer("[]", "end_turn", usage)).usage());
    }

    @Test
    void an_answer_without_content_is_unreadable() throws IOException {
        assertThrows(Unreadable.class, () -> ConverseAnswer.read(json("{'message':'x'}")));
        assertInstanceOf(Failed.class, read(json("{'message':'x'}")));
    }

    @Test
    void a_caller_of_chat_completions_gets_it_in_that_language() throws IOException {
        Outcome outcome =
                read(
                        answer(
                                "[{'reasoningContent':{'reasoningText':{'text':'hm','signature':'SIG'}}},{'text':'Hi'},"
                                        + "{'toolUse':{'toolUseId':'t','name':'f','input':{'a':1}}},{'image':{'format':'png'}}]",
                                "tool_use",
                                "{'inputTokens':3,'outputTokens':2}"));
        Whole whole = (Whole) assertInstanceOf(Answered.class, outcome).answer();
        JsonNode choice = Json.tree(whole.body()).path("choices").path(0);

        assertEquals("Hi", choice.path("message").path("content").asText());
        assertEquals("tool_calls", choice.path("finish_reason").asText());
        assertEquals("{\"a\":1}", choice.findPath("function").path("arguments").asText());
        assertEquals(
                "tollgate:bedrock:SIG",
                choice.findPath("thinking_blocks").path(0).path("signature").asText());
        assertEquals(List.of("image"), whole.dropped());
        assertEquals(Usage.of(3, 2), whole.summary().usage());
    }

    @Test
    void a_completion_has_neither_id_nor_model() throws Unreadable {
        Completion completion = ConverseAnswer.read(answer("[]", "end_turn", "{}"));

        assertEquals("", completion.id() + completion.model());
    }
}
