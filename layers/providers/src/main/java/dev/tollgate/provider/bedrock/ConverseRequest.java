package dev.tollgate.provider.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.conversation.Prompt.Format;
import dev.tollgate.conversation.Prompt.Sampling;
import dev.tollgate.http.Json;

/// A prompt, fitted by [ModelFitting], as a request of Converse. The model stands in the address, and so does whether the answer is streamed.
final class ConverseRequest {
    private ConverseRequest() {}

    static ObjectNode write(Prompt prompt, ModelId model) {
        ObjectNode body = Json.object();
        body.set("messages", new ConverseMessages().write(prompt.turns()));
        ArrayNode system = ConverseMessages.system(prompt.instructions());
        if (!system.isEmpty()) {
            body.set("system", system);
        }
        sampling(prompt.sampling(), body);
        ToolConfig.write(prompt).ifPresent(it -> body.set("toolConfig", it));
        if (prompt.format() instanceof Format.Schema schema) {
            format(schema, body);
        }
        prompt.reasoning()
                .flatMap(asked -> Reasoner.of(model).fields(asked))
                .filter(fields -> !fields.isEmpty())
                .ifPresent(fields -> body.set("additionalModelRequestFields", fields));
        return body;
    }

    private static void sampling(Sampling sampling, ObjectNode body) {
        ObjectNode config = Json.object();
        sampling.maxTokens().ifPresent(it -> config.put("maxTokens", it));
        sampling.temperature().ifPresent(it -> config.put("temperature", it));
        sampling.topP().ifPresent(it -> config.put("topP", it));
        if (!sampling.stop().isEmpty()) {
            sampling.stop().forEach(config.putArray("stopSequences")::add);
        }
        if (!config.isEmpty()) {
            body.set("inferenceConfig", config);
        }
    }

    /// The schema is a text, not an object.
    private static void format(Format.Schema schema, ObjectNode body) {
        ObjectNode written =
                body.putObject("outputConfig")
                        .putObject("textFormat")
                        .put("type", "json_schema")
                        .putObject("structure")
                        .putObject("jsonSchema")
                        .put("name", schema.name())
                        .put("schema", schema.schema().toString());
        schema.description().ifPresent(it -> written.put("description", it));
    }
}
