package dev.tollgate.dialect.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.CachePoint;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.conversation.Part.Source;
import dev.tollgate.dialect.Field;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The content of a message, read: a text, or a list of blocks. A block that asks for the cache is followed by a point for it.
///
/// @param others where what has no place in a part is noted
record MessagesContent(Leftovers others) {
    private static final Set<String> OF_DOCUMENT =
            Set.of("type", "source", "title", "cache_control", "citations");

    List<Part> read(Field content) {
        if (content.isText()) {
            return List.of(Part.Text.of(content.text()));
        }
        if (content.isAbsent()) {
            throw content.invalid("missing, need a text or a list of blocks");
        }
        List<Part> parts = new ArrayList<>();
        for (Field block : content.items()) {
            Part part = part(block);
            parts.add(part);
            Field cache = block.at("cache_control");
            if (!cache.isAbsent() && !(part instanceof Part.Foreign)) {
                parts.add(new CachePoint(cache.object().at("ttl").optionalText()));
            }
        }
        return CallSignature.restored(parts);
    }

    private Part part(Field block) {
        Field type = block.object().at("type");
        return switch (type.text()) {
            case "text" -> Part.Text.of(block.at("text").text());
            case "image" -> new Part.Image(source(block.at("source")), Optional.empty());
            case "document" -> document(block);
            case "tool_use" ->
                    new Part.ToolCall(
                            block.at("id").text(),
                            block.at("name").text(),
                            block.at("input").object().value().toString(),
                            Optional.empty());
            case "tool_result" -> {
                Field content = block.at("content");
                yield new Part.ToolResult(
                        block.at("tool_use_id").text(),
                        content.isAbsent() ? List.of() : read(content),
                        block.at("is_error").flag());
            }
            case "thinking" -> new Part.Thinking(block.at("thinking").text(), signature(block));
            case "redacted_thinking" -> RedactedThinking.of(block.at("data").text());
            default -> foreign(block);
        };
    }

    private static Part foreign(Field block) {
        return new Part.Foreign(MessagesDialect.NAME, block.at("type").text(), block.value());
    }

    /// One that Tollgate wrote without one, for a thought that nobody had signed, is none.
    private static Optional<Signature> signature(Field block) {
        return block.at("signature")
                .optionalText()
                .filter(written -> !written.isEmpty())
                .map(written -> Signature.read(written, MessagesDialect.NAME));
    }

    private Part document(Field block) {
        Field source = block.at("source");
        if (source.object().at("type").text().equals("content")) {
            return foreign(block);
        }
        if (block.at("citations").at("enabled").flag()) {
            others.put("document.citations", block.at("citations").value());
        }
        others.of(block, "document.", OF_DOCUMENT);
        return new Part.File(source(source), block.at("title").optionalText());
    }

    private static Source source(Field source) {
        Field type = source.object().at("type");
        return switch (type.text()) {
            case "base64" ->
                    new Source.Inline(source.at("media_type").text(), source.at("data").text());
            case "text" ->
                    new Source.Inline(
                            "text/plain",
                            Base64.getEncoder()
                                    .encodeToString(source.at("data").text().getBytes(UTF_8)));
            case "url" -> new Source.Url(source.at("url").text());
            case "file" -> new Source.Stored(source.at("file_id").text());
            default -> throw type.unknown("source", "base64, text, url or file");
        };
    }
}
