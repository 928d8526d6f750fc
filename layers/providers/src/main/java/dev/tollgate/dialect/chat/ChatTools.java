package dev.tollgate.dialect.chat;

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

/// The functions that a chat completions request offers, and its choice among them. Tools of other kinds are put among what only OpenAI knows.
record ChatTools(List<Tool> tools, Optional<ToolChoice> choice) {

    static ChatTools read(Field root, SortedMap<String, JsonNode> others) {
        List<Tool> tools = new ArrayList<>();
        for (Field tool : root.at("tools").items()) {
            String type = tool.object().at("type").text();
            if (type.equals("function")) {
                tools.add(OpenAiTools.function(tool.at("function").object()));
            } else {
                others.put("tools[" + type + "]", tool.value());
            }
        }
        Field choice = root.at("tool_choice");
        if (choice.isAbsent()) {
            return new ChatTools(tools, Optional.empty());
        }
        if (choice.isText()) {
            return new ChatTools(tools, Optional.of(OpenAiTools.word(choice)));
        }
        String type = choice.object().at("type").optionalText().orElse("function");
        return switch (type) {
            case "function" ->
                    new ChatTools(tools, Optional.of(new ToolChoice.Named(name(choice))));
            case "allowed_tools" -> allowed(choice.at("allowed_tools").object(), tools);
            default -> {
                others.put("tools[" + type + "]", choice.value());
                yield new ChatTools(tools, Optional.empty());
            }
        };
    }

    private static ChatTools allowed(Field allowed, List<Tool> tools) {
        Set<String> names =
                allowed.at("tools").items().stream()
                        .filter(tool -> tool.object().has("function"))
                        .map(ChatTools::name)
                        .collect(Collectors.toSet());
        return new ChatTools(
                OpenAiTools.allowed(names, tools),
                Optional.of(OpenAiTools.word(allowed.at("mode"))));
    }

    private static String name(Field tool) {
        return tool.at("function").object().at("name").text();
    }
}
