package dev.tollgate.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Message;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.conversation.Prompt.Format;
import dev.tollgate.conversation.Prompt.Sampling;
import dev.tollgate.conversation.Prompt.Tool;
import dev.tollgate.conversation.Prompt.ToolChoice;
import dev.tollgate.http.Json;

/// A prompt as a `generateContent` request.
final class GenerateContentBody {
    private GenerateContentBody() {}

    static ObjectNode write(Prompt prompt, String model, boolean numbered) {
        ObjectNode body = Json.object();
        instructions(prompt, body);
        body.set("contents", ContentBodies.write(prompt.turns(), model, numbered));
        tools(prompt, body);
        ObjectNode config = Json.object();
        sampling(prompt.sampling(), config);
        format(prompt.format(), config);
        prompt.reasoning()
                .ifPresent(it -> config.set("thinkingConfig", ThinkingConfig.write(it, model)));
        if (!config.isEmpty()) {
            body.set("generationConfig", config);
        }
        prompt.others().forEach(body::set);
        return body;
    }

    private static void instructions(Prompt prompt, ObjectNode body) {
        ArrayNode parts = Json.mapper().createArrayNode();
        for (Message message : prompt.instructions()) {
            for (Part part : message.parts()) {
                if (part instanceof Part.Text text && !text.text().isEmpty()) {
                    parts.addObject().put("text", text.text());
                }
            }
        }
        if (!parts.isEmpty()) {
            body.putObject("systemInstruction").set("parts", parts);
        }
    }

    private static void tools(Prompt prompt, ObjectNode body) {
        if (prompt.tools().isEmpty()) {
            return;
        }
        ArrayNode declared = body.putArray("tools").addObject().putArray("functionDeclarations");
        prompt.tools().forEach(tool -> declared.add(tool(tool)));
        prompt.toolChoice()
                .ifPresent(choice -> {
                    ObjectNode config =
                            body.putObject("toolConfig").putObject("functionCallingConfig");
                    switch (choice) {
                        case ToolChoice.Auto() -> config.put("mode", "AUTO");
                        case ToolChoice.None() -> config.put("mode", "NONE");
                        case ToolChoice.Required() -> config.put("mode", "ANY");
                        case ToolChoice.Named(String name) ->
                                config.put("mode", "ANY")
                                        .putArray("allowedFunctionNames")
                                        .add(name);
                    }
                });
    }

    private static ObjectNode tool(Tool tool) {
        ObjectNode written = Json.object().put("name", tool.name());
        tool.description().ifPresent(it -> written.put("description", it));
        written.set("parametersJsonSchema", tool.parameters());
        return written;
    }

    private static void sampling(Sampling sampling, ObjectNode config) {
        sampling.maxTokens().ifPresent(it -> config.put("maxOutputTokens", it));
        sampling.temperature().ifPresent(it -> config.put("temperature", it));
        sampling.topP().ifPresent(it -> config.put("topP", it));
        sampling.topK().ifPresent(it -> config.put("topK", it));
        if (!sampling.stop().isEmpty()) {
            ArrayNode stop = config.putArray("stopSequences");
            sampling.stop().forEach(stop::add);
        }
        sampling.seed().ifPresent(it -> config.put("seed", it));
        sampling.presencePenalty().ifPresent(it -> config.put("presencePenalty", it));
        sampling.frequencyPenalty().ifPresent(it -> config.put("frequencyPenalty", it));
    }

    private static void format(Format format, ObjectNode config) {
        switch (format) {
            case Format.Text() -> {}
            case Format.Json() -> config.put("responseMimeType", "application/json");
            case Format.Schema schema ->
                    config.put("responseMimeType", "application/json")
                            .set("responseJsonSchema", described(schema));
        }
    }

    /// What the schema is for stands in the schema.
    private static JsonNode described(Format.Schema format) {
        JsonNode schema = format.schema().deepCopy();
        if (schema instanceof ObjectNode object && !object.has("description")) {
            format.description().ifPresent(it -> object.put("description", it));
        }
        return schema;
    }
}
