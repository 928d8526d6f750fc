package dev.tollgate.testkit.sim.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tollgate.testkit.sim.dialect.Answer;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Said;
import dev.tollgate.testkit.sim.dialect.Sse;

/// An answer as one message.
final class MessageDocument {

    private MessageDocument() {}

    static Answer of(MessageCall call) {
        var message = call.message();
        var content = message.withArrayProperty("content");
        if (!call.choice().thoughts().isEmpty()) {
            var thought = String.join("", call.choice().thoughts());
            content.addObject()
                    .put("type", "thinking")
                    .put("thinking", thought)
                    .put("signature", Signature.of(thought));
        }
        call.choice().pieces().forEach(piece -> add(piece, content));
        call.addFinish(message);
        if (call.said().usageShown()) {
            message.set("usage", call.wholeUsage());
        }
        call.echo().addTo(message);
        return call.said().whole(Json.bytes(message));
    }

    private static void add(Said.Piece piece, ArrayNode content) {
        switch (piece) {
            case Said.ToolCall toolCall -> {
                var block = MessageCall.toolUse(toolCall);
                var input = Json.parse(Sse.utf8(piece.text()));
                if (input.isObject()) { // and not cut off
                    block.set("input", input);
                }
                content.add(block);
            }
            case Said.Text _, Said.Refusal _ -> {
                if (!piece.tokens().isEmpty()) {
                    content.addObject().put("type", "text").put("text", piece.text());
                }
            }
        }
    }
}
