package dev.tollgate.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Prompt.Tool;
import dev.tollgate.conversation.Prompt.ToolChoice;
import dev.tollgate.http.Json;
import java.util.List;
import java.util.Set;

/// Functions and choices among them, as both of OpenAI's languages write them.
public final class OpenAiTools {
    private OpenAiTools() {}

    /// A schema that is not said to be strict is kept to as well as the provider can.
    public static Tool function(Field function) {
        JsonNode parameters = function.at("parameters").value();
        return new Tool(
                function.at("name").text(),
                function.at("description").optionalText(),
                parameters.isObject() ? parameters : Json.object().put("type", "object"),
                function.at("strict").flag());
    }

    public static ToolChoice word(Field choice) {
        return switch (choice.text()) {
            case "auto" -> new ToolChoice.Auto();
            case "none" -> new ToolChoice.None();
            case "required" -> new ToolChoice.Required();
            default -> throw choice.unknown("choice", "auto, none, required or a tool");
        };
    }

    /// Those that may be called now; the others are there for the provider's cache only.
    public static List<Tool> allowed(Set<String> names, List<Tool> tools) {
        return tools.stream().filter(tool -> names.contains(tool.name())).toList();
    }
}
