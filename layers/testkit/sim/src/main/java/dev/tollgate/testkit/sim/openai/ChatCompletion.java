package dev.tollgate.testkit.sim.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.testkit.sim.dialect.Answer;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Said;

/// A chat answer as one `chat.completion` document.
final class ChatCompletion {

    private ChatCompletion() {}

    static Answer of(ChatAnswer answer) {
        var said = answer.said();
        var document = answer.open("chat.completion");
        var choices = document.putArray("choices");
        for (var choice : said.choices()) {
            var node = choice(choice, answer.flavour());
            answer.flavour().seasonChoice(node);
            choices.add(node);
        }
        if (said.usageShown()) {
            document.set("usage", answer.usage());
        }
        document.put("service_tier", "default").put("system_fingerprint", "fp_simulated");
        answer.flavour().season(document);
        answer.echo().addTo(document);
        return said.whole(Json.bytes(document));
    }

    private static ObjectNode choice(Said.Choice choice, Flavour flavour) {
        var node = Json.object().put("index", choice.index());
        var message =
                node.putObject("message")
                        .put("role", "assistant")
                        .putNull("content")
                        .putNull("refusal");
        if (!choice.thoughts().isEmpty()) {
            flavour.thought(String.join("", choice.thoughts())).ifPresent(message::setAll);
        }
        for (var piece : choice.pieces()) {
            switch (piece) {
                case Said.Text text -> message.put("content", text.text());
                case Said.Refusal refusal -> message.put("refusal", refusal.text());
                case Said.ToolCall call ->
                        message.withArrayProperty("tool_calls")
                                .add(ChatAnswer.toolCall(call, call.text()));
            }
        }
        message.putArray("annotations");
        return node.putNull("logprobs")
                .put("finish_reason", ChatAnswer.finishReason(choice.finish()));
    }
}
