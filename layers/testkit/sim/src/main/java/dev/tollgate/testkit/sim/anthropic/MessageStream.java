package dev.tollgate.testkit.sim.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.testkit.sim.dialect.Answer;
import dev.tollgate.testkit.sim.dialect.Answer.Event;
import dev.tollgate.testkit.sim.dialect.Answer.Part;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Said;
import dev.tollgate.testkit.sim.dialect.Sse;
import java.util.ArrayList;
import java.util.List;

/// An answer as Anthropic's events: the message's start, each block's start, deltas and stop, the
/// message's delta with the finish and all usage, its stop; and one ping after the first block's
/// start.
///
/// @see <a href="https://docs.anthropic.com/en/api/messages-streaming">Streaming messages</a>
final class MessageStream {

    private static final byte[] PING = Sse.event("ping", Sse.utf8("{\"type\": \"ping\"}"));
    private static final byte[] MALFORMED =
            Sse.event("content_block_delta", Sse.utf8("{\"type\":\"content_block_delta\",\"ind"));

    private final MessageCall call;
    private final List<Event> events = new ArrayList<>();
    private int blocks;

    private MessageStream(MessageCall call) {
        this.call = call;
    }

    static Answer of(MessageCall call) {
        var stream = new MessageStream(call);
        stream.start();
        stream.think();
        call.choice().pieces().forEach(stream::add);
        stream.finish();
        return new Answer.Streamed(
                "text/event-stream; charset=utf-8",
                stream.events,
                new Answer.Asides(
                        PING, MALFORMED, index -> Sse.event("error", AnthropicErrors.midStream())),
                call.said().promptTokens());
    }

    private void start() {
        var message =
                call.message()
                        .putNull("stop_reason")
                        .putNull("stop_sequence")
                        .putNull("stop_details");
        if (call.said().usageShown()) {
            message.set("usage", call.firstUsage());
        }
        call.echo().addTo(message);
        var event = event("message_start");
        event.set("message", message);
        emit(Part.FRAME, event);
    }

    private void think() {
        var thoughts = call.choice().thoughts();
        if (thoughts.isEmpty()) {
            return;
        }
        startBlock(Json.object().put("type", "thinking").put("thinking", "").put("signature", ""));
        thoughts.forEach(token -> delta(Part.TOKEN, "thinking_delta", "thinking", token));
        var signature = Signature.of(String.join("", thoughts));
        delta(Part.FRAME, "signature_delta", "signature", signature);
        stopBlock();
    }

    private void add(Said.Piece piece) {
        switch (piece) {
            case Said.ToolCall toolCall -> {
                startBlock(MessageCall.toolUse(toolCall));
                delta(Part.FRAME, "input_json_delta", "partial_json", "");
                if (!piece.text().equals("{}")) { // which the real one leaves at nothing
                    piece.tokens()
                            .forEach(token ->
                                    delta(Part.TOKEN, "input_json_delta", "partial_json", token));
                }
                stopBlock();
            }
            case Said.Text _, Said.Refusal _ -> {
                if (!piece.tokens().isEmpty()) {
                    startBlock(Json.object().put("type", "text").put("text", ""));
                    piece.tokens().forEach(token -> delta(Part.TOKEN, "text_delta", "text", token));
                    stopBlock();
                }
            }
        }
    }

    private void finish() {
        var event = event("message_delta");
        call.addFinish(event.putObject("delta"));
        if (call.said().usageShown()) {
            event.set("usage", call.usage());
        }
        emit(Part.FINISH, event);
        emit(Part.END, event("message_stop"));
    }

    private void startBlock(ObjectNode block) {
        var event = event("content_block_start").put("index", blocks);
        event.set("content_block", block);
        emit(Part.FRAME, event);
        if (blocks == 0) {
            events.add(new Event(Part.FRAME, PING));
        }
    }

    private void delta(Part part, String type, String field, String text) {
        var event = event("content_block_delta").put("index", blocks);
        event.putObject("delta").put("type", type).put(field, text);
        emit(part, event);
    }

    private void stopBlock() {
        emit(Part.FRAME, event("content_block_stop").put("index", blocks));
        blocks++;
    }

    private static ObjectNode event(String type) {
        return Json.object().put("type", type);
    }

    /// Adds spaces before the last brace, as many as the event's place decides, or behind it.
    private void emit(Part part, ObjectNode event) {
        var json = event.toString();
        var spaces = " ".repeat(events.size() * 7 % 16);
        var padded =
                events.size() % 3 == 2
                        ? json + spaces
                        : json.substring(0, json.length() - 1) + spaces + "}";
        events.add(new Event(part, Sse.event(event.path("type").asText(), Sse.utf8(padded))));
    }
}
