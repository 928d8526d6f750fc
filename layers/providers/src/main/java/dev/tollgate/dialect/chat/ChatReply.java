package dev.tollgate.dialect.chat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Source;
import dev.tollgate.dialect.DataUrl;
import dev.tollgate.dialect.GivenBack;
import dev.tollgate.http.Json;
import dev.tollgate.usage.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A whole answer as a chat completion.
///
/// Thoughts stand in `reasoning_content`, as several hosts have it, and once more with their signatures in `thinking_blocks`:
/// a caller who sends its messages back as they came keeps the thread of thought. Images that the model made stand in `images`, as OpenRouter has them.
/// What only this language has, such as spoken audio, is a member of the message under its own name.
final class ChatReply {
    static final String IMAGES = "images";

    private ChatReply() {}

    static ObjectNode write(Completion answer, Instant at) {
        ObjectNode reply =
                Json.object()
                        .put("id", answer.id())
                        .put("object", "chat.completion")
                        .put("created", at.getEpochSecond())
                        .put("model", answer.model());
        ObjectNode choice = reply.putArray("choices").addObject().put("index", 0);
        choice.set("message", message(answer.parts()));
        choice.putNull("logprobs").put("finish_reason", reason(answer.finish()));
        answer.usage().ifPresent(usage -> reply.set("usage", usage(usage)));
        return reply;
    }

    static ObjectNode message(List<Part> parts) {
        StringBuilder content = new StringBuilder();
        StringBuilder refusal = new StringBuilder();
        StringBuilder thoughts = new StringBuilder();
        ArrayNode calls = Json.mapper().createArrayNode();
        ArrayNode blocks = Json.mapper().createArrayNode();
        ArrayNode annotations = Json.mapper().createArrayNode();
        ArrayNode images = Json.mapper().createArrayNode();
        ObjectNode others = Json.object();
        for (Part part : parts) {
            switch (part) {
                case Part.Text text -> {
                    content.append(text.text());
                    text.citations().forEach(it -> annotations.add(annotation(it)));
                }
                case Part.Refusal it -> refusal.append(it.text());
                case Part.Thinking thought -> {
                    thoughts.append(thought.text());
                    if (thought.signature().isPresent()) {
                        blocks.add(block(thought));
                    }
                }
                case Part.ToolCall call -> calls.add(call(call));
                case Part.Image it -> image(it).ifPresent(images::add);
                case Part.Foreign it -> others.set(it.type(), it.content());
                case Part.File _, Part.Audio _, Part.ToolResult _, Part.CachePoint _ -> {
                    // no model answers with these in a language other than its own: see Carriage
                }
            }
        }
        ObjectNode message = Json.object().put("role", "assistant");
        boolean saysNothing = content.isEmpty() && (!calls.isEmpty() || !refusal.isEmpty());
        message.put("content", saysNothing ? null : content.toString());
        message.put("refusal", refusal.isEmpty() ? null : refusal.toString());
        if (!thoughts.isEmpty()) {
            message.put("reasoning_content", thoughts.toString());
        }
        put(message, GivenBack.THOUGHTS, blocks);
        put(message, "tool_calls", calls);
        put(message, IMAGES, images);
        message.set("annotations", annotations);
        return message.setAll(others);
    }

    private static void put(ObjectNode message, String name, ArrayNode list) {
        if (!list.isEmpty()) {
            message.set(name, list);
        }
    }

    static ObjectNode call(Part.ToolCall call) {
        ObjectNode written = Json.object().put("id", call.id()).put("type", "function");
        written.putObject("function").put("name", call.name()).put("arguments", call.arguments());
        call.signature()
                .ifPresent(it ->
                        written.putObject(GivenBack.EXTRA)
                                .putObject(GivenBack.OURS)
                                .put("signature", it.written(ChatDialect.NAME)));
        return written;
    }

    static ObjectNode block(Part.Thinking thought) {
        ObjectNode block = Json.object().put("type", "thinking").put("thinking", thought.text());
        thought.signature().ifPresent(it -> block.put("signature", it.written(ChatDialect.NAME)));
        return block;
    }

    /// Empty if only its provider has it.
    static Optional<ObjectNode> image(Part.Image image) {
        return switch (image.source()) {
            case Source.Inline inline -> Optional.of(image(DataUrl.write(inline)));
            case Source.Url(String url) -> Optional.of(image(url));
            case Source.Stored _ -> Optional.empty();
        };
    }

    private static ObjectNode image(String url) {
        ObjectNode image = Json.object().put("type", "image_url");
        image.putObject("image_url").put("url", url);
        return image;
    }

    static ObjectNode annotation(Part.Citation citation) {
        ObjectNode annotation = Json.object().put("type", "url_citation");
        annotation
                .putObject("url_citation")
                .put("start_index", 0)
                .put("end_index", 0)
                .put("title", citation.title().orElse(""))
                .put("url", citation.url().orElse(""));
        return annotation;
    }

    static String reason(Finish finish) {
        return switch (finish) {
            case STOP, PAUSE -> "stop";
            case LENGTH -> "length";
            case TOOL_CALLS -> "tool_calls";
            case CONTENT_FILTER -> "content_filter";
        };
    }

    static ObjectNode usage(Usage usage) {
        ObjectNode written =
                Json.object()
                        .put("prompt_tokens", usage.input())
                        .put("completion_tokens", usage.output())
                        .put("total_tokens", usage.input() + usage.output());
        written.putObject("prompt_tokens_details")
                .put("cached_tokens", usage.cacheRead())
                .put("cache_write_tokens", usage.cacheWrite() + usage.cacheWriteLong())
                .put("audio_tokens", usage.inputAudio());
        written.putObject("completion_tokens_details")
                .put("reasoning_tokens", usage.reasoning())
                .put("audio_tokens", usage.outputAudio());
        return written;
    }
}
