package dev.tollgate.function.local.e2e;

import static dev.tollgate.function.local.e2e.Responses.ask;
import static dev.tollgate.function.local.e2e.Responses.tool;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFormatTextJsonSchemaConfig;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseIncludable;
import com.openai.models.responses.ResponseInputContent;
import com.openai.models.responses.ResponseInputImage;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseInputText;
import com.openai.models.responses.ResponseTextConfig;
import dev.tollgate.function.local.e2e.EveryDialect.Way;
import dev.tollgate.function.local.e2e.Responses.Heard;
import dev.tollgate.http.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// OpenAI's responses through its official client, whatever the provider speaks.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResponsesOnEveryDialectTest {
    private static final String HERE = "dev.tollgate.function.local.e2e.EveryDialect#";
    private static final ResponseInputItem QUESTION =
            ResponseInputItem.ofEasyInputMessage(
                    EasyInputMessage.builder()
                            .role(EasyInputMessage.Role.USER)
                            .content(EveryDialect.QUESTION)
                            .build());

    private Town town;
    private OpenAIClient sdk;
    private Responses responses;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        town = Town.ofEveryDialect(folder);
        sdk = town.sdk();
        responses = new Responses(sdk);
    }

    @AfterAll
    void stop() {
        sdk.close();
        town.close();
    }

    private static ResponseCreateParams.Builder asked(String alias) {
        return ask(alias).input(EveryDialect.QUESTION);
    }

    private static ResponseInputItem result(ResponseFunctionToolCall call, String text) {
        return ResponseInputItem.ofFunctionCallOutput(
                ResponseInputItem.FunctionCallOutput.builder()
                        .callId(call.callId())
                        .output(text)
                        .build());
    }

    @ParameterizedTest
    @MethodSource(HERE + "ways")
    void a_response_is_given_counted_and_in_the_ledger(Way way) throws Exception {
        Heard heard = responses.hear(asked(way.alias("via")).build(), way.streamed());

        assertEquals("You said: " + EveryDialect.QUESTION, heard.text());
        assertEquals("completed", heard.status());
        assertTrue(heard.answer().usage().orElseThrow().inputTokens() > 0);
        assertTrue(heard.answer().usage().orElseThrow().outputTokens() > 0);
        EveryDialect.assertSettled(town, heard.requestId(), way.provider(), "stop");
    }

    @ParameterizedTest
    @MethodSource(HERE + "ways")
    void a_tool_is_called_and_its_result_is_read(Way way) throws Exception {
        ResponseCreateParams first =
                asked(way.alias("via")).addTool(tool("get_weather")).build();
        Heard called = responses.hear(first, way.streamed());

        assertEquals(1, called.calls().size());
        ResponseFunctionToolCall call = called.calls().getFirst();
        assertEquals("get_weather", call.name());
        assertTrue(Json.tree(call.arguments().getBytes(UTF_8)).path("city").isTextual());
        EveryDialect.assertSettled(town, called.requestId(), way.provider(), "tool_calls");

        Heard answered =
                responses.hear(
                        first.toBuilder()
                                .inputOfResponse(
                                        Stream.of(
                                                        Stream.of(QUESTION),
                                                        called.asInput(),
                                                        Stream.of(
                                                                result(call, EveryDialect.RESULT)))
                                                .flatMap(it -> it)
                                                .toList())
                                .build(),
                        way.streamed());
        assertEquals("The tool said: " + EveryDialect.RESULT, answered.text());
    }

    @ParameterizedTest
    @MethodSource(HERE + "ways")
    void two_tools_are_called_at_once(Way way) {
        ResponseCreateParams first =
                asked(way.alias("parallel"))
                        .addTool(tool("get_weather"))
                        .addTool(tool("get_time"))
                        .build();
        Heard called = responses.hear(first, way.streamed());

        assertEquals(
                List.of("get_weather", "get_time"),
                called.calls().stream().map(ResponseFunctionToolCall::name).toList());
        Stream<ResponseInputItem> results =
                Stream.of(
                        result(called.calls().get(0), EveryDialect.RESULT),
                        result(called.calls().get(1), "noon"));
        Heard answered =
                responses.hear(
                        first.toBuilder()
                                .inputOfResponse(
                                        Stream.of(Stream.of(QUESTION), called.asInput(), results)
                                                .flatMap(it -> it)
                                                .toList())
                                .build(),
                        way.streamed());
        assertTrue(answered.text().contains("noon"), answered.text());
    }

    @ParameterizedTest
    @MethodSource(HERE + "ways")
    void an_answer_keeps_to_a_schema(Way way) {
        var schema =
                ResponseFormatTextJsonSchemaConfig.Schema.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty(
                                "properties", JsonValue.from(EveryDialect.PROPERTIES))
                        .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                        .putAdditionalProperty("additionalProperties", JsonValue.from(false))
                        .build();
        Heard heard =
                responses.hear(
                        asked(way.alias("via"))
                                .text(
                                        ResponseTextConfig.builder()
                                                .format(
                                                        ResponseFormatTextJsonSchemaConfig.builder()
                                                                .name("answer")
                                                                .strict(true)
                                                                .schema(schema)
                                                                .build())
                                                .build())
                                .build(),
                        way.streamed());

        assertTrue(
                Json.tree(heard.text().getBytes(UTF_8)).path("city").isTextual(), heard.text());
    }

    @ParameterizedTest
    @MethodSource(HERE + "ways")
    void a_picture_is_taken(Way way) {
        List<ResponseInputContent> parts =
                List.of(
                        ResponseInputContent.ofInputText(
                                ResponseInputText.builder().text(EveryDialect.QUESTION).build()),
                        ResponseInputContent.ofInputImage(
                                ResponseInputImage.builder()
                                        .detail(ResponseInputImage.Detail.AUTO)
                                        .imageUrl("data:image/png;base64," + EveryDialect.PIXEL)
                                        .build()));
        Heard heard =
                responses.hear(
                        ask(way.alias("via"))
                                .inputOfResponse(
                                        List.of(
                                                ResponseInputItem.ofEasyInputMessage(
                                                        EasyInputMessage.builder()
                                                                .role(EasyInputMessage.Role.USER)
                                                                .contentOfResponseInputMessageContentList(
                                                                        parts)
                                                                .build())))
                                .build(),
                        way.streamed());

        assertEquals("You said: " + EveryDialect.QUESTION + " (images: 1)", heard.text());
    }

    @ParameterizedTest
    @MethodSource(HERE + "ways")
    void a_refusal_is_told_as_one(Way way) {
        Heard heard = responses.hear(asked(way.alias("refuses")).build(), way.streamed());

        boolean filtered =
                heard.answer()
                        .incompleteDetails()
                        .flatMap(it -> it.reason())
                        .filter(it -> it.asString().equals("content_filter"))
                        .isPresent();
        assertTrue(
                filtered || heard.said().anyMatch(it -> it.isRefusal()),
                heard.answer().toString());
    }

    @ParameterizedTest
    @MethodSource(HERE + "ways")
    void an_answer_stops_at_its_length(Way way) {
        Heard heard =
                responses.hear(
                        ask(way.alias("via"))
                                .input(EveryDialect.QUESTION.repeat(10))
                                .maxOutputTokens(16)
                                .build(),
                        way.streamed());

        assertEquals("incomplete", heard.status());
        assertEquals(
                "max_output_tokens",
                heard.answer().incompleteDetails().orElseThrow().reason().orElseThrow().asString());
    }

    @ParameterizedTest
    @MethodSource(HERE + "thinkingWays")
    void thoughts_are_shown_and_given_back(Way way) {
        ResponseCreateParams first =
                asked(way.alias("thinks"))
                        .store(false)
                        .addInclude(ResponseIncludable.REASONING_ENCRYPTED_CONTENT)
                        .build();
        Heard heard = responses.hear(first, way.streamed());

        assertFalse(heard.thoughts().isEmpty(), heard.answer().toString());
        assertTrue(heard.thoughts().getFirst().encryptedContent().isPresent());

        Heard second =
                responses.hear(
                        first.toBuilder()
                                .inputOfResponse(
                                        Stream.of(
                                                        Stream.of(QUESTION),
                                                        heard.asInput(),
                                                        Stream.of(QUESTION))
                                                .flatMap(it -> it)
                                                .toList())
                                .build(),
                        way.streamed());
        assertTrue(second.text().contains("roads"), second.text());
        String sent = town.one.received().getLast().bodyText();
        assertTrue(sent.contains(EveryDialect.thoughtIn(way.provider())), sent);
    }

    /// The client's accumulator knows a broken stream by its error event, or by its missing end.
    @ParameterizedTest
    @MethodSource(HERE + "providers")
    void a_cut_stream_is_an_error(String provider) {
        assertThrows(
                RuntimeException.class,
                () -> responses.hear(asked("cut-" + provider).build(), true));
    }

    @Test
    void what_would_need_a_memory_is_refused_and_says_so() {
        BadRequestException refused =
                assertThrows(
                        BadRequestException.class,
                        () ->
                                responses.hear(
                                        asked("via-anthropic").previousResponseId("resp_1").build(),
                                        false));

        assertEquals("previous_response_id", refused.param().orElseThrow());
        assertTrue(String.valueOf(refused.getMessage()).contains("stateless"));
    }
}
