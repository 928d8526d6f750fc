package dev.tollgate.testkit.sim.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tollgate.testkit.sim.dialect.Answer;
import dev.tollgate.testkit.sim.dialect.Ids;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Said;
import dev.tollgate.testkit.sim.dialect.Sse;

/// An answer as one document.
final class ConverseDocument {

    private ConverseDocument() {}

    static Answer of(ConverseReply reply) {
        var document = Json.object();
        document.set("metrics", reply.metrics());
        var message = document.putObject("output").putObject("message");
        var content = message.putArray("content");
        if (!reply.choice().thoughts().isEmpty()) {
            var thought = String.join("", reply.choice().thoughts());
            content.addObject()
                    .putObject("reasoningContent")
                    .putObject("reasoningText")
                    .put("text", thought)
                    .put("signature", Signature.of(thought));
        }
        reply.pieces().forEach(piece -> add(piece, content));
        message.put("role", "assistant");
        document.put("stopReason", reply.stopReason());
        if (reply.said().usageShown()) {
            document.set("usage", reply.usage());
        }
        reply.echo().addTo(document);
        return reply.said().whole(Json.bytes(document));
    }

    private static void add(Said.Piece piece, ArrayNode content) {
        switch (piece) {
            case Said.ToolCall call -> {
                var use = content.addObject().putObject("toolUse");
                var input = Json.parse(Sse.utf8(piece.text()));
                use.set("input", input.isObject() ? input : Json.object()); // if it was cut off
                use.put("name", call.tool().name()).put("toolUseId", Ids.next("tooluse_"));
            }
            case Said.Text _, Said.Refusal _ -> {
                if (!piece.tokens().isEmpty()) {
                    content.addObject().put("text", piece.text());
                }
            }
        }
    }
}
