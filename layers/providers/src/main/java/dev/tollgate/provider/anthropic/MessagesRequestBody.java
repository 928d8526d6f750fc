package dev.tollgate.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.conversation.Prompt.Effort;
import dev.tollgate.conversation.Prompt.Format;
import dev.tollgate.conversation.Prompt.Reasoning;
import dev.tollgate.conversation.Prompt.Sampling;
import dev.tollgate.conversation.Prompt.Tool;
import dev.tollgate.conversation.Prompt.ToolChoice;
import dev.tollgate.http.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A prompt, fitted to its model, as a messages request.
final class MessagesRequestBody {
    private MessagesRequestBody() {}

    static ObjectNode write(Prompt prompt, String model, boolean streamed) {
        ObjectNode body = Json.object().put("model", model);
        sampling(prompt.sampling(), body);
        system(prompt, body);
        body.set("messages", MessageBodies.write(prompt.turns()));
        tools(prompt, body);
        if (prompt.format() instanceof Format.Schema schema) {
            body.withObject("/output_config")
                    .putObject("format")
                    .put("type", "json_schema")
                    .set("schema", schema.schema());
        }
        prompt.reasoning().ifPresent(it -> reasoning(it, body));
        Optional.ofNullable(prompt.others().get("user"))
                .filter(JsonNode::isTextual)
                .ifPresent(it -> body.putObject("metadata").set("user_id", it));
        if (streamed) {
            body.put("stream", true);
        }
        return body;
    }

    private static void sampling(Sampling sampling, ObjectNode body) {
        sampling.maxTokens().ifPresent(it -> body.put("max_tokens", it));
        sampling.temperature().ifPresent(it -> body.put("temperature", it));
        sampling.topP().ifPresent(it -> body.put("top_p", it));
        sampling.topK().ifPresent(it -> body.put("top_k", it));
        if (!sampling.stop().isEmpty()) {
            ArrayNode stop = body.putArray("stop_sequences");
            sampling.stop().forEach(stop::add);
        }
    }

    private static void system(Prompt prompt, ObjectNode body) {
        List<Part> parts =
                prompt.instructions().stream()
                        .flatMap(message -> message.parts().stream())
                        .toList();
        ArrayNode blocks = MessageBodies.blocks(parts);
        if (!blocks.isEmpty()) {
            body.set("system", blocks);
        }
    }

    private static void tools(Prompt prompt, ObjectNode body) {
        if (prompt.tools().isEmpty()) {
            return;
        }
        ArrayNode tools = body.putArray("tools");
        prompt.tools().forEach(tool -> tools.add(tool(tool)));
        ToolChoice choice = prompt.toolChoice().orElse(new ToolChoice.Auto());
        if (prompt.toolChoice().isEmpty() && prompt.parallelTools()) {
            return;
        }
        ObjectNode written = body.putObject("tool_choice");
        switch (choice) {
            case ToolChoice.Auto() -> written.put("type", "auto");
            case ToolChoice.None() -> written.put("type", "none");
            case ToolChoice.Required() -> written.put("type", "any");
            case ToolChoice.Named(String name) -> written.put("type", "tool").put("name", name);
        }
        if (!prompt.parallelTools() && !(choice instanceof ToolChoice.None)) {
            written.put("disable_parallel_tool_use", true);
        }
    }

    private static ObjectNode tool(Tool tool) {
        ObjectNode written = Json.object().put("name", tool.name());
        tool.description().ifPresent(it -> written.put("description", it));
        if (tool.strict()) {
            written.put("strict", true);
        }
        written.set("input_schema", schema(tool.parameters()));
        return written;
    }

    /// Anthropic wants to see that arguments are an object.
    private static JsonNode schema(JsonNode parameters) {
        return parameters instanceof ObjectNode object && !object.has("type")
                ? object.deepCopy().put("type", "object")
                : parameters;
    }

    private static void reasoning(Reasoning reasoning, ObjectNode body) {
        ObjectNode thinking = body.putObject("thinking");
        if (reasoning.effort().equals(Optional.of(Effort.NONE))) {
            thinking.put("type", "disabled");
        } else if (reasoning.budgetTokens().isPresent()) {
            thinking.put("type", "enabled")
                    .put("budget_tokens", reasoning.budgetTokens().getAsInt());
        } else {
            thinking.put("type", "adaptive");
            reasoning
                    .effort()
                    .ifPresent(effort ->
                            body.withObject("/output_config")
                                    .put("effort", effort.name().toLowerCase(Locale.ROOT)));
        }
    }
}
