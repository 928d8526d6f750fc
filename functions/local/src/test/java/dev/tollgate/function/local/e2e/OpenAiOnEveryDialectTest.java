package dev.tollgate.function.local.e2e;

import static dev.tollgate.function.local.e2e.Chats.ask;
import static dev.tollgate.function.local.e2e.Chats.tool;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.errors.OpenAIException;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletionAssistantMessageParam;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.embeddings.EmbeddingCreateParams;
import dev.tollgate.function.local.e2e.Chats.Heard;
import dev.tollgate.function.local.e2e.EveryDialect.Way;
import dev.tollgate.http.Json;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Chats and embeddings through OpenAI's official client, whatever the provider speaks.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenAiOnEveryDialectTest {
    private static final String HERE = "dev.tollgate.function.local.e2e.EveryDialect#";

    private Town town;
    private OpenAIClient sdk;
    private Chats chats;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        town = Town.ofEveryDialect(folder);
        sdk = town.sdk();
        chats = new Chats(sdk);
    }

    @AfterAll
    void stop() {
        sdk.close();
        town.close();
    }

    private static ChatCompletionCreateParams.Builder asked(String alias) {
        return ask(alias).addUserMessage(EveryDialect.QUESTION);
    }

    private static List<ChatCompletionMessageFunctionToolCall> calls(Heard heard) {
        return heard.choice().message().toolCalls().orElseThrow().stream()
                .map(ChatCompletionMessageToolCall::asFunction)
                .toList();
    }

    private static ChatCompletionToolMessageParam result(
            ChatCompletionMessageFunctionToolCall call, String text) {
        return ChatCompletionToolMessageParam.builder().toolCallId(call.id()).content(text).build();
    }

    @ParameterizedTest
    @MethodSource(HERE + "ways")
    void a_chat_is_answered_counted_and_in_the_ledger(Way way) throws Exception {
        Heard heard = chats.hear(asked(way.alias("via")), way.streamed());

        assertEquals("You said: " + EveryDialect.QUESTION, heard.text());
        assertEquals("stop", heard.finish());
        assertTrue(heard.answer().usage().orElseThrow().promptTokens() > 0);
        assertTrue(heard.answer().usage().orElseThrow().completionTokens() > 0);
        EveryDialect.assertSettled(town, heard.requestId(), way.provider(), "stop");
    }

    @ParameterizedTest
    @MethodSource(HERE + "ways")
    void a_tool_is_called_and_its_result_is_read(Way way) throws Exception {
        ChatCompletionCreateParams.Builder first =
                asked(way.alias("via")).addTool(tool("get_weather"));
        Heard called = chats.hear(first, way.streamed());

        assertEquals("tool_calls", called.finish());
        assertEquals(1, calls(called).size());
        ChatCompletionMessageFunctionToolCall call = calls(called).getFirst();
        assertEquals("get_weather", call.function().name());
        assertTrue(Json.tree(call.function().arguments().getBytes(UTF_8)).path("city").isTextual());
        EveryDialect.assertSettled(town, called.requestId(), way.provider(), "tool_calls");

        Heard answered =
                chats.hear(
                        first.addMessage(called.choice().message())
                                .addMessage(result(call, EveryDialect.RESULT)),
                        way.streamed());
        assertEquals("The tool said: " + EveryDialect.RESULT, answered.text());
        assertEquals("stop", answered.finish());
    }

    @ParameterizedTest
    @MethodSource(HERE + "ways")
    void two_tools_are_called_at_once(Way way) {
        ChatCompletionCreateParams.Builder first =
                asked(way.alias("parallel")).addTool(tool("get_weather")).addTool(tool("get_time"));
        Heard called = chats.hear(first, way.streamed());

        List<ChatCompletionMessageFunctionToolCall> calls = calls(called);
        assertEquals(
                List.of("get_weather", "get_time"),
                calls.stream().map(it -> it.function().name()).toList());
        assertFalse(calls.get(0).id().equals(calls.get(1).id()), calls.toString());

        Heard answered =
                chats.hear(
                        first.addMessage(called.choice().message())
                                .addMessage(result(calls.get(0), EveryDialect.RESULT))
                                .addMessage(result(calls.get(1), "noon")),
                        way.streamed());
        assertTrue(answered.text().contains("noon"), answered.text());
    }

    @ParameterizedTest
    @MethodSource(HERE + "ways")
    void an_answer_keeps_to_a_schema(Way way) {
        var schema =
                ResponseFormatJsonSchema.JsonSchema.Schema.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty(
                                "properties", JsonValue.from(EveryDialect.PROPERTIES))
                        .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                        .putAdditionalProperty("additionalProperties", JsonValue.from(false))
                        .build();
        Heard heard =
                chats.hear(
                        asked(way.alias("via"))
                                .responseFormat(
                                        ResponseFormatJsonSchema.builder()
                                                .jsonSchema(
                                                        ResponseFormatJsonSchema.JsonSchema
                                                                .builder()
                                                                .name("answer")
                                                                .strict(true)
                                                                .schema(schema)
                                                                .build())
                                                .build()),
                        way.streamed());

        assertTrue(Json.tree(heard.text().getBytes(UTF_8)).path("city").isTextual(), heard.text());
    }

    @ParameterizedTest
    @MethodSource(HERE + "ways")
    void a_picture_is_taken(Way way) {
        var picture =
                ChatCompletionContentPartImage.ImageUrl.builder()
                        .url("data:image/png;base64," + EveryDialect.PIXEL)
                        .build();
        var parts =
                List.of(
                        ChatCompletionContentPart.ofText(
                                ChatCompletionContentPartText.builder()
                                        .text(EveryDialect.QUESTION)
                                        .build()),
                        ChatCompletionContentPart.ofImageUrl(
                                ChatCompletionContentPartImage.builder()
                                        .imageUrl(picture)
                                        .build()));
        Heard heard =
                chats.hear(
                        ask(way.alias("via")).addUserMessageOfArrayOfContentParts(parts),
                        way.streamed());

        assertEquals("You said: " + EveryDialect.QUESTION + " (images: 1)", heard.text());
    }

    @ParameterizedTest
    @MethodSource(HERE + "ways")
    void a_refusal_is_told_as_one(Way way) {
        Heard heard = chats.hear(asked(way.alias("refuses")), way.streamed());

        boolean refused =
                heard.finish().equals("content_filter")
                        || heard.choice().message().refusal().isPresent();
        assertTrue(refused, heard.answer().toString());
    }

    @ParameterizedTest
    @MethodSource(HERE + "ways")
    void an_answer_stops_at_its_length(Way way) {
        Heard heard =
                chats.hear(
                        ask(way.alias("via"))
                                .addUserMessage(EveryDialect.QUESTION.repeat(10))
                                .maxCompletionTokens(16),
                        way.streamed());

        assertEquals("length", heard.finish());
        assertTrue(heard.text().startsWith("You said: How many"), heard.text());
    }

    @ParameterizedTest
    @MethodSource(HERE + "thinkingWays")
    void thoughts_are_shown_and_given_back(Way way) {
        ChatCompletionCreateParams.Builder first = asked(way.alias("thinks"));
        Heard heard = chats.hear(first, way.streamed());

        assertTrue(heard.thoughts().startsWith("The user says"), heard.thoughts());
        assertTrue(heard.text().contains("roads"), heard.text());
        assertTrue(
                heard.answer()
                                .usage()
                                .orElseThrow()
                                .completionTokensDetails()
                                .orElseThrow()
                                .reasoningTokens()
                                .orElse(0L)
                        > 0,
                heard.answer().usage().toString());

        ChatCompletionAssistantMessageParam said =
                ChatCompletionAssistantMessageParam.builder()
                        .content(heard.text())
                        .putAdditionalProperty("thinking_blocks", JsonValue.from(heard.blocks()))
                        .build();
        Heard second =
                chats.hear(
                        first.addMessage(said).addUserMessage(EveryDialect.QUESTION),
                        way.streamed());
        assertTrue(second.text().contains("roads"), second.text());
        String sent = town.one.received().getLast().bodyText();
        assertTrue(sent.contains(EveryDialect.thoughtIn(way.provider())), sent);
    }

    @ParameterizedTest
    @MethodSource(HERE + "providers")
    void a_cut_stream_is_an_error(String provider) {
        assertThrows(OpenAIException.class, () -> chats.hear(asked("cut-" + provider), true));
    }

    @ParameterizedTest
    @MethodSource(HERE + "embedders")
    void embeddings_are_made(String provider) {
        var answer =
                sdk.embeddings()
                        .create(
                                EmbeddingCreateParams.builder()
                                        .model("embed-" + provider)
                                        .inputOfArrayOfStrings(List.of("one", "two"))
                                        .build());

        assertEquals(2, answer.data().size());
        assertFalse(answer.data().get(1).embedding().isEmpty());
    }
}
