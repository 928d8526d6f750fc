package dev.tollgate.testkit.sim.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.testkit.sim.dialect.Tools.Choice;

/// Reads `tool_choice`, which is a word, or an object that names a tool.
final class ToolChoices {

    private ToolChoices() {}

    /// Reads one that has a tool's name at a JSON pointer.
    static Choice of(JsonNode choice, String nameAt) {
        var name = choice.at(nameAt).asText();
        if (!name.isEmpty()) {
            return new Choice.Named(name);
        }
        return switch (choice.asText()) {
            case "none" -> Choice.Any.NONE;
            case "required" -> Choice.Any.REQUIRED;
            default -> Choice.Any.AUTO;
        };
    }
}
