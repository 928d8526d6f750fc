package dev.tollgate.provider.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.conversation.Prompt.Format;
import dev.tollgate.conversation.Prompt.Sampling;
import dev.tollgate.conversation.Prompt.Tool;
import dev.tollgate.http.Json;

/// A prompt as a chat completions request.
final class ChatRequestBody {
    private ChatRequestBody() {}

    static ObjectNode write(Prompt prompt, String model, boolean streamed, Host host) {
        ObjectNode body = Json.object().put("model", model);
        ArrayNode messages = body.putArray("messages");
        prompt.messages().forEach(message -> ChatMessageBodies.write(message, messages));
        body.setAll(settings(prompt, model, host));
        if (streamed) {
            body.put("stream", true);
            body.putObject("stream_options").put("include_usage", true);
        }
        body.remove(host.lacks());
        return body;
    }

    /// All that stands beside the messages, with what the host lacks.
    static ObjectNode settings(Prompt prompt, String model, Host host) {
        ObjectNode body = Json.object();
        ToolsBody.write(prompt, ChatRequestBody::tool, ChatRequestBody::named, body);
        format(prompt.format(), body);
        sampling(prompt.sampling(), host, body);
        prompt.reasoning()
                .flatMap(it -> ReasoningEffort.of(it, model))
                .ifPresent(it -> body.put("reasoning_effort", it));
        prompt.others().forEach(body::set);
        return body;
    }

    private static ObjectNode named(String name) {
        ObjectNode choice = Json.object().put("type", "function");
        choice.putObject("function").put("name", name);
        return choice;
    }

    private static ObjectNode tool(Tool tool) {
        ObjectNode written = Json.object().put("type", "function");
        ObjectNode function = written.putObject("function").put("name", tool.name());
        tool.description().ifPresent(it -> function.put("description", it));
        function.set("parameters", tool.parameters());
        if (tool.strict()) {
            function.put("strict", true);
        }
        return written;
    }

    private static void format(Format format, ObjectNode body) {
        switch (format) {
            case Format.Text() -> {}
            case Format.Json() -> body.putObject("response_format").put("type", "json_object");
            case Format.Schema schema -> {
                ObjectNode written =
                        body.putObject("response_format")
                                .put("type", "json_schema")
                                .putObject("json_schema")
                                .put("name", schema.name());
                schema.description().ifPresent(it -> written.put("description", it));
                written.set("schema", schema.schema());
                written.put("strict", schema.strict());
            }
        }
    }

    private static void sampling(Sampling sampling, Host host, ObjectNode body) {
        sampling.maxTokens().ifPresent(it -> body.put(host.tokenLimit(), it));
        sampling.temperature().ifPresent(it -> body.put("temperature", it));
        sampling.topP().ifPresent(it -> body.put("top_p", it));
        if (!sampling.stop().isEmpty()) {
            ArrayNode stop = body.putArray("stop");
            sampling.stop().forEach(stop::add);
        }
        sampling.seed().ifPresent(it -> body.put("seed", it));
        sampling.presencePenalty().ifPresent(it -> body.put("presence_penalty", it));
        sampling.frequencyPenalty().ifPresent(it -> body.put("frequency_penalty", it));
    }
}
