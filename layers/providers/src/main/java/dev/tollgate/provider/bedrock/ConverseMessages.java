package dev.tollgate.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Message;
import dev.tollgate.conversation.Message.Role;
import dev.tollgate.conversation.Part;
import dev.tollgate.http.Json;
import dev.tollgate.provider.wire.Untranslatable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Messages as Converse has them: the sides take turns, and the results of a turn's tools come first in the user's answer to it. Blank texts are left out, for they say nothing and are refused.
final class ConverseMessages {
    private final ArrayNode messages = Json.mapper().createArrayNode();
    private final Media media = new Media();
    private ArrayNode results = Json.mapper().createArrayNode();
    private ArrayNode others = Json.mapper().createArrayNode();

    ArrayNode write(List<Message> turns) {
        Role speaking = Role.USER;
        for (Message turn : turns) {
            if (turn.role() != speaking) {
                end(speaking);
                speaking = turn.role();
            }
            turn.parts().forEach(this::add);
        }
        end(speaking);
        return messages;
    }

    private void end(Role role) {
        if (!results.isEmpty() || !others.isEmpty()) {
            messages.addObject()
                    .put("role", role == Role.USER ? "user" : "assistant")
                    .set("content", results.addAll(others));
        }
        results = Json.mapper().createArrayNode();
        others = Json.mapper().createArrayNode();
    }

    private void add(Part part) {
        switch (part) {
            case Part.ToolResult result -> {
                results.add(result(result));
                result.content().stream()
                        .filter(Part.CachePoint.class::isInstance)
                        .forEach(this::add);
            }
            case Part.ToolCall call -> others.add(call(call));
            case Part.Thinking thought -> others.add(ReasoningContent.write(thought));
            case Part.Foreign foreign ->
                    others.add(Json.object().set(foreign.type(), foreign.content()));
            case Part.CachePoint point -> others.add(cachePoint(point));
            case Part.Text _, Part.Refusal _, Part.Image _, Part.File _, Part.Audio _ ->
                    block(part).ifPresent(others::add);
        }
    }

    /// What can be said by a side, or by a tool.
    private Optional<ObjectNode> block(Part part) {
        return switch (part) {
            case Part.Text it -> text(it.text());
            case Part.Refusal it -> text(it.text());
            case Part.Image image -> Optional.of(media.image(image));
            case Part.File file -> Optional.of(media.document(file));
            case Part.CachePoint _ -> Optional.empty();
            case Part.Audio _,
                    Part.ToolCall _,
                    Part.ToolResult _,
                    Part.Thinking _,
                    Part.Foreign _ ->
                    throw new IllegalStateException("not said here: " + part.getClass());
        };
    }

    private ObjectNode result(Part.ToolResult result) {
        ObjectNode block = Json.object();
        ObjectNode written =
                block.putObject("toolResult").put("toolUseId", ToolUseId.of(result.callId()));
        ArrayNode content = written.putArray("content");
        result.content().forEach(part -> block(part).ifPresent(content::add));
        if (result.failed()) {
            written.put("status", "error");
        }
        return block;
    }

    private static ObjectNode call(Part.ToolCall call) {
        ObjectNode block = Json.object();
        block.putObject("toolUse")
                .put("toolUseId", ToolUseId.of(call.id()))
                .put("name", call.name())
                .set("input", arguments(call));
        return block;
    }

    private static JsonNode arguments(Part.ToolCall call) {
        try {
            JsonNode arguments = Json.tree(call.arguments().getBytes(StandardCharsets.UTF_8));
            if (arguments.isObject()) {
                return arguments;
            }
        } catch (UncheckedIOException _) {
            // refused below, like every other text that is no object
        }
        throw new Untranslatable("the arguments of a call of a tool are no JSON object.");
    }

    /// Instructions, which come before the conversation whenever they were given.
    static ArrayNode system(List<Message> instructions) {
        ArrayNode blocks = Json.mapper().createArrayNode();
        for (Message message : instructions) {
            for (Part part : message.parts()) {
                switch (part) {
                    case Part.Text it -> text(it.text()).ifPresent(blocks::add);
                    case Part.CachePoint point -> blocks.add(cachePoint(point));
                    case Part.Refusal _,
                            Part.Image _,
                            Part.File _,
                            Part.Audio _,
                            Part.ToolCall _,
                            Part.ToolResult _,
                            Part.Thinking _,
                            Part.Foreign _ ->
                            throw new Untranslatable("Bedrock's instructions are text only.");
                }
            }
        }
        return blocks;
    }

    private static Optional<ObjectNode> text(String text) {
        return text.isBlank() ? Optional.empty() : Optional.of(Json.object().put("text", text));
    }

    private static ObjectNode cachePoint(Part.CachePoint point) {
        ObjectNode block = Json.object();
        ObjectNode written = block.putObject("cachePoint").put("type", "default");
        point.ttl().ifPresent(it -> written.put("ttl", it));
        return block;
    }
}
