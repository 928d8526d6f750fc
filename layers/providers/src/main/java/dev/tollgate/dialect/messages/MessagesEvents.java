package dev.tollgate.dialect.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Chunk;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.conversation.Language.EventWriter;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.http.Json;
import dev.tollgate.usage.Usage;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/// A streamed answer as events: `message_start`, `ping`, each block's start, deltas and stop, `message_delta`, `message_stop`.
///
/// The start waits for the first block, so that it can say what tokens were counted until then; the reason of the end waits for the last count.
final class MessagesEvents implements EventWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final MessagesReply.Said said = new MessagesReply.Said();
    private Chunk.Start start = new Chunk.Start("", "");
    private boolean started;
    private Optional<Part> open = Optional.empty();
    private Optional<Part.Thinking> mark = Optional.empty();
    private int index = -1;
    private Optional<Usage> usage = Optional.empty();
    private Chunk.Finished finished = new Chunk.Finished(Finish.STOP, Optional.empty());

    @Override
    public byte[] write(Chunk chunk) {
        switch (chunk) {
            case Chunk.Start it -> start = it;
            case Chunk.Open(Part part) -> open(part);
            case Chunk.More(String text) -> more(text);
            case Chunk.Signed(Signature signature) -> signed(signature);
            case Chunk.Cited(Part.Citation citation) -> cited(citation);
            case Chunk.Close() -> close();
            case Chunk.Counted(Usage counted) -> usage = Optional.of(counted);
            case Chunk.Finished it -> finished = it;
        }
        return written();
    }

    @Override
    public byte[] end() {
        start();
        close();
        ObjectNode delta = event("message_delta");
        MessagesReply.end(
                delta.putObject("delta"),
                said.reason(finished.reason(), finished.stopSequence()),
                finished.stopSequence());
        delta.set("usage", MessagesReply.usage(usage.orElse(Usage.none())));
        send(delta);
        send(event("message_stop"));
        return written();
    }

    private void start() {
        if (started) {
            return;
        }
        started = true;
        ObjectNode message = MessagesReply.message(start.id(), start.model());
        message.putArray("content");
        message.putNull("stop_reason").putNull("stop_sequence").putNull("stop_details");
        message.set("usage", MessagesReply.usage(usage.orElse(Usage.none())));
        send(event("message_start").set("message", message));
        send(event("ping"));
    }

    private void open(Part part) {
        start();
        close();
        said.add(part);
        switch (part) {
            case Part.Text text -> {
                begin(part, Blocks.text(Part.Text.of("")));
                more(text.text());
                text.citations().forEach(this::cited);
            }
            case Part.Refusal(String why) -> {
                begin(part, Blocks.text(Part.Text.of("")));
                more(why);
            }
            case Part.Thinking thought -> thought(thought);
            case Part.ToolCall call -> {
                CallSignature.carrier(call).ifPresent(this::whole);
                begin(part, Blocks.call(call, Json.object()));
                deltas("input_json_delta", "partial_json", "");
                more(call.arguments());
            }
            case Part.Foreign foreign -> begin(part, foreign.content().deepCopy());
            case Part.Image _, Part.File _, Part.Audio _, Part.ToolResult _, Part.CachePoint _ -> {
                // no model answers with these in a language other than its own: see Carriage
            }
        }
    }

    private void thought(Part.Thinking thought) {
        if (RedactedThinking.data(thought).isPresent()) {
            begin(thought, Blocks.thinking(thought));
            return;
        }
        begin(thought, Blocks.thinking(new Part.Thinking("", Optional.empty())));
        more(thought.text());
        thought.signature().ifPresent(this::signed);
    }

    private void whole(Part.Thinking thought) {
        thought(thought);
        close();
    }

    private void more(String text) {
        if (text.isEmpty() || open.isEmpty()) {
            return;
        }
        switch (open.get()) {
            case Part.Text _, Part.Refusal _ -> deltas("text_delta", "text", text);
            case Part.Thinking _ -> deltas("thinking_delta", "thinking", text);
            case Part.ToolCall _ -> deltas("input_json_delta", "partial_json", text);
            case Part.Image _,
                    Part.File _,
                    Part.Audio _,
                    Part.ToolResult _,
                    Part.CachePoint _,
                    Part.Foreign _ -> {
                // whole from the start
            }
        }
    }

    /// A call's mark comes after the call's start: its thought has to wait until the call's block is done.
    private void signed(Signature signature) {
        switch (open.orElse(new Part.CachePoint(Optional.empty()))) {
            case Part.Thinking _ ->
                    deltas("signature_delta", "signature", signature.written(MessagesDialect.NAME));
            case Part.ToolCall call -> mark = Optional.of(CallSignature.carrier(call, signature));
            default -> {
                // nothing else is signed
            }
        }
    }

    private void cited(Part.Citation citation) {
        if (open.isPresent()) {
            ObjectNode event = event("content_block_delta").put("index", index);
            event.putObject("delta")
                    .put("type", "citations_delta")
                    .set("citation", Blocks.citation(citation));
            send(event);
        }
    }

    private void begin(Part part, ObjectNode block) {
        open = Optional.of(part);
        index++;
        ObjectNode event = event("content_block_start").put("index", index);
        event.set("content_block", block);
        send(event);
    }

    private void deltas(String type, String name, String text) {
        ObjectNode event = event("content_block_delta").put("index", index);
        event.putObject("delta").put("type", type).put(name, text);
        send(event);
    }

    private void close() {
        if (open.isEmpty()) {
            return;
        }
        open = Optional.empty();
        send(event("content_block_stop").put("index", index));
        Optional<Part.Thinking> waiting = mark;
        mark = Optional.empty();
        waiting.ifPresent(this::whole);
    }

    private static ObjectNode event(String type) {
        return Json.object().put("type", type);
    }

    private void send(ObjectNode event) {
        String name = event.path("type").asText();
        out.writeBytes(("event: " + name + "\ndata: ").getBytes(UTF_8));
        out.writeBytes(Json.bytes(event));
        out.writeBytes("\n\n".getBytes(UTF_8));
    }

    private byte[] written() {
        byte[] bytes = out.toByteArray();
        out.reset();
        return bytes;
    }
}
