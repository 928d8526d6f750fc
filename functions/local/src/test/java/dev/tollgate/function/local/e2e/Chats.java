package dev.tollgate.function.local.e2e;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonField;
import com.openai.core.JsonValue;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Chats through OpenAI's official client, whole or put together from a stream by the client's own means.
record Chats(OpenAIClient sdk) {

    /// @param thoughts what was thought, as several hosts show it
    /// @param blocks the thoughts with their signatures, as a caller gives them back
    record Heard(
            ChatCompletion answer,
            String requestId,
            String dropped,
            String thoughts,
            List<JsonValue> blocks) {
        ChatCompletion.Choice choice() {
            return answer.choices().getFirst();
        }

        String text() {
            return choice().message().content().orElse("");
        }

        String finish() {
            return choice().finishReason().asString();
        }
    }

    static ChatCompletionCreateParams.Builder ask(String alias) {
        return ChatCompletionCreateParams.builder()
                .model(alias)
                .addSystemMessage(EveryDialect.INSTRUCTIONS);
    }

    static ChatCompletionFunctionTool tool(String name) {
        return ChatCompletionFunctionTool.builder()
                .function(
                        FunctionDefinition.builder()
                                .name(name)
                                .description("What there is in a city")
                                .parameters(
                                        FunctionParameters.builder()
                                                .putAdditionalProperty(
                                                        "type", JsonValue.from("object"))
                                                .putAdditionalProperty(
                                                        "properties",
                                                        JsonValue.from(EveryDialect.PROPERTIES))
                                                .putAdditionalProperty(
                                                        "required", JsonValue.from(List.of("city")))
                                                .build())
                                .build())
                .build();
    }

    Heard hear(ChatCompletionCreateParams.Builder asked, boolean streamed) {
        return streamed ? streamed(asked) : whole(asked.build());
    }

    private Heard whole(ChatCompletionCreateParams asked) {
        try (HttpResponseFor<ChatCompletion> reply =
                sdk.chat().completions().withRawResponse().create(asked)) {
            ChatCompletion answer = reply.parse();
            var more = answer.choices().getFirst().message()._allProperties();
            return new Heard(
                    answer,
                    header(reply, "x-tollgate-request-id"),
                    header(reply, "x-tollgate-dropped"),
                    text(more.getOrDefault("reasoning_content", JsonValue.from(""))),
                    list(more.getOrDefault("thinking_blocks", JsonValue.from(List.of()))));
        }
    }

    private Heard streamed(ChatCompletionCreateParams.Builder asked) {
        ChatCompletionCreateParams params =
                asked.streamOptions(
                                ChatCompletionStreamOptions.builder().includeUsage(true).build())
                        .build();
        ChatCompletionAccumulator all = ChatCompletionAccumulator.create();
        try (HttpResponseFor<StreamResponse<ChatCompletionChunk>> reply =
                        sdk.chat().completions().withRawResponse().createStreaming(params);
                StreamResponse<ChatCompletionChunk> stream = reply.parse()) {
            List<ChatCompletionChunk> chunks = stream.stream().toList();
            chunks.forEach(all::accumulate);
            return new Heard(
                    all.chatCompletion(),
                    header(reply, "x-tollgate-request-id"),
                    header(reply, "x-tollgate-dropped"),
                    deltas(chunks, "reasoning_content").stream()
                            .map(Chats::text)
                            .collect(Collectors.joining()),
                    deltas(chunks, "thinking_blocks").stream()
                            .flatMap(it -> list(it).stream())
                            .toList());
        }
    }

    private static List<JsonValue> deltas(List<ChatCompletionChunk> chunks, String name) {
        return chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .flatMap(choice -> Stream.ofNullable(choice.delta()._allProperties().get(name)))
                .toList();
    }

    private static String text(JsonField<?> value) {
        return value.asString().orElseThrow();
    }

    private static List<JsonValue> list(JsonField<?> value) {
        return value.asArray().orElseThrow();
    }

    static String header(HttpResponseFor<?> reply, String name) {
        return String.join(",", reply.headers().values(name));
    }
}
