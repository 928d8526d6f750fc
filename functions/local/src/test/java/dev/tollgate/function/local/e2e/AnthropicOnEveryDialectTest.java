package dev.tollgate.function.local.e2e;

import static dev.tollgate.function.local.e2e.Messages.ask;
import static dev.tollgate.function.local.e2e.Messages.result;
import static dev.tollgate.function.local.e2e.Messages.tool;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.anthropic.client.AnthropicClient;
import com.anthropic.core.JsonValue;
import com.anthropic.errors.AnthropicException;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.InternalServerException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.models.messages.Base64ImageSource;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.ToolUseBlock;
import com.anthropic.models.models.ModelInfo;
import dev.tollgate.function.local.e2e.EveryDialect.Way;
import dev.tollgate.function.local.e2e.Messages.Heard;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Messages through Anthropic's official client, whatever the provider speaks.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnthropicOnEveryDialectTest {
    private static final String HERE = "dev.tollgate.function.local.e2e.EveryDialect#";

    private Town town;
    private AnthropicClient sdk;
    private Messages messages;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        town = Town.ofEveryDialect(folder);
        sdk = town.anthropicSdk();
        messages = new Messages(sdk);
    }

    @AfterAll
    void stop() {
        sdk.close();
        town.close();
    }

    private static MessageCreateParams.Builder asked(String alias) {
        return ask(alias).addUserMessage(EveryDialect.QUESTION);
    }

    @ParameterizedTest
    @MethodSource(HERE + "ways")
    void a_message_is_answered_counted_and_in_the_ledger(Way way) throws Exception {
        Heard heard = messages.hear(asked(way.alias("via")), way.streamed());

        assertEquals("You said: " + EveryDialect.QUESTION, heard.text());
        assertEquals("end_turn", heard.stop());
        assertTrue(heard.answer().usage().inputTokens() > 0);
        assertTrue(heard.answer().usage().outputTokens() > 0);
        EveryDialect.assertSettled(town, heard.requestId(), way.provider(), "stop");
    }

    @ParameterizedTest
    @MethodSource(HERE + "ways")
    void a_tool_is_called_and_its_result_is_read(Way way) throws Exception {
        MessageCreateParams.Builder first = asked(way.alias("via")).addTool(tool("get_weather"));
        Heard called = messages.hear(first, way.streamed());

        assertEquals("tool_use", called.stop());
        assertEquals(1, called.calls().size());
        ToolUseBlock call = called.calls().getFirst();
        assertEquals("get_weather", call.name());
        assertTrue(String.valueOf(call._input()).contains("city"), call.toString());
        EveryDialect.assertSettled(town, called.requestId(), way.provider(), "tool_calls");

        Heard answered =
                messages.hear(
                        first.addMessage(called.answer())
                                .addUserMessageOfContentBlockParams(
                                        List.of(result(call, EveryDialect.RESULT))),
                        way.streamed());
        assertEquals("The tool said: " + EveryDialect.RESULT, answered.text());
        assertEquals("end_turn", answered.stop());
    }

    @ParameterizedTest
    @MethodSource(HERE + "ways")
    void two_tools_are_called_at_once(Way way) {
        MessageCreateParams.Builder first =
                asked(way.alias("parallel"))
                        .addTool(tool("get_weather"))
                        .addTool(tool("get_time"));
        Heard called = messages.hear(first, way.streamed());

        assertEquals(
                List.of("get_weather", "get_time"),
                called.calls().stream().map(ToolUseBlock::name).toList());
        Heard answered =
                messages.hear(
                        first.addMessage(called.answer())
                                .addUserMessageOfContentBlockParams(
                                        List.of(
                                                result(called.calls().get(0), EveryDialect.RESULT),
                                                result(called.calls().get(1), "noon"))),
                        way.streamed());
        assertTrue(answered.text().contains("noon"), answered.text());
    }

    @ParameterizedTest
    @MethodSource(HERE + "ways")
    void a_picture_is_taken(Way way) {
        ContentBlockParam picture =
                ContentBlockParam.ofImage(
                        Base64ImageSource.builder()
                                .mediaType(Base64ImageSource.MediaType.IMAGE_PNG)
                                .data(EveryDialect.PIXEL)
                                .build());
        Heard heard =
                messages.hear(
                        ask(way.alias("via"))
                                .addUserMessageOfContentBlockParams(
                                        List.of(
                                                picture,
                                                ContentBlockParam.ofText(EveryDialect.QUESTION))),
                        way.streamed());

        assertEquals("You said: " + EveryDialect.QUESTION + " (images: 1)", heard.text());
    }

    @ParameterizedTest
    @MethodSource(HERE + "ways")
    void a_refusal_is_told_as_one(Way way) {
        Heard heard = messages.hear(asked(way.alias("refuses")), way.streamed());

        assertTrue(
                heard.stop().equals("refusal") || heard.text().contains("can't help"),
                heard.answer().toString());
    }

    @ParameterizedTest
    @MethodSource(HERE + "ways")
    void an_answer_stops_at_its_length(Way way) {
        Heard heard =
                messages.hear(
                        ask(way.alias("via"))
                                .addUserMessage(EveryDialect.QUESTION.repeat(10))
                                .maxTokens(16),
                        way.streamed());

        assertEquals("max_tokens", heard.stop());
    }

    @ParameterizedTest
    @MethodSource(HERE + "thinkingWays")
    void thoughts_are_shown_and_given_back(Way way) {
        MessageCreateParams.Builder first =
                asked(way.alias("thinks")).maxTokens(4096).enabledThinking(1024);
        Heard heard = messages.hear(first, way.streamed());

        assertFalse(heard.thoughts().isEmpty(), heard.answer().toString());
        assertTrue(heard.answer().content().getFirst().isThinking());
        assertFalse(heard.thoughts().getFirst().asThinking().signature().isEmpty());

        Heard second =
                messages.hear(
                        first.addMessage(heard.answer()).addUserMessage(EveryDialect.QUESTION),
                        way.streamed());
        assertTrue(second.text().contains("roads"), second.text());
        String sent = town.one.received().getLast().bodyText();
        assertTrue(sent.contains(EveryDialect.thoughtIn(way.provider())), sent);
    }

    @ParameterizedTest
    @MethodSource(HERE + "providers")
    void tokens_are_counted_beforehand(String provider) {
        long count =
                sdk.messages()
                        .countTokens(
                                MessageCountTokensParams.builder()
                                        .model("via-" + provider)
                                        .addUserMessage(EveryDialect.QUESTION)
                                        .build())
                        .inputTokens();

        assertTrue(count > 0 && count < 100, "counted " + count);
    }

    @ParameterizedTest
    @MethodSource(HERE + "providers")
    void a_cut_stream_is_an_error(String provider) {
        assertThrows(
                AnthropicException.class, () -> messages.hear(asked("cut-" + provider), true));
    }

    @Test
    void models_are_the_aliases() {
        List<String> ids = sdk.models().list().data().stream().map(ModelInfo::id).toList();

        assertTrue(ids.containsAll(List.of("via-openai", "via-bedrock", "cut-anthropic")));
    }

    @Test
    void errors_arrive_as_the_exceptions_that_the_sdk_has_for_them() {
        assertEquals(
                "not_found_error",
                type(assertThrows(NotFoundException.class, () -> answer("no-such-alias"))));
        UnauthorizedException stranger =
                assertThrows(
                        UnauthorizedException.class,
                        () ->
                                town.anthropicSdk("tg_wrong")
                                        .messages()
                                        .create(asked("via-anthropic").build()));
        assertEquals("authentication_error", type(stranger));
        for (String alias : List.of("too-long-openai", "too-long-anthropic")) {
            assertEquals(
                    "invalid_request_error",
                    type(assertThrows(BadRequestException.class, () -> answer(alias))));
        }
        InternalServerException overloaded =
                assertThrows(InternalServerException.class, () -> answer("overloaded"));
        assertEquals(List.of("false"), overloaded.headers().values("x-should-retry"));
    }

    private Heard answer(String alias) {
        return messages.hear(asked(alias), false);
    }

    private static String type(AnthropicServiceException error) {
        return error.type().orElseThrow().asString();
    }

    @ParameterizedTest
    @MethodSource(HERE + "providers")
    void a_wrong_role_is_refused_with_its_place(String provider) {
        MessageCreateParams wrong =
                ask("via-" + provider)
                        .messages(List.of())
                        .putAdditionalBodyProperty(
                                "messages",
                                JsonValue.from(
                                        List.of(
                                                Map.of("role", "user", "content", "hi"),
                                                Map.of("role", "robot", "content", "beep"))))
                        .build();

        BadRequestException refused =
                assertThrows(BadRequestException.class, () -> sdk.messages().create(wrong));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("messages") && message.contains("role"), message);
    }
}
