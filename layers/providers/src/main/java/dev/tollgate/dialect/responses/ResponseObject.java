package dev.tollgate.dialect.responses;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Ask;
import dev.tollgate.conversation.Chunk;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.http.Json;
import dev.tollgate.usage.Usage;
import java.util.Optional;

/// A response around its output. Most of its members repeat what was asked.
///
/// @param madeId the id of a response whose provider gives none
record ResponseObject(Ask ask, Chunk.Start start, String madeId) {

    /// `completed` or `incomplete`, as events and objects have it.
    static String status(Finish finish) {
        return switch (finish) {
            case STOP, TOOL_CALLS, PAUSE -> "completed";
            case LENGTH, CONTENT_FILTER -> "incomplete";
        };
    }

    /// Nothing has been answered yet.
    ObjectNode begun() {
        return write(
                "in_progress",
                NullNode.getInstance(),
                Json.mapper().createArrayNode(),
                Optional.empty());
    }

    ObjectNode ended(ArrayNode output, Finish finish, Optional<Usage> usage) {
        JsonNode details =
                switch (finish) {
                    case STOP, TOOL_CALLS, PAUSE -> NullNode.getInstance();
                    case LENGTH -> Json.object().put("reason", "max_output_tokens");
                    case CONTENT_FILTER -> Json.object().put("reason", "content_filter");
                };
        return write(status(finish), details, output, usage);
    }

    private ObjectNode write(
            String status, JsonNode details, ArrayNode output, Optional<Usage> usage) {
        ObjectNode response =
                Json.object()
                        .put("id", start.id().isEmpty() ? madeId : start.id())
                        .put("object", "response")
                        .put("created_at", ask.at().getEpochSecond())
                        .put("status", status)
                        .put("background", false)
                        .putNull("error");
        response.set("incomplete_details", details);
        response.set("instructions", asked("instructions", "null"));
        response.set("max_output_tokens", asked("max_output_tokens", "null"));
        response.set("max_tool_calls", asked("max_tool_calls", "null"));
        response.put("model", start.model());
        response.set("output", output);
        response.set("parallel_tool_calls", asked("parallel_tool_calls", "true"));
        response.putNull("previous_response_id");
        response.set("reasoning", asked("reasoning", "{\"effort\":null,\"summary\":null}"));
        response.put("store", false);
        response.set("temperature", asked("temperature", "null"));
        response.set("text", asked("text", "{\"format\":{\"type\":\"text\"}}"));
        response.set("tool_choice", asked("tool_choice", "\"auto\""));
        response.set("tools", asked("tools", "[]"));
        response.set("top_p", asked("top_p", "null"));
        response.set("truncation", asked("truncation", "\"disabled\""));
        response.set(
                "usage",
                usage.<JsonNode>map(ResponseObject::usage).orElseGet(NullNode::getInstance));
        response.set("user", asked("user", "null"));
        response.set("metadata", asked("metadata", "{}"));
        return response;
    }

    private JsonNode asked(String name, String usual) {
        return ask.body()
                .member(name)
                .filter(value -> !value.isNull())
                .orElseGet(() -> Json.tree(usual.getBytes(UTF_8)));
    }

    private static ObjectNode usage(Usage usage) {
        ObjectNode written = Json.object().put("input_tokens", usage.input());
        written.putObject("input_tokens_details")
                .put("cached_tokens", usage.cacheRead())
                .put("cache_write_tokens", usage.cacheWrite() + usage.cacheWriteLong());
        written.put("output_tokens", usage.output());
        written.putObject("output_tokens_details").put("reasoning_tokens", usage.reasoning());
        return written.put("total_tokens", usage.input() + usage.output());
    }
}
