package dev.tollgate.function.local.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// OpenAI's official client speaks responses to a provider that has them (`response`), and to one that has only chat completions (`chat`).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResponsesSdkTest {
    private static final String QUESTION = "How many roads must a man walk down?";

    private Town town;
    private OpenAIClient sdk;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        town = new Town(folder);
        sdk = town.sdk();
    }

    @AfterAll
    void stop() {
        sdk.close();
        town.close();
    }

    private static ResponseCreateParams.Builder ask(String alias) {
        return ResponseCreateParams.builder().model(alias).input(QUESTION);
    }

    private static FunctionTool weather() {
        return FunctionTool.builder()
                .name("get_weather")
                .parameters(
                        FunctionTool.Parameters.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .putAdditionalProperty(
                                        "properties",
                                        JsonValue.from(Map.of("city", Map.of("type", "string"))))
                                .build())
                .strict(false)
                .build();
    }

    private static String text(Response response) {
        return response.output().stream()
                .flatMap(item -> item.message().stream())
                .flatMap(message -> message.content().stream())
                .flatMap(content -> content.outputText().stream())
                .map(text -> text.text())
                .reduce("", String::concat);
    }

    private Response streamed(ResponseCreateParams params) {
        ResponseAccumulator all = ResponseAccumulator.create();
        try (StreamResponse<ResponseStreamEvent> stream = sdk.responses().createStreaming(params)) {
            stream.stream().map(ResponseStreamEvent::validate).forEach(all::accumulate);
        }
        return all.response();
    }

    @ParameterizedTest
    @ValueSource(strings = {"response", "chat"})
    void a_response_is_the_same_whole_and_streamed(String alias) {
        Response whole = sdk.responses().create(ask(alias).build()).validate();
        Response streamed = streamed(ask(alias).build()).validate();

        assertFalse(text(whole).isEmpty());
        assertEquals(text(whole), text(streamed));
        assertEquals(ResponseStatus.COMPLETED, streamed.status().orElseThrow());
        assertTrue(whole.usage().orElseThrow().totalTokens() > 0);
        assertEquals(
                whole.usage().orElseThrow().totalTokens(),
                streamed.usage().orElseThrow().totalTokens());
    }

    @ParameterizedTest
    @ValueSource(strings = {"response", "chat"})
    void a_tool_is_called_and_its_result_goes_back_with_the_output_as_it_came(String alias) {
        List<ResponseInputItem> input = new ArrayList<>();
        input.add(
                ResponseInputItem.ofEasyInputMessage(
                        EasyInputMessage.builder()
                                .role(EasyInputMessage.Role.USER)
                                .content(QUESTION)
                                .build()));
        Response first =
                streamed(
                        ResponseCreateParams.builder()
                                .model(alias)
                                .inputOfResponse(input)
                                .addTool(weather())
                                .build());
        ResponseFunctionToolCall call =
                first.output().stream()
                        .flatMap(item -> item.functionCall().stream())
                        .findFirst()
                        .orElseThrow();
        for (ResponseOutputItem item : first.output()) {
            item.functionCall().map(ResponseInputItem::ofFunctionCall).ifPresent(input::add);
            item.message().map(ResponseInputItem::ofResponseOutputMessage).ifPresent(input::add);
            item.reasoning().map(ResponseInputItem::ofReasoning).ifPresent(input::add);
        }
        input.add(
                ResponseInputItem.ofFunctionCallOutput(
                        ResponseInputItem.FunctionCallOutput.builder()
                                .callId(call.callId())
                                .output("sunny")
                                .build()));

        Response second =
                sdk.responses()
                        .create(
                                ResponseCreateParams.builder()
                                        .model(alias)
                                        .inputOfResponse(input)
                                        .addTool(weather())
                                        .build());

        assertEquals("get_weather", call.name());
        assertFalse(text(second.validate()).isEmpty());
    }

    @Test
    void a_caller_of_chat_completions_reaches_a_model_that_has_only_responses() {
        ChatCompletionCreateParams params =
                ChatCompletionCreateParams.builder()
                        .model("response-thinking")
                        .addUserMessage(QUESTION)
                        .build();
        ChatCompletion whole = sdk.chat().completions().create(params);
        ChatCompletionAccumulator all = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> stream =
                sdk.chat().completions().createStreaming(params)) {
            stream.stream().forEach(all::accumulate);
        }

        String said = whole.choices().getFirst().message().content().orElseThrow();
        assertFalse(said.isEmpty());
        assertEquals(
                said, all.chatCompletion().choices().getFirst().message().content().orElseThrow());
    }

    @Test
    void a_refusal_comes_in_either_language() {
        Response response = streamed(ask("response-refusal").build());
        ChatCompletion chat =
                sdk.chat()
                        .completions()
                        .create(
                                ChatCompletionCreateParams.builder()
                                        .model("response-refusal")
                                        .addUserMessage(QUESTION)
                                        .build());

        assertTrue(
                response.output().stream()
                        .flatMap(item -> item.message().stream())
                        .flatMap(message -> message.content().stream())
                        .anyMatch(content -> content.isRefusal()));
        assertTrue(chat.choices().getFirst().message().refusal().isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"response-cut", "response-error", "cut"})
    void a_stream_that_breaks_never_ends_as_if_it_were_whole(String alias) {
        assertThrows(RuntimeException.class, () -> streamed(ask(alias).build()));
    }

    @Test
    void what_builds_on_a_stored_response_is_refused() {
        BadRequestException refusal =
                assertThrows(
                        BadRequestException.class,
                        () ->
                                sdk.responses()
                                        .create(
                                                ask("response")
                                                        .previousResponseId("resp_1")
                                                        .build()));

        assertEquals("unsupported_parameter", refusal.code().orElseThrow());
        assertEquals("previous_response_id", refusal.param().orElseThrow());
    }

    @Test
    void a_providers_own_error_comes_in_its_words() {
        BadRequestException refusal =
                assertThrows(
                        BadRequestException.class,
                        () -> sdk.responses().create(ask("response-too-long").build()));

        assertEquals("context_length_exceeded", refusal.code().orElseThrow());
    }

    @Test
    void nothing_is_stored_at_the_provider() {
        sdk.responses().create(ask("response").store(true).build());

        assertTrue(
                town.one.received().stream()
                        .anyMatch(call -> call.bodyText().contains("\"store\":false")));
        assertFalse(
                town.one.received().stream()
                        .anyMatch(call -> call.bodyText().contains("\"store\":true")));
    }
}
