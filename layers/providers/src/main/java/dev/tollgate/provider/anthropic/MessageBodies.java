package dev.tollgate.provider.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Message;
import dev.tollgate.conversation.Message.Role;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Source;
import dev.tollgate.dialect.messages.Blocks;
import dev.tollgate.http.Json;
import dev.tollgate.provider.wire.Untranslatable;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Messages as Anthropic has them: the sides take turns, results of tools come first, and no text is empty.
final class MessageBodies {
    private MessageBodies() {}

    static ArrayNode write(List<Message> turns) {
        ArrayNode messages = Json.mapper().createArrayNode();
        List<Part> said = new ArrayList<>();
        for (int i = 0; i < turns.size(); i++) {
            Message turn = turns.get(i);
            said.addAll(turn.parts());
            boolean goesOn = i + 1 < turns.size() && turns.get(i + 1).role() == turn.role();
            if (!goesOn) {
                add(turn.role(), said, messages);
                said.clear();
            }
        }
        return messages;
    }

    private static void add(Role role, List<Part> said, ArrayNode messages) {
        ArrayNode blocks = blocks(role == Role.USER ? resultsFirst(said) : said);
        if (!blocks.isEmpty()) {
            messages.addObject()
                    .put("role", role == Role.ASSISTANT ? "assistant" : "user")
                    .set("content", blocks);
        }
    }

    /// A point for the cache stays behind what it follows.
    private static List<Part> resultsFirst(List<Part> said) {
        List<Part> results = new ArrayList<>();
        List<Part> others = new ArrayList<>();
        List<Part> target = others;
        for (Part part : said) {
            if (!(part instanceof Part.CachePoint)) {
                target = part instanceof Part.ToolResult ? results : others;
            }
            target.add(part);
        }
        results.addAll(others);
        return results;
    }

    static ArrayNode blocks(List<Part> parts) {
        ArrayNode blocks = Json.mapper().createArrayNode();
        for (Part part : parts) {
            switch (part) {
                case Part.Text it -> text(it.text(), blocks);
                case Part.Refusal it -> text(it.text(), blocks);
                case Part.Image it ->
                        blocks.addObject().put("type", "image").set("source", source(it.source()));
                case Part.File it -> document(it, blocks.addObject());
                case Part.ToolCall it -> blocks.add(call(it));
                case Part.ToolResult it -> result(it, blocks.addObject());
                case Part.Thinking it -> blocks.add(Blocks.thinking(it));
                case Part.Foreign it -> blocks.add(it.content());
                case Part.CachePoint it -> cache(it, blocks);
                case Part.Audio _ ->
                        throw new IllegalStateException("audio is refused: see Carriage");
            }
        }
        return blocks;
    }

    /// Anthropic refuses a text of nothing but space.
    private static void text(String text, ArrayNode blocks) {
        if (!text.isBlank()) {
            blocks.addObject().put("type", "text").put("text", text);
        }
    }

    private static void document(Part.File file, ObjectNode block) {
        block.put("type", "document").set("source", source(file.source()));
        file.name().ifPresent(it -> block.put("title", it));
    }

    private static ObjectNode source(Source source) {
        ObjectNode written = Json.object();
        return switch (source) {
            case Source.Inline(String type, String base64) when type.equals("text/plain") ->
                    written.put("type", "text")
                            .put("media_type", type)
                            .put("data", decoded(base64));
            case Source.Inline(String type, String base64) ->
                    written.put("type", "base64").put("media_type", type).put("data", base64);
            case Source.Url(String url) -> written.put("type", "url").put("url", url);
            case Source.Stored(String id) -> written.put("type", "file").put("file_id", id);
        };
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), UTF_8);
        } catch (IllegalArgumentException _) {
            throw new Untranslatable("file: its data is not in base64");
        }
    }

    private static ObjectNode call(Part.ToolCall call) {
        JsonNode input =
                Blocks.input(call)
                        .orElseThrow(() ->
                                new Untranslatable(
                                        "tool_calls: the arguments of a call are no JSON object"));
        return Blocks.call(call, input).put("id", id(call.id()));
    }

    private static void result(Part.ToolResult result, ObjectNode block) {
        block.put("type", "tool_result").put("tool_use_id", id(result.callId()));
        ArrayNode content = blocks(result.content());
        if (!content.isEmpty()) {
            block.set("content", content);
        }
        if (result.failed()) {
            block.put("is_error", true);
        }
    }

    /// Anthropic's ids are made of these characters only; other providers' need not be.
    private static String id(String id) {
        return id.replaceAll("[^a-zA-Z0-9_-]", "_");
    }

    /// Before anything there is nothing to keep; Anthropic keeps no thoughts.
    private static void cache(Part.CachePoint point, ArrayNode blocks) {
        Predicate<JsonNode> keepable = it -> !it.path("type").asText().endsWith("thinking");
        Optional.ofNullable(blocks.get(blocks.size() - 1))
                .filter(keepable)
                .ifPresent(last -> {
                    ObjectNode control =
                            ((ObjectNode) last).putObject("cache_control").put("type", "ephemeral");
                    point.ttl().ifPresent(ttl -> control.put("ttl", ttl));
                });
    }
}
