package dev.tollgate.provider.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Message;
import dev.tollgate.conversation.Message.Role;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.conversation.Prompt.Effort;
import dev.tollgate.conversation.Prompt.Format;
import dev.tollgate.conversation.Prompt.Tool;
import dev.tollgate.dialect.responses.ResponsesDialect;
import dev.tollgate.http.Json;
import dev.tollgate.provider.openai.Host;
import dev.tollgate.provider.openai.ReasoningEffort;
import dev.tollgate.provider.openai.ToolsBody;
import java.util.List;

/// A prompt as a responses request. Nothing is stored, so what was thought is asked for in encrypted form wherever there will be thinking.
final class ResponsesRequestBody {
    private static final String VERBOSITY = "verbosity";

    private ResponsesRequestBody() {}

    static ObjectNode write(Prompt prompt, String model, boolean streamed, Host host) {
        ObjectNode body = Json.object().put("model", model);
        messages(prompt.messages(), body);
        body.setAll(settings(prompt, model));
        if (thinks(prompt) || host.hasForResponsesOnly(model)) {
            body.putArray("include").add(ResponsesDialect.ENCRYPTED);
        }
        body.put(ResponsesWire.STORE, false);
        if (streamed) {
            body.put("stream", true);
        }
        body.remove(host.lacks());
        return body;
    }

    /// All that the caller asks for beside the messages.
    static ObjectNode settings(Prompt prompt, String model) {
        ObjectNode body = Json.object();
        ToolsBody.write(prompt, ResponsesRequestBody::tool, ResponsesRequestBody::named, body);
        text(prompt, body);
        prompt.sampling().maxTokens().ifPresent(it -> body.put("max_output_tokens", it));
        prompt.sampling().temperature().ifPresent(it -> body.put("temperature", it));
        prompt.sampling().topP().ifPresent(it -> body.put("top_p", it));
        prompt.reasoning()
                .flatMap(it -> ReasoningEffort.of(it, model))
                .ifPresent(it -> body.putObject("reasoning").put("effort", it));
        prompt.others()
                .forEach((name, value) -> {
                    if (!name.equals(VERBOSITY)) {
                        body.set(name, value);
                    }
                });
        return body;
    }

    /// Models that don't think refuse to encrypt; so it is asked only where thinking is asked for, or has been done.
    private static boolean thinks(Prompt prompt) {
        return prompt.reasoning()
                        .filter(it -> it.effort().filter(Effort.NONE::equals).isEmpty())
                        .isPresent()
                || prompt.messages().stream()
                        .flatMap(message -> message.parts().stream())
                        .anyMatch(Part.Thinking.class::isInstance);
    }

    private static void messages(List<Message> messages, ObjectNode body) {
        boolean instructed =
                !messages.isEmpty()
                        && messages.getFirst().role() == Role.SYSTEM
                        && InputItemBodies.isText(messages.getFirst().parts());
        if (instructed) {
            body.put("instructions", InputItemBodies.text(messages.getFirst().parts()));
        }
        ArrayNode input = body.putArray("input");
        messages.stream()
                .skip(instructed ? 1 : 0)
                .forEach(message -> InputItemBodies.write(message, input));
    }

    private static ObjectNode named(String name) {
        return Json.object().put("type", "function").put("name", name);
    }

    /// Functions are strict here unless something else is said.
    private static ObjectNode tool(Tool tool) {
        ObjectNode written = Json.object().put("type", "function").put("name", tool.name());
        tool.description().ifPresent(it -> written.put("description", it));
        written.set("parameters", tool.parameters());
        return written.put("strict", tool.strict());
    }

    private static void text(Prompt prompt, ObjectNode body) {
        ObjectNode text = Json.object();
        switch (prompt.format()) {
            case Format.Text() -> {}
            case Format.Json() -> text.putObject("format").put("type", "json_object");
            case Format.Schema schema -> {
                ObjectNode format =
                        text.putObject("format")
                                .put("type", "json_schema")
                                .put("name", schema.name());
                schema.description().ifPresent(it -> format.put("description", it));
                format.set("schema", schema.schema());
                format.put("strict", schema.strict());
            }
        }
        if (prompt.others().containsKey(VERBOSITY)) {
            text.set(VERBOSITY, prompt.others().get(VERBOSITY));
        }
        if (!text.isEmpty()) {
            body.set("text", text);
        }
    }
}
