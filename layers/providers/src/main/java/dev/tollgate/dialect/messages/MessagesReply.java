package dev.tollgate.dialect.messages;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.conversation.Part;
import dev.tollgate.http.Json;
import dev.tollgate.usage.Usage;
import java.util.Optional;

/// A whole answer as a message.
final class MessagesReply {
    private MessagesReply() {}

    static ObjectNode write(Completion answer) {
        ObjectNode reply = message(answer.id(), answer.model());
        ArrayNode content = reply.putArray("content");
        Said said = new Said();
        for (Part part : answer.parts()) {
            said.add(part);
            block(part, content);
        }
        end(reply, said.reason(answer.finish(), answer.stopSequence()), answer.stopSequence());
        reply.set("usage", usage(answer.usage().orElse(Usage.none())));
        return reply;
    }

    /// A message before anything is said in it.
    static ObjectNode message(String id, String model) {
        ObjectNode message = Json.object().put("id", id).put("type", "message");
        return message.put("role", "assistant").put("model", model);
    }

    private static void block(Part part, ArrayNode content) {
        switch (part) {
            case Part.Text text -> {
                if (!text.text().isEmpty() || !text.citations().isEmpty()) {
                    content.add(Blocks.text(text));
                }
            }
            case Part.Refusal(String why) -> content.add(Blocks.text(Part.Text.of(why)));
            case Part.Thinking thought -> content.add(Blocks.thinking(thought));
            case Part.ToolCall call -> {
                CallSignature.carrier(call).ifPresent(it -> content.add(Blocks.thinking(it)));
                content.add(Blocks.call(call, Blocks.input(call).orElseGet(Json::object)));
            }
            case Part.Foreign foreign -> content.add(foreign.content());
            case Part.Image _, Part.File _, Part.Audio _, Part.ToolResult _, Part.CachePoint _ -> {
                // no model answers with these in a language other than its own: see Carriage
            }
        }
    }

    static void end(ObjectNode message, String reason, Optional<String> stopSequence) {
        message.put("stop_reason", reason).put("stop_sequence", stopSequence.orElse(null));
        if (reason.equals("refusal")) {
            message.putObject("stop_details")
                    .put("type", "refusal")
                    .putNull("category")
                    .putNull("explanation");
        } else {
            message.putNull("stop_details");
        }
    }

    /// Counts as Anthropic counts: what was read from the cache or written to it is no part of `input_tokens`. The three are the input,
    /// also where a host has more tokens in its cache than in the prompt.
    static ObjectNode usage(Usage usage) {
        long written = Math.min(usage.input(), usage.cacheWrite() + usage.cacheWriteLong());
        long read = Math.min(usage.input() - written, usage.cacheRead());
        ObjectNode counted =
                Json.object()
                        .put("input_tokens", usage.input() - read - written)
                        .put("cache_creation_input_tokens", written)
                        .put("cache_read_input_tokens", read);
        counted.putObject("cache_creation")
                .put("ephemeral_5m_input_tokens", usage.cacheWrite())
                .put("ephemeral_1h_input_tokens", usage.cacheWriteLong());
        counted.put("output_tokens", usage.output());
        counted.putObject("output_tokens_details").put("thinking_tokens", usage.reasoning());
        return counted.putNull("server_tool_use").putNull("service_tier").putNull("inference_geo");
    }

    /// What has been said so far, as far as the reason of an answer's end depends on it.
    static final class Said {
        private boolean refused;
        private boolean called;

        void add(Part part) {
            refused |= part instanceof Part.Refusal;
            called |= part instanceof Part.ToolCall;
        }

        /// Some providers say of a call that they were made to give that the answer just ended.
        String reason(Finish finish, Optional<String> stopSequence) {
            if (refused) {
                return "refusal";
            }
            return switch (finish) {
                case STOP -> {
                    String ended = stopSequence.isPresent() ? "stop_sequence" : "end_turn";
                    yield called ? "tool_use" : ended;
                }
                case LENGTH -> "max_tokens";
                case TOOL_CALLS -> "tool_use";
                case CONTENT_FILTER -> "refusal";
                case PAUSE -> "pause_turn";
            };
        }
    }
}
