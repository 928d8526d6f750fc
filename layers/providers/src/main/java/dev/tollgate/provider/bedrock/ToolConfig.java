package dev.tollgate.provider.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.conversation.Prompt.Tool;
import dev.tollgate.conversation.Prompt.ToolChoice;
import dev.tollgate.http.Json;
import java.util.Optional;

/// The tools of a request, and which must be called. Converse has no word for none; see [ModelFitting].
final class ToolConfig {
    private ToolConfig() {}

    static Optional<ObjectNode> write(Prompt prompt) {
        if (prompt.tools().isEmpty()) {
            return Optional.empty();
        }
        ObjectNode config = Json.object();
        ArrayNode tools = config.putArray("tools");
        prompt.tools().forEach(tool -> tools.add(tool(tool)));
        prompt.toolChoice()
                .flatMap(ToolConfig::choice)
                .ifPresent(it -> config.set("toolChoice", it));
        return Optional.of(config);
    }

    private static ObjectNode tool(Tool tool) {
        ObjectNode written = Json.object();
        ObjectNode spec = written.putObject("toolSpec").put("name", tool.name());
        tool.description().filter(it -> !it.isBlank()).ifPresent(it -> spec.put("description", it));
        spec.putObject("inputSchema").set("json", tool.parameters());
        if (tool.strict()) {
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
