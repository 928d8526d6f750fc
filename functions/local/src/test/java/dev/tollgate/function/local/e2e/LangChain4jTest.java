package dev.tollgate.function.local.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicChatResponseMetadata;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatResponseMetadata;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import dev.tollgate.function.local.e2e.EveryDialect.Way;
import dev.tollgate.http.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Chats through LangChain4j's models of OpenAI and of Anthropic, whatever the provider speaks.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LangChain4jTest {
    private static final ToolSpecification WEATHER =
            ToolSpecification.builder()
                    .name("get_weather")
                    .description("What there is in a city")
                    .parameters(
                            JsonObjectSchema.builder()
                                    .addStringProperty("city")
                                    .required("city")
                                    .build())
                    .build();

    private Town town;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        town = Town.ofEveryDialect(folder);
    }

    @AfterAll
    void stop() {
        town.close();
    }

    /// One of LangChain4j's models.
    ///
    /// @param family whose model it is: OpenAI's or Anthropic's
    record Model(String family, Way way) {}

    static List<Model> models() {
        return EveryDialect.ways().stream()
                .flatMap(way -> Stream.of(new Model("openai", way), new Model("anthropic", way)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("models")
    void a_chat_is_answered(Model model) throws Exception {
        ChatResponse response =
                chat(
                        model,
                        ChatRequest.builder()
                                .messages(
                                        SystemMessage.from(EveryDialect.INSTRUCTIONS),
                                        UserMessage.from(EveryDialect.QUESTION))
                                .build());

        assertEquals("You said: " + EveryDialect.QUESTION, response.aiMessage().text());
        assertEquals(FinishReason.STOP, response.finishReason());
        assertTrue(response.tokenUsage().inputTokenCount() > 0);
        assertTrue(response.tokenUsage().outputTokenCount() > 0);
        if (!model.way.streamed()) {
            List<String> id =
                    raw(response.metadata())
                            .headers()
                            .getOrDefault("x-tollgate-request-id", List.of());
            EveryDialect.assertSettled(town, id.getFirst(), model.way.provider(), "stop");
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void a_tool_is_called_and_its_result_is_read(Model model) throws Exception {
        UserMessage question = UserMessage.from(EveryDialect.QUESTION);
        ChatResponse called =
                chat(
                        model,
                        ChatRequest.builder().messages(question).toolSpecifications(WEATHER).build());

        assertEquals(FinishReason.TOOL_EXECUTION, called.finishReason());
        ToolExecutionRequest call = called.aiMessage().toolExecutionRequests().getFirst();
        assertEquals("get_weather", call.name());
        assertTrue(
                Json.tree(call.arguments().getBytes(UTF_8)).path("city").isTextual(),
                call.arguments());

        ChatResponse answered =
                chat(
                        model,
                        ChatRequest.builder()
                                .messages(
                                        question,
                                        called.aiMessage(),
                                        ToolExecutionResultMessage.from(call, EveryDialect.RESULT))
                                .toolSpecifications(WEATHER)
                                .build());
        assertEquals("The tool said: " + EveryDialect.RESULT, answered.aiMessage().text());
    }

    private ChatResponse chat(Model model, ChatRequest request) throws Exception {
        String url = town.address() + "/v1";
        String alias = model.way.alias("via");
        if (model.family.equals("openai")) {
            return model.way.streamed()
                    ? streamed(
                            handler ->
                                    OpenAiStreamingChatModel.builder()
                                            .baseUrl(url)
                                            .apiKey(town.key())
                                            .modelName(alias)
                                            .build()
                                            .chat(request, handler))
                    : OpenAiChatModel.builder()
                            .baseUrl(url)
                            .apiKey(town.key())
                            .modelName(alias)
                            .maxRetries(0)
                            .build()
                            .chat(request);
        }
        return model.way.streamed()
                ? streamed(
                        handler ->
                                AnthropicStreamingChatModel.builder()
                                        .baseUrl(url)
                                        .apiKey(town.key())
                                        .modelName(alias)
                                        .build()
                                        .chat(request, handler))
                : AnthropicChatModel.builder()
                        .baseUrl(url)
                        .apiKey(town.key())
                        .modelName(alias)
                        .maxRetries(0)
                        .build()
                        .chat(request);
    }

    private interface Streaming {
        void into(StreamingChatResponseHandler handler);
    }

    /// What a stream comes to; its pieces have to be the same text.
    private static ChatResponse streamed(Streaming streaming) throws Exception {
        CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
        StringBuilder pieces = new StringBuilder();
        streaming.into(
                new StreamingChatResponseHandler() {
                    @Override
                    public void onPartialResponse(String piece) {
                        pieces.append(piece);
                    }

                    @Override
                    public void onCompleteResponse(ChatResponse response) {
                        whole.complete(response);
                    }

                    @Override
                    public void onError(Throwable error) {
                        whole.completeExceptionally(error);
                    }
                });
        ChatResponse response = whole.get(30, TimeUnit.SECONDS);
        String text = response.aiMessage().text();
        assertEquals(text == null ? "" : text, pieces.toString());
        return response;
    }

    private static SuccessfulHttpResponse raw(ChatResponseMetadata metadata) {
        return metadata instanceof OpenAiChatResponseMetadata openAi
                ? openAi.rawHttpResponse()
                : ((AnthropicChatResponseMetadata) metadata).rawHttpResponse();
    }
}
