package dev.tollgate.testkit.sim.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.testkit.sim.dialect.Echo;
import dev.tollgate.testkit.sim.dialect.Ids;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Said;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What was said to a chat call, with what its document and its chunks have in common.
record ChatAnswer(
        String id, Instant created, Said said, boolean includeUsage, Echo echo, Flavour flavour) {

    /// The beginning of a document or chunk.
    ObjectNode open(String object) {
        return Json.object()
                .put("id", id)
                .put("object", object)
                .put("created", created.getEpochSecond())
                .put("model", said.ask().model());
    }

    ObjectNode usage() {
        int prompt = said.promptTokens();
        int completion = said.completionTokens();
        var usage =
                Json.object()
                        .put("prompt_tokens", prompt)
                        .put("completion_tokens", completion)
                        .put("total_tokens", prompt + completion);
        usage.putObject("prompt_tokens_details")
                .put("cached_tokens", said.ask().implicitlyCached())
                .put("audio_tokens", 0);
        usage.putObject("completion_tokens_details")
                .put("reasoning_tokens", said.thinkingTokens())
                .put("audio_tokens", 0)
                .put("accepted_prediction_tokens", 0)
                .put("rejected_prediction_tokens", 0);
        return usage;
    }

    static ObjectNode toolCall(Said.ToolCall call, String arguments) {
        var node = Json.object().put("id", Ids.next("call_")).put("type", "function");
        node.putObject("function").put("name", call.tool().name()).put("arguments", arguments);
        return node;
    }

    static @Nullable String finishReason(Said.Finish finish) {
        return switch (finish) {
            case STOP, STOP_SEQUENCE -> "stop";
            case LENGTH -> "length";
            case TOOL_CALLS -> "tool_calls";
            case REFUSAL, BLOCKED -> "content_filter";
            case NONE -> null;
        };
    }
}
