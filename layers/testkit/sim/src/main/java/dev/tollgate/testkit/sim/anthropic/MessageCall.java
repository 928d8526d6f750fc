package dev.tollgate.testkit.sim.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.testkit.sim.dialect.Echo;
import dev.tollgate.testkit.sim.dialect.Ids;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Said;
import org.jspecify.annotations.Nullable;

/// What was said to a messages call, with what its document and its events have in common.
record MessageCall(String id, Said said, PromptCache.Use cache, Echo echo) {

    /// A message without content, finish or usage.
    ObjectNode message() {
        var message =
                Json.object()
                        .put("model", said.ask().model())
                        .put("id", id)
                        .put("type", "message")
                        .put("role", "assistant");
        message.putArray("content");
        return message;
    }

    Said.Choice choice() {
        return said.choices().getFirst();
    }

    /// Why the answer ended, as members of a message or of its last delta.
    void addFinish(ObjectNode node) {
        var finish = choice().finish();
        node.put("stop_reason", stopReason(finish));
        node.put("stop_sequence", choice().stop().orElse(null));
        if (finish == Said.Finish.REFUSAL || finish == Said.Finish.BLOCKED) {
            node.putObject("stop_details")
                    .put("type", "refusal")
                    .putNull("category")
                    .putNull("explanation")
                    .putNull("recommended_model");
        } else {
            node.putNull("stop_details");
        }
    }

    /// The usage of the whole answer; the cache's tokens are not among the input's.
    ObjectNode usage() {
        var usage = inputUsage().put("output_tokens", said.completionTokens());
        usage.putObject("output_tokens_details").put("thinking_tokens", said.thinkingTokens());
        return usage;
    }

    /// The usage at the beginning of a stream, which does not know the output and says 1 to 8.
    ObjectNode firstUsage() {
        var usage = inputUsage();
        usage.putObject("cache_creation")
                .put("ephemeral_5m_input_tokens", cache.forAnHour() ? 0 : cache.written())
                .put("ephemeral_1h_input_tokens", cache.forAnHour() ? cache.written() : 0);
        return usage.put("output_tokens", 1 + said.promptTokens() % 8)
                .put("service_tier", "standard");
    }

    /// The usage of a whole document.
    ObjectNode wholeUsage() {
        return firstUsage().setAll(usage());
    }

    private ObjectNode inputUsage() {
        return Json.object()
                .put("input_tokens", said.promptTokens() - cache.read() - cache.written())
                .put("cache_creation_input_tokens", cache.written())
                .put("cache_read_input_tokens", cache.read());
    }

    static ObjectNode toolUse(Said.ToolCall call) {
        var block =
                Json.object()
                        .put("type", "tool_use")
                        .put("id", Ids.next("toolu_"))
                        .put("name", call.tool().name());
        block.putObject("input");
        block.putObject("caller").put("type", "direct");
        return block;
    }

    private static @Nullable String stopReason(Said.Finish finish) {
        return switch (finish) {
            case STOP -> "end_turn";
            case STOP_SEQUENCE -> "stop_sequence";
            case LENGTH -> "max_tokens";
            case TOOL_CALLS -> "tool_use";
            case REFUSAL, BLOCKED -> "refusal";
            case NONE -> null;
        };
    }
}
