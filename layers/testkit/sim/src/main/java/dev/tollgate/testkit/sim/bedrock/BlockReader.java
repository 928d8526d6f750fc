package dev.tollgate.testkit.sim.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.testkit.sim.dialect.Refused;
import dev.tollgate.testkit.sim.dialect.Turn;
import dev.tollgate.testkit.sim.dialect.Turn.Role;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Reads one content block as what it says, and checks it by itself.
final class BlockReader {

    private static final List<String> IMAGES = List.of("png", "jpeg", "gif", "webp");
    private static final List<String> DOCUMENTS =
            List.of("pdf", "csv", "doc", "docx", "xls", "xlsx", "html", "txt", "md");

    private BlockReader() {}

    /// A block, which is an object with one member; a tool's result is a tool's.
    static Turn block(Role role, JsonNode block, String where) {
        if (block.size() != 1) {
            throw BedrockErrors.invalid(
                    "The format of the value at "
                            + where
                            + " is invalid. Provide one content"
                            + " block member and try again.");
        }
        var member = block.properties().iterator().next();
        var value = member.getValue();
        return switch (member.getKey()) {
            case "text" -> text(role, value, where);
            case "image" -> media(role, value, IMAGES, where + ".image");
            case "document" -> media(role, value, DOCUMENTS, where + ".document");
            case "toolUse" -> toolUse(role, value, where + ".toolUse");
            case "toolResult" -> result(value, where + ".toolResult.content");
            case "reasoningContent" -> reasoning(role, value, where);
            case "json" -> new Turn(role, value.toString(), 0);
            case "guardContent" -> new Turn(role, value.at("/text/text").asText(), 0);
            default ->
                    throw BedrockErrors.invalid(
                            "The model returned the following errors: Malformed input request: #/"
                                    + where.replace('.', '/')
                                    + ": extraneous key ["
                                    + member.getKey()
                                    + "] is not permitted, please reformat your input and try"
                                    + " again.");
        };
    }

    static Turn joined(Role role, List<Turn> parts) {
        return new Turn(
                role, Conversation.text(parts), parts.stream().mapToInt(Turn::images).sum());
    }

    private static Turn text(Role role, JsonNode text, String where) {
        if (text.asText().isBlank()) {
            throw BedrockErrors.invalid(
                    "The text field in the ContentBlock object at "
                            + where
                            + " is blank. Add text to the text field, and try again.");
        }
        return new Turn(role, text.asText(), 0);
    }

    private static Turn media(Role role, JsonNode media, List<String> formats, String where) {
        if (!formats.contains(media.path("format").asText())) {
            throw invalid(where + ".format", "need one of " + formats);
        }
        var source = media.path("source");
        if (source.has("s3Location")) {
            throw BedrockErrors.invalid(
                    "This model doesn't support the s3Uri field. Remove s3Uri and try again.");
        }
        if (!isBase64(source.path("bytes").asText())) {
            throw invalid(where + ".source.bytes", "need bytes in base64");
        }
        if (formats.equals(DOCUMENTS) && media.path("name").asText().isEmpty()) {
            throw invalid(where + ".name", "need a name");
        }
        return new Turn(role, "", 1);
    }

    private static Turn toolUse(Role role, JsonNode use, String where) {
        if (!use.path("toolUseId").asText().matches("[a-zA-Z0-9_.:-]{1,64}")) {
            throw invalid(where + ".toolUseId", "need 1 to 64 of [a-zA-Z0-9_.:-]");
        }
        if (!use.path("input").isObject()) {
            throw BedrockErrors.invalid(
                    "The format of the value at "
                            + where
                            + ".input is invalid. Provide a json object for the field and try"
                            + " again.");
        }
        return new Turn(role, use.path("name").asText() + " " + use.path("input"), 0);
    }

    private static Turn result(JsonNode result, String where) {
        var content = result.path("content");
        if (!content.isArray()) {
            throw invalid(where, "need a list");
        }
        var parts = new ArrayList<Turn>();
        for (int i = 0; i < content.size(); i++) {
            parts.add(block(Role.TOOL, content.path(i), where + "." + i));
        }
        return joined(Role.TOOL, parts);
    }

    private static Turn reasoning(Role role, JsonNode reasoning, String where) {
        var text = reasoning.path("reasoningText");
        if (text.isObject()
                && !text.path("signature")
                        .asText()
                        .equals(Signature.of(text.path("text").asText()))) {
            throw BedrockErrors.invalid(
                    "The model returned the following errors: "
                            + where
                            + ": Invalid `signature` in `thinking` block");
        }
        return new Turn(role, "", 0);
    }

    private static Refused invalid(String where, String why) {
        return Refused.invalid(where, why);
    }

    private static boolean isBase64(String data) {
        try {
            return Base64.getDecoder().decode(data).length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
