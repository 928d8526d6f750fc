package dev.tollgate.function.local.e2e;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseOutputMessage;
import com.openai.models.responses.ResponseReasoningItem;
import com.openai.models.responses.ResponseStreamEvent;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Responses through OpenAI's official client, whole or put together from a stream by the client's own means.
record Responses(OpenAIClient sdk) {

    record Heard(Response answer, String requestId) {
        String text() {
            return said().flatMap(it -> it.outputText().stream())
                    .map(it -> it.text())
                    .collect(Collectors.joining());
        }

        Stream<ResponseOutputMessage.Content> said() {
            return answer.output().stream()
                    .flatMap(it -> it.message().stream())
                    .flatMap(it -> it.content().stream());
        }

        List<ResponseFunctionToolCall> calls() {
            return answer.output().stream().flatMap(it -> it.functionCall().stream()).toList();
        }

        List<ResponseReasoningItem> thoughts() {
            return answer.output().stream().flatMap(it -> it.reasoning().stream()).toList();
        }

        String status() {
            return answer.status().orElseThrow().asString();
        }

        /// What was said, as it is given back.
        Stream<ResponseInputItem> asInput() {
            return answer.output().stream().map(Responses::input);
        }
    }

    private static ResponseInputItem input(ResponseOutputItem item) {
        return item.message()
                .map(ResponseInputItem::ofResponseOutputMessage)
                .or(() -> item.functionCall().map(ResponseInputItem::ofFunctionCall))
                .or(() -> item.reasoning().map(ResponseInputItem::ofReasoning))
                .orElseThrow();
    }

    static ResponseCreateParams.Builder ask(String alias) {
        return ResponseCreateParams.builder()
                .model(alias)
                .instructions(EveryDialect.INSTRUCTIONS);
    }

    static FunctionTool tool(String name) {
        return FunctionTool.builder()
                .name(name)
                .description("What there is in a city")
                .strict(true)
                .parameters(
                        FunctionTool.Parameters.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .putAdditionalProperty(
                                        "properties", JsonValue.from(EveryDialect.PROPERTIES))
                                .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                                .putAdditionalProperty(
                                        "additionalProperties", JsonValue.from(false))
                                .build())
                .build();
    }

    Heard hear(ResponseCreateParams asked, boolean streamed) {
        return streamed ? streamed(asked) : whole(asked);
    }

    private Heard whole(ResponseCreateParams asked) {
        try (HttpResponseFor<Response> reply = sdk.responses().withRawResponse().create(asked)) {
            return new Heard(reply.parse(), Chats.header(reply, "x-tollgate-request-id"));
        }
    }

    private Heard streamed(ResponseCreateParams asked) {
        ResponseAccumulator all = ResponseAccumulator.create();
        try (HttpResponseFor<StreamResponse<ResponseStreamEvent>> reply =
                        sdk.responses().withRawResponse().createStreaming(asked);
                StreamResponse<ResponseStreamEvent> stream = reply.parse()) {
            stream.stream().forEach(all::accumulate);
            return new Heard(all.response(), Chats.header(reply, "x-tollgate-request-id"));
        }
    }
}
