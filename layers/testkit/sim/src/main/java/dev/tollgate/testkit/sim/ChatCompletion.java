package dev.tollgate.testkit.sim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.testkit.sim.ChatAnswer.Choice;

/// A chat answer as one `chat.completion` document.
final class ChatCompletion {

    private ChatCompletion() {}

    static Answer of(ChatAnswer answer) {
        var request = answer.request();
        var document =
                Json.object()
                        .put("id", answer.id())
                        .put("object", "chat.completion")
                        .put("created", answer.created().getEpochSecond())
                        .put("model", request.model());
        var choices = document.putArray("choices");
        answer.choices().forEach(choice -> choices.add(choice(choice)));
        document.set("usage", answer.usage());
        document.put("service_tier", "default").put("system_fingerprint", "fp_simulated");
        request.echo().addTo(document);
        return new Answer.Whole(document, request.promptTokens(), answer.completionTokens());
    }

    private static ObjectNode choice(Choice choice) {
        var node = Json.object().put("index", choice.index());
        var message = node.putObject("message").put("role", "assistant");
        switch (choice.kind()) {
            case TEXT -> message.put("content", choice.text()).putNull("refusal");
            case REFUSAL -> message.putNull("content").put("refusal", choice.text());
            case TOOL_CALL -> {
                message.putNull("content").putNull("refusal");
                message.putArray("tool_calls")
                        .addObject()
                        .put("id", Ids.next("call_"))
                        .put("type", "function")
                        .putObject("function")
                        .put("name", choice.tool().orElseThrow().name())
                        .put("arguments", choice.text());
            }
        }
        message.putArray("annotations");
        return node.putNull("logprobs").put("finish_reason", choice.finish());
    }
}
