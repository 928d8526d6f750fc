package dev.tollgate.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Chunk;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Citation;
import dev.tollgate.http.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the deltas of one choice into parts that follow one another: a delta of another kind, or of another call, closes the open one.
final class ChoiceReader {
    private Open open = Open.NOTHING;
    private String callKey = "";
    private boolean called;
    private boolean finished;
    private boolean interleaved;
    private Optional<Part> signedThoughts = Optional.empty();
    private final Set<String> members = new HashSet<>();
    private boolean more;

    private enum Open {
        NOTHING,
        THINKING,
        TEXT,
        REFUSAL,
        CALL
    }

    boolean finished() {
        return finished;
    }

    /// Whether a call went on after the next had begun. No host is known to do so; it could not be told in a language where parts follow one another.
    boolean interleaved() {
        return interleaved;
    }

    /// Whether the parts tell all of it. Not if there was more in a delta, or if what only this language has came piece by piece.
    boolean tellsAll() {
        return !more && !interleaved;
    }

    void read(JsonNode choice, List<Chunk> chunks) {
        JsonNode delta = choice.path("delta");
        more |= ChatAnswer.hasMore(choice, delta.path("content"));
        ChatAnswer.thought(delta).ifPresent(it -> piece(it, chunks));
        JsonNode content = delta.path("content");
        if (content.isTextual()) {
            piece(Part.Text.of(content.asText()), chunks);
        }
        content.forEach(it -> ContentPieces.part(it).ifPresent(part -> piece(part, chunks)));
        piece(new Part.Refusal(delta.path("refusal").asText("")), chunks);
        delta.path("tool_calls").forEach(call -> call(call, chunks));
        if (delta.path("function_call").isObject()) {
            call(Json.object().set("function", delta.path("function_call")), chunks);
        }
        ChatAnswer.citations(delta.path("annotations")).forEach(it -> cite(it, chunks));
        for (Part.Foreign member : ChatAnswer.foreign(delta)) {
            more |= !members.add(member.type());
            piece(member, chunks);
        }
        signedThoughts = ChatAnswer.signedThoughts(delta).or(() -> signedThoughts);
        JsonNode reason = choice.path("finish_reason");
        if (reason.isTextual() && !finished) {
            finished = true;
            signedThoughts.ifPresent(it -> piece(it, chunks));
            close(chunks);
            chunks.add(
                    new Chunk.Finished(
                            ChatAnswer.finish(reason.asText(), called), Optional.empty()));
        }
    }

    private void piece(Part part, List<Chunk> chunks) {
        switch (part) {
            case Part.Text it -> say(Open.TEXT, it.text(), Part.Text.of(""), chunks);
            case Part.Refusal it -> say(Open.REFUSAL, it.text(), new Part.Refusal(""), chunks);
            case Part.Thinking it ->
                    say(Open.THINKING, it.text(), new Part.Thinking("", Optional.empty()), chunks);
            default -> {
                close(chunks);
                chunks.add(new Chunk.Open(part));
                chunks.add(new Chunk.Close());
            }
        }
    }

    private void say(Open kind, String text, Part empty, List<Chunk> chunks) {
        if (text.isEmpty()) {
            return;
        }
        open(kind, empty, chunks);
        chunks.add(new Chunk.More(text));
    }

    private void cite(Citation citation, List<Chunk> chunks) {
        open(Open.TEXT, Part.Text.of(""), chunks);
        chunks.add(new Chunk.Cited(citation));
    }

    private void open(Open kind, Part part, List<Chunk> chunks) {
        if (open != kind) {
            close(chunks);
            open = kind;
            chunks.add(new Chunk.Open(part));
        }
    }

    private void call(JsonNode call, List<Chunk> chunks) {
        JsonNode function = call.path("function");
        String id = call.path("id").asText("");
        String name = function.path("name").asText("");
        String key = call.path("index").asText(id.isEmpty() ? callKey : id);
        boolean goesOn = open == Open.CALL && key.equals(callKey);
        if (!goesOn) {
            interleaved |= name.isEmpty();
            close(chunks);
            open = Open.CALL;
            called = true;
            callKey = key;
            String known = id.isEmpty() ? "call_" + key : id;
            chunks.add(new Chunk.Open(new Part.ToolCall(known, name, "", Optional.empty())));
        }
        JsonNode arguments = function.path("arguments");
        String more = arguments.isContainerNode() ? arguments.toString() : arguments.asText("");
        if (!more.isEmpty()) {
            chunks.add(new Chunk.More(more));
        }
    }

    private void close(List<Chunk> chunks) {
        if (open != Open.NOTHING) {
            chunks.add(new Chunk.Close());
        }
        open = Open.NOTHING;
    }
}
