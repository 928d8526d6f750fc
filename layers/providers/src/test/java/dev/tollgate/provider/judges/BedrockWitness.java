package dev.tollgate.provider.judges;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.http.Json;
import dev.tollgate.provider.judges.Said.Called;
import dev.tollgate.provider.judges.Said.Notes;
import dev.tollgate.usage.Usage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// AWS Bedrock's Converse. Calls of its own tools are not the caller's. An event of a stream is given as an object whose one member bears the event's type.
final class BedrockWitness implements Witness {

    @Override
    public Said whole(JsonNode answer) {
        Notes notes = new Notes();
        for (JsonNode block : answer.at("/output/message/content")) {
            notes.text.append(block.path("text").asText(""));
            block.at("/citationsContent/content")
                    .forEach(it -> notes.text.append(it.path("text").asText("")));
            JsonNode thought = block.path("reasoningContent");
            notes.thinking.append(thought.at("/reasoningText/text").asText(""));
            notes.sign(thought.at("/reasoningText/signature"))
                    .sign(thought.path("redactedContent"));
            JsonNode call = block.path("toolUse");
            if (call.isObject() && !isServers(call)) {
                notes.calls.add(new Called(call.path("name").asText(), call.path("input")));
            }
        }
        return notes.said(finish(answer.path("stopReason").asText()), usage(answer.path("usage")));
    }

    @Override
    public Said streamed(List<JsonNode> events) {
        Notes notes = new Notes();
        StringBuilder input = new StringBuilder();
        String tool = "";
        String stop = "";
        JsonNode usage = MissingNode.getInstance();
        for (JsonNode event : events) {
            if (event.has("contentBlockStart")) {
                JsonNode call = event.at("/contentBlockStart/start/toolUse");
                tool = isServers(call) ? "" : call.path("name").asText("");
                input.setLength(0);
            }
            JsonNode delta = event.at("/contentBlockDelta/delta");
            notes.text.append(delta.path("text").asText(""));
            notes.thinking.append(delta.at("/reasoningContent/text").asText(""));
            notes.sign(delta.at("/reasoningContent/signature"))
                    .sign(delta.at("/reasoningContent/redactedContent"));
            input.append(delta.at("/toolUse/input").asText(""));
            if (event.has("contentBlockStop") && !tool.isEmpty()) {
                notes.calls.add(Called.of(tool, input.toString()));
                tool = "";
            }
            stop = event.at("/messageStop/stopReason").asText(stop);
            usage = event.has("metadata") ? event.at("/metadata/usage") : usage;
        }
        return notes.said(finish(stop), usage(usage));
    }

    private static boolean isServers(JsonNode call) {
        return call.path("type").asText().equals("server_tool_use");
    }

    @Override
    public List<JsonNode> events(byte[] stream) {
        List<JsonNode> events = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(stream);
        while (in.hasRemaining()) {
            int total = in.getInt();
            int headersLength = in.getInt();
            in.getInt();
            byte[] headers = new byte[headersLength];
            in.get(headers);
            byte[] payload = new byte[total - headersLength - 16];
            in.get(payload);
            in.getInt();
            ObjectNode event = Json.object();
            event.set(eventType(headers), Json.tree(payload));
            events.add(event);
        }
        return events;
    }

    private static String eventType(byte[] headers) {
        ByteBuffer in = ByteBuffer.wrap(headers);
        while (in.hasRemaining()) {
            byte[] name = new byte[in.get()];
            in.get(name);
            if (in.get() != 7) {
                throw new AssertionError("a header that is no text");
            }
            byte[] value = new byte[in.getShort()];
            in.get(value);
            if (new String(name, UTF_8).equals(":event-type")) {
                return new String(value, UTF_8);
            }
        }
        throw new AssertionError("an event without a type");
    }

    private static Finish finish(String reason) {
        return switch (reason) {
            case "end_turn", "stop_sequence" -> Finish.STOP;
            case "max_tokens", "model_context_window_exceeded" -> Finish.LENGTH;
            case "tool_use" -> Finish.TOOL_CALLS;
            case "guardrail_intervened", "content_filtered" -> Finish.CONTENT_FILTER;
            default -> throw new AssertionError("a stop reason nobody has told of: " + reason);
        };
    }

    private static Optional<Usage> usage(JsonNode usage) {
        if (!usage.isObject()) {
            return Optional.empty();
        }
        long read = usage.path("cacheReadInputTokens").asLong();
        long written = usage.path("cacheWriteInputTokens").asLong();
        long hour = 0;
        for (JsonNode detail : usage.path("cacheDetails")) {
            hour +=
                    detail.path("ttl").asText().equals("1h")
                            ? detail.path("inputTokens").asLong()
                            : 0;
        }
        return Optional.of(
                new Usage(
                        usage.path("inputTokens").asLong() + read + written,
                        read,
                        written - hour,
                        hour,
                        0,
                        0,
                        usage.path("outputTokens").asLong(),
                        0,
                        0,
                        false));
    }
}
