package dev.tollgate.dialect.messages;

import dev.tollgate.conversation.Prompt.Tool;
import dev.tollgate.dialect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The tools of a messages request, read. Those that Anthropic brings along itself are nobody else's.
final class MessagesTools {
    private static final Set<String> READ =
            Set.of("type", "name", "description", "input_schema", "strict");

    private MessagesTools() {}

    static List<Tool> read(Field list, Leftovers others) {
        List<Tool> tools = new ArrayList<>();
        for (Field tool : list.items()) {
            String type = tool.object().at("type").optionalText().orElse("custom");
            if (type.equals("custom") || type.equals("function")) {
                tools.add(custom(tool));
                others.of(tool, "tools.", READ);
            } else {
                others.put("tools[" + type + "]", tool.value());
            }
        }
        return tools;
    }

    private static Tool custom(Field tool) {
        return new Tool(
                tool.at("name").text(),
                tool.at("description").optionalText(),
                tool.at("input_schema").object().value(),
                tool.at("strict").flag());
    }
}
