package dev.tollgate.dialect.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.dialect.GivenBack;
import dev.tollgate.http.Json;
import java.util.Optional;

/// A call of a function. Its signature, for which OpenAI has no place, stands in `extra_content`.
final class CallPiece implements Piece {
    private final OutputItems items;
    private final Part.ToolCall call;
    private final String id;
    private final StringBuilder arguments = new StringBuilder();
    private Optional<Signature> signature;

    CallPiece(OutputItems items, Part.ToolCall call) {
        this.items = items;
        this.call = call;
        this.id = items.id("fc");
        this.signature = call.signature();
        items.begin(item("in_progress"));
        say(call.arguments());
    }

    @Override
    public void say(String more) {
        if (!more.isEmpty()) {
            arguments.append(more);
            add("delta", Json.object().put("delta", more));
        }
    }

    @Override
    public void sign(Signature given) {
        signature = Optional.of(given);
    }

    @Override
    public void close() {
        if (arguments.toString().isBlank()) {
            say("{}");
        }
        ObjectNode done = Json.object().put("name", call.name());
        add("done", done.put("arguments", arguments.toString()));
        items.end(item("completed"));
    }

    private void add(String type, ObjectNode fields) {
        items.add("function_call_arguments." + type, id, fields);
    }

    private ObjectNode item(String status) {
        ObjectNode item =
                Json.object()
                        .put("id", id)
                        .put("type", "function_call")
                        .put("status", status)
                        .put("arguments", arguments.toString())
                        .put("call_id", call.id())
                        .put("name", call.name());
        if (status.equals("completed")) {
            signature.ifPresent(it ->
                    item.putObject(GivenBack.EXTRA)
                            .putObject(GivenBack.OURS)
                            .put("signature", it.written(ResponsesDialect.NAME)));
        }
        return item;
    }
}
