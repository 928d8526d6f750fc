package dev.tollgate.testkit.sim.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.testkit.sim.dialect.Answer;
import dev.tollgate.testkit.sim.dialect.Answer.Event;
import dev.tollgate.testkit.sim.dialect.Answer.Part;
import dev.tollgate.testkit.sim.dialect.Ids;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Said;
import dev.tollgate.testkit.sim.dialect.Sse;
import java.util.ArrayList;
import java.util.List;

/// An answer as Bedrock's events: the message's start, each block's deltas and stop, the message's
/// stop with the finish, and the metadata with the usage. Only a tool's use has a start of its block.
///
/// @see <a href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html">ConverseStream</a>
final class ConverseStream {

    private static final String PADDING =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final byte[] MALFORMED =
            EventStream.event("contentBlockDelta", Sse.utf8("{\"contentBlockIndex\":0,\"del"));

    /// What a reader passes over: the event that begins the streams of other services.
    private static final byte[] PING = EventStream.event("initial-response", Json.object());

    private final ConverseReply reply;
    private final List<Event> events = new ArrayList<>();
    private int blocks;

    private ConverseStream(ConverseReply reply) {
        this.reply = reply;
    }

    static Answer of(ConverseReply reply) {
        var stream = new ConverseStream(reply);
        stream.emit(Part.FRAME, "messageStart", Json.object().put("role", "assistant"));
        stream.think();
        reply.pieces().forEach(stream::add);
        stream.emit(
                Part.FINISH, "messageStop", Json.object().put("stopReason", reply.stopReason()));
        stream.meter();
        return new Answer.Streamed(
                EventStream.CONTENT_TYPE,
                stream.events,
                new Answer.Asides(
                        PING,
                        MALFORMED,
                        index ->
                                EventStream.exception(
                                        "internalServerException", BedrockErrors.midStream())),
                reply.said().promptTokens());
    }

    private void think() {
        var thoughts = reply.choice().thoughts();
        if (thoughts.isEmpty()) {
            return;
        }
        thoughts.forEach(token -> delta(Part.TOKEN, reasoning("text", token)));
        delta(Part.FRAME, reasoning("signature", Signature.of(String.join("", thoughts))));
        stop();
    }

    private static ObjectNode reasoning(String member, String text) {
        var delta = Json.object();
        delta.putObject("reasoningContent").put(member, text);
        return delta;
    }

    private void add(Said.Piece piece) {
        switch (piece) {
            case Said.ToolCall call -> {
                var event = Json.object().put("contentBlockIndex", blocks);
                event.putObject("start")
                        .putObject("toolUse")
                        .put("name", call.tool().name())
                        .put("toolUseId", Ids.next("tooluse_"));
                emit(Part.FRAME, "contentBlockStart", event);
                for (var token : piece.tokens()) {
                    var delta = Json.object();
                    delta.putObject("toolUse").put("input", token);
                    delta(Part.TOKEN, delta);
                }
                stop();
            }
            case Said.Text _, Said.Refusal _ -> {
                if (!piece.tokens().isEmpty()) {
                    piece.tokens()
                            .forEach(token -> delta(Part.TOKEN, Json.object().put("text", token)));
                    stop();
                }
            }
        }
    }

    private void meter() {
        var event = Json.object();
        event.set("metrics", reply.metrics());
        if (reply.said().usageShown()) {
            event.set("usage", reply.usage());
        }
        reply.echo().addTo(event);
        emit(Part.USAGE, "metadata", event);
    }

    private void delta(Part part, ObjectNode delta) {
        var event = Json.object().put("contentBlockIndex", blocks);
        event.set("delta", delta);
        emit(part, "contentBlockDelta", event);
    }

    private void stop() {
        emit(Part.FRAME, "contentBlockStop", Json.object().put("contentBlockIndex", blocks));
        blocks++;
    }

    /// Pads an event by as much as its place decides.
    private void emit(Part part, String type, ObjectNode event) {
        event.put("p", PADDING.substring(0, 1 + events.size() * 17 % PADDING.length()));
        events.add(new Event(part, EventStream.event(type, event)));
    }
}
