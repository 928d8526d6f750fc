package dev.tollgate.provider.judges;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.http.Json;
import dev.tollgate.provider.judges.Said.Called;
import dev.tollgate.provider.judges.Said.Notes;
import dev.tollgate.usage.Usage;
import java.util.List;
import java.util.Optional;

/// Anthropic's messages.
final class AnthropicWitness implements Witness {

    @Override
    public Said whole(JsonNode message) {
        Notes notes = new Notes();
        for (JsonNode block : message.path("content")) {
            open(block, notes);
            if (block.path("type").asText().equals("tool_use")) {
                notes.calls.add(new Called(block.path("name").asText(), block.path("input")));
            }
        }
        return notes.said(
                finish(message.path("stop_reason").asText()), usage(message.path("usage")));
    }

    @Override
    public Said streamed(List<JsonNode> events) {
        Notes notes = new Notes();
        StringBuilder json = new StringBuilder();
        String tool = "";
        String stop = "";
        ObjectNode usage = Json.object();
        for (JsonNode event : events) {
            switch (event.path("type").asText()) {
                case "message_start" -> merge(usage, event.path("message").path("usage"));
                case "content_block_start" -> {
                    JsonNode block = event.path("content_block");
                    open(block, notes);
                    boolean calls = block.path("type").asText().equals("tool_use");
                    tool = calls ? block.path("name").asText() : "";
                    json.setLength(0);
                    if (!block.path("input").isEmpty()) {
                        json.append(block.path("input"));
                    }
                }
                case "content_block_delta" -> {
                    JsonNode delta = event.path("delta");
                    notes.text.append(delta.path("text").asText(""));
                    notes.thinking.append(delta.path("thinking").asText(""));
                    notes.sign(delta.path("signature"));
                    json.append(delta.path("partial_json").asText(""));
                }
                case "content_block_stop" -> {
                    if (!tool.isEmpty()) {
                        notes.calls.add(Called.of(tool, json.toString()));
                    }
                    tool = "";
                }
                case "message_delta" -> {
                    stop = event.path("delta").path("stop_reason").asText(stop);
                    merge(usage, event.path("usage"));
                }
                default -> {}
            }
        }
        return notes.said(finish(stop), usage(usage));
    }

    private static void merge(ObjectNode usage, JsonNode newer) {
        newer.properties()
                .forEach(it -> {
                    if (!it.getValue().isNull()) {
                        usage.set(it.getKey(), it.getValue());
                    }
                });
    }

    private static void open(JsonNode block, Notes notes) {
        notes.text.append(
                block.path("type").asText().equals("text") ? block.path("text").asText("") : "");
        notes.thinking.append(block.path("thinking").asText(""));
        notes.sign(block.path("signature"));
        if (block.path("type").asText().equals("redacted_thinking")) {
            notes.sign(block.path("data"));
        }
    }

    private static Finish finish(String reason) {
        return switch (reason) {
            case "end_turn", "stop_sequence" -> Finish.STOP;
            case "pause_turn" -> Finish.PAUSE;
            case "max_tokens", "model_context_window_exceeded" -> Finish.LENGTH;
            case "tool_use" -> Finish.TOOL_CALLS;
            case "refusal" -> Finish.CONTENT_FILTER;
            default -> throw new AssertionError("a stop reason nobody has told of: " + reason);
        };
    }

    private static Optional<Usage> usage(JsonNode usage) {
        if (!usage.isObject() || usage.isEmpty()) {
            return Optional.empty();
        }
        long read = usage.path("cache_read_input_tokens").asLong();
        long written = usage.path("cache_creation_input_tokens").asLong();
        long hour = usage.path("cache_creation").path("ephemeral_1h_input_tokens").asLong();
        return Optional.of(
                new Usage(
                        usage.path("input_tokens").asLong() + read + written,
                        read,
                        written - hour,
                        hour,
                        0,
                        0,
                        usage.path("output_tokens").asLong(),
                        usage.path("output_tokens_details").path("thinking_tokens").asLong(),
                        0,
                        false));
    }
}
