package dev.tollgate.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Prompt.Tool;
import dev.tollgate.conversation.Prompt.ToolChoice;
import dev.tollgate.dialect.Field;
import dev.tollgate.dialect.OpenAiTools;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/// The functions that a responses request offers, and its choice among them. Tools of other kinds are put among what only OpenAI knows.
record FunctionTools(List<Tool> tools, Optional<ToolChoice> choice) {

    static FunctionTools read(Field root, SortedMap<String, JsonNode> others) {
        List<Tool> tools = new ArrayList<>();
        for (Field tool : root.at("tools").items()) {
            String type = tool.object().at("type").text();
            if (type.equals("function")) {
                tools.add(OpenAiTools.function(tool));
            } else {
                others.put("tools[" + type + "]", tool.value());
            }
        }
        Field choice = root.at("tool_choice");
        if (choice.isAbsent()) {
            return new FunctionTools(tools, Optional.empty());
        }
        if (choice.isText()) {
            return new FunctionTools(tools, Optional.of(OpenAiTools.word(choice)));
        }
        String type = choice.object().at("type").text();
        return switch (type) {
            case "function" ->
                    new FunctionTools(
                            tools, Optional.of(new ToolChoice.Named(choice.at("name").text())));
            case "allowed_tools" ->
                    new FunctionTools(
                            allowed(choice, tools),
                            Optional.of(OpenAiTools.word(choice.at("mode"))));
            default -> {
                others.put("tools[" + type + "]", choice.value());
                yield new FunctionTools(tools, Optional.empty());
            }
        };
    }

    private static List<Tool> allowed(Field choice, List<Tool> tools) {
        Set<String> names =
                choice.at("tools").items().stream()
                        .map(tool -> tool.object().at("name").optionalText().orElse(""))
                        .collect(Collectors.toSet());
        return OpenAiTools.allowed(names, tools);
    }
}
