package dev.tollgate.provider.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.conversation.Prompt.Tool;
import dev.tollgate.conversation.Prompt.ToolChoice;
import dev.tollgate.http.Json;
import dev.tollgate.provider.wire.Untranslatable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The tools of a request, and which must be called. Converse can't forbid them: then they are left out, unless the conversation has used some already, for then it insists on them.
final class ToolConfig {
    private ToolConfig() {}

    static Optional<ObjectNode> write(Prompt prompt, ModelId model) {
        if (prompt.tools().isEmpty() && usesTools(prompt)) {
            throw new Untranslatable(
                    "'tools' is missing, and Bedrock takes no conversation with tool calls without it.");
        }
        if (prompt.tools().isEmpty() || (forbidden(prompt) && !usesTools(prompt))) {
            return Optional.empty();
        }
        ObjectNode config = Json.object();
        ArrayNode tools = config.putArray("tools");
        prompt.tools().forEach(tool -> tools.add(tool(tool, model)));
        prompt.toolChoice()
                .flatMap(ToolConfig::choice)
                .ifPresent(it -> config.set("toolChoice", it));
        return Optional.of(config);
    }

    static List<String> leftOut(Prompt prompt, ModelId model) {
        List<String> names = new ArrayList<>();
        if (forbidden(prompt) && !prompt.tools().isEmpty() && usesTools(prompt)) {
            names.add("tool_choice");
        }
        if (prompt.tools().stream().anyMatch(Tool::strict) && !model.keepsToSchemas()) {
            names.add("tools.strict");
        }
        return names;
    }

    private static boolean forbidden(Prompt prompt) {
        return prompt.toolChoice().filter(ToolChoice.None.class::isInstance).isPresent();
    }

    private static boolean usesTools(Prompt prompt) {
        return prompt.turns().stream()
                .flatMap(turn -> turn.parts().stream())
                .anyMatch(part -> part instanceof Part.ToolCall || part instanceof Part.ToolResult);
    }

    private static ObjectNode tool(Tool tool, ModelId model) {
        ObjectNode written = Json.object();
        ObjectNode spec = written.putObject("toolSpec").put("name", tool.name());
        tool.description().filter(it -> !it.isBlank()).ifPresent(it -> spec.put("description", it));
        spec.putObject("inputSchema").set("json", tool.parameters());
        if (tool.strict() && model.keepsToSchemas()) {
            spec.put("strict", true);
        }
        return written;
    }

    /// `auto` is what goes without saying, and models that can't be told refuse even that.
    private static Optional<ObjectNode> choice(ToolChoice choice) {
        ObjectNode written = Json.object();
        switch (choice) {
            case ToolChoice.Auto(), ToolChoice.None() -> {
                return Optional.empty();
            }
            case ToolChoice.Required() -> written.putObject("any");
            case ToolChoice.Named(String name) -> written.putObject("tool").put("name", name);
        }
        return Optional.of(written);
    }
}
