package dev.tollgate.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Ask;
import dev.tollgate.conversation.Completion;
import dev.tollgate.http.Json;
import dev.tollgate.routing.Answer;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Dropped;
import java.util.Optional;

/// What a caller was told.
///
/// @param status of the reply; 0 if there was none
/// @param bytes that were sent of its body
/// @param body of a reply in one piece; empty of one that was streamed
/// @param answer empty of an error
/// @param complete whether it came to its end
public record Told(
        int status, long bytes, Optional<byte[]> body, Optional<Answer> answer, boolean complete) {

    /// What it was like.
    ObjectNode shape() {
        ObjectNode shape = Json.object().put("status", status).put("bytes", bytes);
        answer.ifPresent(it -> {
            shape.put("streamed", it instanceof Streamed);
            summary(it).finishReason().ifPresent(why -> shape.put("finish_reason", why));
            if (!it.dropped().isEmpty()) {
                ArrayNode dropped = shape.putArray("dropped");
                it.dropped().stream()
                        .limit(Shape.MAX_NAMES)
                        .map(Dropped::name)
                        .forEach(dropped::add);
            }
        });
        return shape;
    }

    /// All of it in one piece, in the caller's language: a stream as if it had not been one. Empty if it can't be told so.
    Optional<byte[]> inOnePiece(Ask ask) {
        return body.or(() ->
                answer.flatMap(it ->
                                it instanceof Streamed stream ? stream.soFar() : Optional.empty())
                        .map(it -> ask.language().write(sayable(it, ask), ask)));
    }

    private static Completion sayable(Completion said, Ask ask) {
        return said.with(said.parts().stream().filter(ask.language()::says).toList());
    }

    private static Answer.Summary summary(Answer answer) {
        return switch (answer) {
            case Whole whole -> whole.summary();
            case Streamed stream -> stream.summary();
        };
    }

    /// Shows nothing of what was said.
    @Override
    public String toString() {
        return "Told[" + status + ", " + bytes + " bytes]";
    }
}
