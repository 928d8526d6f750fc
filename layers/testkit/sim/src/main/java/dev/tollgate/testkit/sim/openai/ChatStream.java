package dev.tollgate.testkit.sim.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.testkit.sim.dialect.Answer;
import dev.tollgate.testkit.sim.dialect.Answer.Event;
import dev.tollgate.testkit.sim.dialect.Answer.Part;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Said;
import dev.tollgate.testkit.sim.dialect.Sse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A chat answer as `chat.completion.chunk` events: the role, one delta a token, the finish, at the
/// very end the usage if it was asked for, and `[DONE]`; choices come one after another.
///
/// The first tool call's id and name stand in the role chunk, as OpenAI sends them.
final class ChatStream {

    static final String CONTENT_TYPE = "text/event-stream; charset=utf-8";

    private static final byte[] DONE = Sse.utf8("[DONE]");

    private final ChatAnswer answer;
    private final List<Event> events = new ArrayList<>();
    private ObjectNode last = Json.object();

    private ChatStream(ChatAnswer answer) {
        this.answer = answer;
    }

    static Answer of(ChatAnswer answer, Answer.Asides asides) {
        var stream = new ChatStream(answer);
        answer.flavour()
                .comment()
                .ifPresent(text -> stream.events.add(new Event(Part.FRAME, Sse.comment(text))));
        answer.flavour()
                .firstChunk(answer.said().ask().model())
                .ifPresent(chunk -> stream.emit(Part.FRAME, chunk));
        answer.said().choices().forEach(stream::add);
        if (answer.said().usageShown()) {
            stream.addUsage();
        }
        stream.events.add(new Event(Part.END, Sse.data(DONE)));
        int promptTokens = answer.said().promptTokens();
        return new Answer.Streamed(CONTENT_TYPE, stream.events, asides, promptTokens);
    }

    private void add(Said.Choice choice) {
        add(Part.FRAME, choice, opening(choice.toolCalls()), null);
        for (var token : choice.thoughts()) {
            answer.flavour()
                    .thought(token)
                    .ifPresent(delta -> add(Part.TOKEN, choice, delta, null));
        }
        int calls = 0;
        for (var piece : choice.pieces()) {
            int call = calls;
            if (piece instanceof Said.ToolCall toolCall && calls++ > 0) {
                add(Part.FRAME, choice, callDelta(call, toolCall), null);
            }
            for (var token : piece.tokens()) {
                add(Part.TOKEN, choice, delta(piece, call, token), null);
            }
        }
        add(Part.FINISH, choice, Json.object(), ChatAnswer.finishReason(choice.finish()));
    }

    private void add(Part part, Said.Choice choice, ObjectNode delta, @Nullable String finish) {
        var chunk = chunk();
        var item = chunk.putArray("choices").addObject().put("index", choice.index());
        item.set("delta", delta);
        item.putNull("logprobs").put("finish_reason", finish);
        answer.flavour().seasonChoice(item);
        if (answer.includeUsage() && answer.said().usageShown()) {
            chunk.putNull("usage");
        }
        if (part == Part.FINISH && answer.said().usageShown()) {
            last = chunk;
            if (choice.index() == answer.said().choices().size() - 1) {
                answer.flavour().meter(chunk, answer.usage());
            }
        }
        answer.echo().addTo(chunk);
        emit(part, chunk);
    }

    private void addUsage() {
        var chunk = chunk();
        chunk.putArray("choices");
        chunk.set("usage", answer.usage());
        answer.echo().addTo(chunk);
        answer.flavour()
                .usageChunk(last, chunk, answer.includeUsage())
                .ifPresent(usage -> emit(Part.USAGE, usage));
    }

    private void emit(Part part, ObjectNode chunk) {
        events.add(new Event(part, Sse.data(Json.bytes(chunk))));
    }

    private ObjectNode chunk() {
        return answer.open("chat.completion.chunk")
                .put("service_tier", "default")
                .put("system_fingerprint", "fp_simulated");
    }

    private static ObjectNode opening(List<Said.ToolCall> calls) {
        var delta = Json.object().put("role", "assistant");
        if (calls.isEmpty()) {
            return delta.put("content", "").putNull("refusal");
        }
        return delta.putNull("content").putNull("refusal").setAll(callDelta(0, calls.getFirst()));
    }

    private static ObjectNode callDelta(int index, Said.ToolCall call) {
        var delta = Json.object();
        delta.putArray("tool_calls")
                .addObject()
                .put("index", index)
                .setAll(ChatAnswer.toolCall(call, ""));
        return delta;
    }

    private static ObjectNode delta(Said.Piece piece, int call, String token) {
        var delta = Json.object();
        switch (piece) {
            case Said.Text _ -> delta.put("content", token);
            case Said.Refusal _ -> delta.put("refusal", token);
            case Said.ToolCall _ ->
                    delta.putArray("tool_calls")
                            .addObject()
                            .put("index", call)
                            .putObject("function")
                            .put("arguments", token);
        }
        return delta;
    }
}
