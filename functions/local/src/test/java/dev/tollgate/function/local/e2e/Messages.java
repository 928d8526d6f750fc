package dev.tollgate.function.local.e2e;

import com.anthropic.client.AnthropicClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.HttpResponseFor;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.TextBlock;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import java.util.List;
import java.util.stream.Collectors;

/// Messages through Anthropic's official client, whole or put together from a stream by the client's own means.
record Messages(AnthropicClient sdk) {
    private static final int MAX_TOKENS = 2048;

    record Heard(Message answer, String requestId, String dropped) {
        String text() {
            return answer.content().stream()
                    .flatMap(it -> it.text().stream())
                    .map(TextBlock::text)
                    .collect(Collectors.joining());
        }

        String stop() {
            return answer.stopReason().orElseThrow().asString();
        }

        List<ToolUseBlock> calls() {
            return answer.content().stream().flatMap(it -> it.toolUse().stream()).toList();
        }

        List<ContentBlock> thoughts() {
            return answer.content().stream().filter(ContentBlock::isThinking).toList();
        }
    }

    static MessageCreateParams.Builder ask(String alias) {
        return MessageCreateParams.builder()
                .model(alias)
                .maxTokens(MAX_TOKENS)
                .system(EveryDialect.INSTRUCTIONS);
    }

    static Tool tool(String name) {
        return Tool.builder()
                .name(name)
                .description("What there is in a city")
                .inputSchema(
                        Tool.InputSchema.builder()
                                .properties(
                                        Tool.InputSchema.Properties.builder()
                                                .putAdditionalProperty(
                                                        "city",
                                                        JsonValue.from(
                                                                EveryDialect.PROPERTIES.get(
                                                                        "city")))
                                                .build())
                                .required(List.of("city"))
                                .build())
                .build();
    }

    static ContentBlockParam result(ToolUseBlock call, String text) {
        return ContentBlockParam.ofToolResult(
                ToolResultBlockParam.builder().toolUseId(call.id()).content(text).build());
    }

    Heard hear(MessageCreateParams.Builder asked, boolean streamed) {
        return streamed ? streamed(asked.build()) : whole(asked.build());
    }

    private Heard whole(MessageCreateParams asked) {
        try (HttpResponseFor<Message> reply = sdk.messages().withRawResponse().create(asked)) {
            return new Heard(
                    reply.parse(),
                    header(reply, "x-tollgate-request-id"),
                    header(reply, "x-tollgate-dropped"));
        }
    }

    private Heard streamed(MessageCreateParams asked) {
        MessageAccumulator all = MessageAccumulator.create();
        try (HttpResponseFor<StreamResponse<RawMessageStreamEvent>> reply =
                        sdk.messages().withRawResponse().createStreaming(asked);
                StreamResponse<RawMessageStreamEvent> stream = reply.parse()) {
            stream.stream().forEach(all::accumulate);
            return new Heard(
                    all.message(),
                    header(reply, "x-tollgate-request-id"),
                    header(reply, "x-tollgate-dropped"));
        }
    }

    private static String header(HttpResponseFor<?> reply, String name) {
        return String.join(",", reply.headers().values(name));
    }
}
