package dev.tollgate.testkit.sim.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.testkit.sim.dialect.Refused;
import dev.tollgate.testkit.sim.dialect.Turn.Role;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Reads content, which is a text or a list of blocks, and checks each block by itself.
final class BlockReader {

    private static final List<String> IMAGES =
            List.of("image/jpeg", "image/png", "image/gif", "image/webp");

    private BlockReader() {}

    /// The blocks of the content at `where`, tool results as a tool's, all others as the role's.
    static List<Block> blocks(Role role, JsonNode content, String where) {
        if (content.isTextual()) {
            return List.of(text(role, content.asText(), content, where));
        }
        var blocks = new ArrayList<Block>();
        for (int i = 0; i < content.size(); i++) {
            blocks.add(block(role, content.path(i), where + "." + i));
        }
        return blocks;
    }

    private static Block block(Role role, JsonNode block, String where) {
        return switch (block.path("type").asText()) {
            case "text" -> text(role, block.path("text").asText(), block, where + ".text");
            case "image" -> image(role, block, where + ".image.source");
            case "tool_use" -> {
                var input = block.path("input");
                if (!input.isObject()) {
                    throw Refused.invalid(where + ".tool_use.input", "Input should be an object");
                }
                yield of(role, block.path("name").asText() + " " + input, 0, block);
            }
            case "tool_result" -> result(block, where + ".tool_result.content");
            case "thinking" -> {
                var signature = Signature.of(block.path("thinking").asText());
                if (!signature.equals(block.path("signature").asText())) {
                    throw Refused.invalid(where, "Invalid `signature` in `thinking` block");
                }
                yield of(role, "", 0, block);
            }
            case "" -> throw Refused.invalid(where + ".type", "Field required");
            default -> of(role, "", 0, block);
        };
    }

    private static Block text(Role role, String text, JsonNode block, String where) {
        if (text.isBlank()) {
            throw Refused.invalid(where, "text content blocks must contain non-whitespace text");
        }
        return of(role, text, 0, block);
    }

    private static Block image(Role role, JsonNode block, String where) {
        var source = block.path("source");
        switch (source.path("type").asText()) {
            case "base64" -> {
                if (!IMAGES.contains(source.path("media_type").asText())) {
                    throw Refused.invalid(
                            where + ".base64.media_type", "Input should be one of " + IMAGES);
                }
                if (!isBase64(source.path("data").asText())) {
                    throw Refused.invalid(where + ".base64.data", "invalid base64 data");
                }
            }
            case "url" -> {
                if (!source.path("url").asText().startsWith("https://")) {
                    throw Refused.invalid(where + ".url.url", "Only HTTPS URLs are supported.");
                }
            }
            default -> throw Refused.invalid(where + ".type", "Input should be 'base64' or 'url'");
        }
        return of(role, "", 1, block);
    }

    private static Block result(JsonNode block, String where) {
        var content = block.path("content");
        var parts =
                content.isTextual()
                        ? List.of(of(Role.TOOL, content.asText(), 0, content))
                        : blocks(Role.TOOL, content, where);
        var turn = Block.turn(Role.TOOL, parts);
        return of(Role.TOOL, turn.text(), turn.images(), block);
    }

    private static Block of(Role role, String text, int images, JsonNode block) {
        var mark = block.path("cache_control");
        var cacheFor =
                mark.isObject()
                        ? Optional.of(mark.path("ttl").asText("5m"))
                        : Optional.<String>empty();
        return new Block(role, text, images, cacheFor);
    }

    private static boolean isBase64(String data) {
        try {
            return Base64.getDecoder().decode(data).length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
