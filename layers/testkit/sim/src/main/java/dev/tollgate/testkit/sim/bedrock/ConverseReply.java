package dev.tollgate.testkit.sim.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.testkit.sim.dialect.Echo;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Said;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was said to a conversation, with what its document and its events have in common.
record ConverseReply(Said said, PromptCache.Use cache, Echo echo) {

    private static final List<String> BLOCKED =
            List.of("Sorry, the model cannot answer this question.");
    private static final int MILLIS_PER_TOKEN = 10;

    Said.Choice choice() {
        return said.choices().getFirst();
    }

    /// The pieces of the answer: in place of one to a prompt that a guardrail stopped, what it says.
    List<Said.Piece> pieces() {
        return isBlocked() ? List.of(new Said.Text(BLOCKED)) : choice().pieces();
    }

    /// The usage, in which the cache's tokens are not among the input's; a prompt that was stopped
    /// cost none.
    ObjectNode usage() {
        int all = isBlocked() ? 0 : said.promptTokens();
        int input = Math.max(0, all - cache.read() - cache.written());
        int output = said.completionTokens();
        var usage =
                Json.object()
                        .put("inputTokens", input)
                        .put("outputTokens", output)
                        .put("totalTokens", all + output)
                        .put("cacheReadInputTokens", cache.read())
                        .put("cacheWriteInputTokens", cache.written());
        usage.putObject("serverToolUsage");
        return usage;
    }

    ObjectNode metrics() {
        int tokens = said.promptTokens() + said.completionTokens();
        return Json.object().put("latencyMs", tokens * MILLIS_PER_TOKEN);
    }

    private boolean isBlocked() {
        return choice().finish() == Said.Finish.BLOCKED;
    }

    @Nullable String stopReason() {
        return switch (choice().finish()) {
            case STOP -> "end_turn";
            case STOP_SEQUENCE -> "stop_sequence";
            case LENGTH -> "max_tokens";
            case TOOL_CALLS -> "tool_use";
            case REFUSAL -> "content_filtered";
            case BLOCKED -> "guardrail_intervened";
            case NONE -> null;
        };
    }
}
