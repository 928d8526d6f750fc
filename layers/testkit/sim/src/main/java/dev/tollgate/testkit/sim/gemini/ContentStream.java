package dev.tollgate.testkit.sim.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.testkit.sim.dialect.Answer;
import dev.tollgate.testkit.sim.dialect.Answer.Event;
import dev.tollgate.testkit.sim.dialect.Answer.Part;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Said;
import dev.tollgate.testkit.sim.dialect.Said.Choice;
import dev.tollgate.testkit.sim.dialect.Sse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// An answer as chunks that each look like a document: a token of a thought or text, or a function's
/// call whole; the last one of a candidate has an empty text, the finish and all usage. As events
/// they have no mark after them, as an array its closing bracket.
///
/// @see <a href="https://ai.google.dev/api/generate-content#method:-models.streamgeneratecontent">Streaming</a>
final class ContentStream {

    private static final String MALFORMED = "{\"candidates\": [{\"content\": {\"par";

    private final Content content;
    private final boolean sse;
    private final List<Event> events = new ArrayList<>();
    private int said;
    private int thought;

    private ContentStream(Content content, boolean sse) {
        this.content = content;
        this.sse = sse;
    }

    static Answer of(Content content, boolean sse) {
        var stream = new ContentStream(content, sse);
        if (content.isBlocked()) {
            stream.emit(Part.FINISH, content.blocked());
        } else {
            content.said().choices().forEach(stream::add);
        }
        if (!sse) {
            stream.events.add(new Event(Part.END, Sse.utf8("]")));
        }
        return new Answer.Streamed(
                sse ? "text/event-stream" : "application/json; charset=UTF-8",
                stream.events,
                new Answer.Asides(
                        Sse.utf8(sse ? ": keep-alive\r\n\r\n" : "\r\n"),
                        stream.frame(MALFORMED, 1),
                        index -> GoogleErrors.overloaded().body()),
                content.said().promptTokens());
    }

    private void add(Choice choice) {
        if (content.thoughtsShown()) {
            for (var token : choice.thoughts()) {
                thought++;
                emit(choice, content.thought(token));
            }
        }
        thought += content.thoughtsShown() ? 0 : choice.thoughts().size();
        int calls = 0;
        for (var piece : choice.pieces()) {
            switch (piece) {
                case Said.ToolCall call -> {
                    said += call.tokens().size();
                    content.call(choice, call, calls++ == 0).ifPresent(part -> emit(choice, part));
                }
                case Said.Text _, Said.Refusal _ -> {
                    for (var token : piece.tokens()) {
                        said++;
                        emit(choice, Json.object().put("text", token));
                    }
                }
            }
        }
        finish(choice);
    }

    private void emit(Choice choice, ObjectNode part) {
        var candidate = content.candidate(choice, List.of(part), false);
        var usage = content.partialUsage(said, thought);
        emit(Part.TOKEN, content.document(List.of(candidate), usage));
    }

    private void finish(Choice choice) {
        var part = Json.object().put("text", "");
        if (choice.toolCalls().isEmpty() && content.signs(choice)) {
            part.put("thoughtSignature", ThoughtSignature.ofText());
        }
        var candidate = content.candidate(choice, List.of(part), true);
        boolean last = choice.index() == content.said().choices().size() - 1;
        var usage = last ? content.wholeUsage() : content.partialUsage(said, thought);
        emit(Part.FINISH, content.document(List.of(candidate), usage));
    }

    private void emit(Part part, ObjectNode chunk) {
        var json = new String(Json.bytes(chunk), StandardCharsets.UTF_8);
        events.add(new Event(part, frame(json, events.size())));
    }

    private byte[] frame(String json, int index) {
        if (sse) {
            return Sse.utf8("data: " + json + "\r\n\r\n");
        }
        return Sse.utf8((index == 0 ? "[" : ",\r\n") + json);
    }
}
