package dev.tollgate.testkit.sim.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.testkit.sim.dialect.Turn;
import dev.tollgate.testkit.sim.dialect.Turn.Role;
import java.nio.ByteBuffer;
import java.util.Set;

/// Reads one part as what it says, and checks it by itself.
final class PartReader {

    private static final Set<String> PART =
            Set.of(
                    "text",
                    "inlineData",
                    "fileData",
                    "functionCall",
                    "functionResponse",
                    "executableCode",
                    "codeExecutionResult",
                    "thought",
                    "thoughtSignature",
                    "videoMetadata",
                    "mediaResolution",
                    "partMetadata");
    private static final Set<String> CALL = Set.of("id", "name", "args");
    private static final Set<String> RESPONSE =
            Set.of("id", "name", "response", "parts", "willContinue", "scheduling");

    private PartReader() {}

    static Turn part(Role role, JsonNode part, String where) {
        Proto.check(part, where, PART);
        ThoughtSignature.check(part);
        if (part.path("text").isTextual()) {
            boolean thought = part.path("thought").asBoolean();
            return new Turn(role, thought ? "" : part.path("text").asText(), 0);
        }
        var call = Proto.get(part, "functionCall");
        if (call.isObject()) {
            Proto.check(call, where + ".function_call", CALL);
            needName(call, where + ".function_call");
            if (!call.path("args").isObject() && call.has("args")) {
                throw wrongValue(where + ".function_call.args", "Struct");
            }
            return new Turn(role, call.path("name").asText() + " " + call.path("args"), 0);
        }
        var response = Proto.get(part, "functionResponse");
        if (response.isObject()) {
            Proto.check(response, where + ".function_response", RESPONSE);
            needName(response, where + ".function_response");
            if (!response.path("response").isObject()) {
                throw wrongValue(where + ".function_response.response", "Struct");
            }
            return new Turn(Role.TOOL, output(response.path("response")), 0);
        }
        return media(role, part, where);
    }

    private static Turn media(Role role, JsonNode part, String where) {
        var inline = Proto.get(part, "inlineData");
        var file = Proto.get(part, "fileData");
        if (inline.isObject()) {
            if (Proto.get(inline, "mimeType").asText().isEmpty()) {
                throw Proto.wrong("Unable to submit request because it must have a mimeType");
            }
            if (Proto.base64(inline.path("data").asText())
                    .filter(ByteBuffer::hasRemaining)
                    .isEmpty()) {
                throw wrongValue(where + ".inline_data.data", "TYPE_BYTES");
            }
        } else if (!file.isObject() || Proto.get(file, "fileUri").asText().isEmpty()) {
            throw Proto.wrong(
                    "* GenerateContentRequest."
                            + where
                            + ".data: required oneof field 'data' must have one initialized field\n");
        }
        return new Turn(role, "", 1);
    }

    /// What a function returned: its `output` or `result` if that is a text.
    private static String output(JsonNode response) {
        for (var name : new String[] {"output", "result"}) {
            if (response.path(name).isTextual()) {
                return response.path(name).asText();
            }
        }
        return response.toString();
    }

    private static void needName(JsonNode message, String where) {
        if (message.path("name").asText().isEmpty()) {
            throw Proto.wrong(
                    "* GenerateContentRequest." + where + ".name: Name cannot be empty.\n");
        }
    }

    private static RuntimeException wrongValue(String where, String type) {
        return Proto.wrong("Invalid value at '" + where + "' (" + type + ")");
    }
}
