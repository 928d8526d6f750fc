package dev.tollgate.dialect.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Chunk;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.conversation.Language.EventWriter;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.dialect.GivenBack;
import dev.tollgate.http.Json;
import dev.tollgate.usage.Usage;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A streamed answer as chat completion chunks: the role, deltas, the finish, the usage if it was asked for, `[DONE]`.
final class ChatEvents implements EventWriter {
    private static final byte[] NOTHING = {};

    private final Instant at;
    private final boolean showUsage;
    private Chunk.Start start = new Chunk.Start("", "");
    private Optional<Part> open = Optional.empty();
    private final StringBuilder thought = new StringBuilder();
    private int calls;
    private boolean argued;
    private Optional<Usage> usage = Optional.empty();

    ChatEvents(Instant at, boolean showUsage) {
        this.at = at;
        this.showUsage = showUsage;
    }

    @Override
    public byte[] write(Chunk chunk) {
        return switch (chunk) {
            case Chunk.Start it -> {
                start = it;
                ObjectNode role = Json.object().put("role", "assistant").put("content", "");
                yield event(role.putNull("refusal"), null);
            }
            case Chunk.Open(Part part) -> opened(part);
            case Chunk.More(String text) -> more(text);
            case Chunk.Signed(Signature signature) -> signed(signature);
            case Chunk.Cited(Part.Citation citation) -> {
                ObjectNode delta = Json.object();
                delta.putArray("annotations").add(ChatReply.annotation(citation));
                yield event(delta, null);
            }
            case Chunk.Close() -> closed();
            case Chunk.Counted(Usage counted) -> {
                usage = Optional.of(counted);
                yield NOTHING;
            }
            case Chunk.Finished(Finish reason, _) -> event(Json.object(), ChatReply.reason(reason));
        };
    }

    @Override
    public byte[] end() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (showUsage && usage.isPresent()) {
            ObjectNode last = chunk();
            last.putArray("choices");
            last.set("usage", ChatReply.usage(usage.get()));
            out.writeBytes(data(last));
        }
        out.writeBytes("data: [DONE]\n\n".getBytes(UTF_8));
        return out.toByteArray();
    }

    private byte[] opened(Part part) {
        open = Optional.of(part);
        return switch (part) {
            case Part.Text text -> text(text);
            case Part.Refusal it -> more(it.text());
            case Part.Thinking it -> {
                thought.setLength(0);
                byte[] said = more(it.text());
                yield it.signature().isEmpty() ? said : join(said, signed(it.signature().get()));
            }
            case Part.ToolCall call -> call(call);
            case Part.Image it -> image(it);
            case Part.Foreign it ->
                    event(Json.object().<ObjectNode>set(it.type(), it.content()), null);
            case Part.File _, Part.Audio _, Part.ToolResult _, Part.CachePoint _ -> NOTHING;
        };
    }

    private byte[] image(Part.Image image) {
        ObjectNode delta = Json.object();
        ChatReply.image(image).ifPresent(it -> delta.putArray(ChatReply.IMAGES).add(it));
        return delta.isEmpty() ? NOTHING : event(delta, null);
    }

    private byte[] text(Part.Text text) {
        byte[] said = more(text.text());
        if (text.citations().isEmpty()) {
            return said;
        }
        ObjectNode delta = Json.object();
        var annotations = delta.putArray("annotations");
        text.citations().forEach(it -> annotations.add(ChatReply.annotation(it)));
        return join(said, event(delta, null));
    }

    /// A call that never had arguments gets none, but as JSON.
    private byte[] closed() {
        byte[] rest =
                open.filter(Part.ToolCall.class::isInstance).isPresent() && !argued
                        ? more("{}")
                        : NOTHING;
        open = Optional.empty();
        return rest;
    }

    private byte[] call(Part.ToolCall call) {
        ObjectNode written = ChatReply.call(call);
        argued = !call.arguments().isEmpty();
        ObjectNode delta = Json.object();
        ObjectNode first = delta.putArray("tool_calls").addObject().put("index", calls++);
        first.setAll(written);
        return event(delta, null);
    }

    private byte[] more(String text) {
        if (text.isEmpty()) {
            return NOTHING;
        }
        ObjectNode delta = Json.object();
        switch (open.orElseThrow()) {
            case Part.Text _ -> delta.put("content", text);
            case Part.Refusal _ -> delta.put("refusal", text);
            case Part.Thinking _ -> {
                thought.append(text);
                delta.put("reasoning_content", text);
            }
            case Part.ToolCall _ -> {
                argued = true;
                delta.putArray("tool_calls")
                        .addObject()
                        .put("index", calls - 1)
                        .putObject("function")
                        .put("arguments", text);
            }
            case Part.Image _,
                    Part.File _,
                    Part.Audio _,
                    Part.ToolResult _,
                    Part.CachePoint _,
                    Part.Foreign _ -> {
                return NOTHING;
            }
        }
        return event(delta, null);
    }

    private byte[] signed(Signature signature) {
        ObjectNode delta = Json.object();
        switch (open.orElseThrow()) {
            case Part.Thinking _ ->
                    delta.putArray(GivenBack.THOUGHTS)
                            .add(
                                    ChatReply.block(
                                            new Part.Thinking(
                                                    thought.toString(), Optional.of(signature))));
            case Part.ToolCall _ -> {
                ObjectNode call = delta.putArray("tool_calls").addObject().put("index", calls - 1);
                call.putObject(GivenBack.EXTRA)
                        .putObject(GivenBack.OURS)
                        .put("signature", signature.written(ChatDialect.NAME));
            }
            default -> {
                return NOTHING;
            }
        }
        return event(delta, null);
    }

    private byte[] event(ObjectNode delta, @Nullable String reason) {
        ObjectNode chunk = chunk();
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.putNull("logprobs").put("finish_reason", reason);
        if (showUsage) {
            chunk.putNull("usage");
        }
        return data(chunk);
    }

    private ObjectNode chunk() {
        return Json.object()
                .put("id", start.id())
                .put("object", "chat.completion.chunk")
                .put("created", at.getEpochSecond())
                .put("model", start.model());
    }

    private static byte[] data(ObjectNode chunk) {
        return join(join("data: ".getBytes(UTF_8), Json.bytes(chunk)), "\n\n".getBytes(UTF_8));
    }

    private static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(first);
        all.writeBytes(second);
        return all.toByteArray();
    }
}
