package dev.tollgate.provider.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.conversation.Prompt.Tool;
import dev.tollgate.conversation.Prompt.ToolChoice;
import java.util.function.Function;

/// The tools of a request and the choice among them, in which OpenAI's two APIs differ by the form of a tool and of its name only.
public final class ToolsBody {
    private ToolsBody() {}

    public static void write(
            Prompt prompt,
            Function<Tool, ObjectNode> tool,
            Function<String, ObjectNode> named,
            ObjectNode body) {
        if (prompt.tools().isEmpty()) {
            return;
        }
        ArrayNode tools = body.putArray("tools");
        prompt.tools().forEach(it -> tools.add(tool.apply(it)));
        prompt.toolChoice()
                .ifPresent(choice -> {
                    switch (choice) {
                        case ToolChoice.Auto() -> body.put("tool_choice", "auto");
                        case ToolChoice.None() -> body.put("tool_choice", "none");
                        case ToolChoice.Required() -> body.put("tool_choice", "required");
                        case ToolChoice.Named(String name) ->
                                body.set("tool_choice", named.apply(name));
                    }
                });
        if (!prompt.parallelTools()) {
            body.put("parallel_tool_calls", false);
        }
    }
}
