package dev.tollgate.testkit.sim.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.testkit.sim.dialect.Answer;
import dev.tollgate.testkit.sim.dialect.Answer.Event;
import dev.tollgate.testkit.sim.dialect.Answer.Part;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Sse;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// A response as numbered events: created and in progress, each output item with its parts, and the
/// whole response at the end, completed or incomplete. There is no mark after it.
///
/// @see <a href="https://platform.openai.com/docs/api-reference/responses-streaming">Streaming events</a>
final class ResponseStream {

    private static final String BROKE = "The server had an error while processing your request.";

    private final ResponseDocument document;
    private final List<Event> events = new ArrayList<>();
    private final boolean obfuscated;

    private ResponseStream(ResponseDocument document) {
        this.document = document;
        this.obfuscated =
                document.call()
                        .body()
                        .path("stream_options")
                        .path("include_obfuscation")
                        .asBoolean(true);
    }

    static Answer of(ResponseDocument document) {
        var stream = new ResponseStream(document);
        stream.emit(Part.FRAME, "response.created", response(document.begun()));
        stream.emit(Part.FRAME, "response.in_progress", response(document.begun()));
        for (int i = 0; i < document.items().size(); i++) {
            stream.add(document.items().get(i), i);
        }
        stream.emit(
                Part.FINISH,
                document.isCutOff() ? "response.incomplete" : "response.completed",
                response(document.ended()));
        var asides =
                new Answer.Asides(
                        Sse.comment("keep-alive"),
                        Sse.event(
                                "response.output_text.delta", Sse.utf8("{\"type\":\"response.out")),
                        stream::error);
        int promptTokens = document.said().promptTokens();
        return new Answer.Streamed(ChatStream.CONTENT_TYPE, stream.events, asides, promptTokens);
    }

    private void add(OutputItems.Item item, int index) {
        var added = Json.object().put("output_index", index);
        added.set("item", begun(item));
        emit(Part.FRAME, "response.output_item.added", added);
        switch (item.type()) {
            case "function_call" -> {
                var kind = "response.function_call_arguments";
                deltas(kind + ".delta", item, at(item, index));
                var done =
                        at(item, index).put("arguments", item.whole().path("arguments").asText());
                emit(Part.FRAME, kind + ".done", done);
            }
            case "reasoning" -> addParts(item, index, "summary");
            default -> addParts(item, index, "content");
        }
        var done = Json.object().put("output_index", index);
        done.set("item", item.whole());
        emit(Part.FRAME, "response.output_item.done", done);
    }

    /// The one part of a message or of a reasoning item's summary, if it has one.
    private void addParts(OutputItems.Item item, int index, String of) {
        var part = item.whole().path(of).path(0);
        if (part.isMissingNode()) {
            return;
        }
        var type = part.path("type").asText();
        var field = type.equals("refusal") ? "refusal" : "text";
        var kinds = of.equals("summary") ? "response.reasoning_summary" : "response.content";
        var kind = type.equals("summary_text") ? "reasoning_summary_text" : type;
        var place = at(item, index).put(of + "_index", 0);
        var texts = place.deepCopy();
        if (type.equals("output_text")) {
            texts.putArray("logprobs");
        }
        var empty = part.<ObjectNode>deepCopy().put(field, "");
        emit(Part.FRAME, kinds + "_part.added", place.deepCopy().set("part", empty));
        deltas("response." + kind + ".delta", item, texts);
        emit(
                Part.FRAME,
                "response." + kind + ".done",
                texts.deepCopy().put(field, part.path(field).asText()));
        emit(Part.FRAME, kinds + "_part.done", place.deepCopy().set("part", part));
    }

    private void deltas(String type, OutputItems.Item item, ObjectNode place) {
        for (var token : item.tokens()) {
            var delta = place.deepCopy().put("delta", token);
            if (obfuscated) {
                delta.put("obfuscation", "x".repeat(1 + events.size() * 7 % 16));
            }
            emit(Part.TOKEN, type, delta);
        }
    }

    private static ObjectNode begun(OutputItems.Item item) {
        var begun = item.whole().deepCopy();
        if (begun.has("status")) {
            begun.put("status", "in_progress");
        }
        if (begun.has("arguments")) {
            begun.put("arguments", "");
        }
        for (var parts : List.of("content", "summary")) {
            if (begun.path(parts) instanceof ArrayNode list) {
                list.removeAll();
            }
        }
        return begun;
    }

    private static ObjectNode at(OutputItems.Item item, int index) {
        return Json.object().put("item_id", item.id()).put("output_index", index);
    }

    private static ObjectNode response(ObjectNode response) {
        return Json.object().set("response", response);
    }

    private void emit(Part part, String type, ObjectNode data) {
        events.add(new Event(part, frame(type, events.size(), data)));
    }

    /// The error with its details in an object, as it is really sent, and the failed response.
    private byte[] error(int number) {
        var error = Json.object();
        error.putObject("error")
                .put("type", "server_error")
                .put("code", "server_error")
                .put("message", BROKE)
                .putNull("param");
        var both = new ByteArrayOutputStream();
        both.writeBytes(frame("error", number, error));
        var failed = response(document.failed("server_error", BROKE));
        both.writeBytes(frame("response.failed", number + 1, failed));
        return both.toByteArray();
    }

    private static byte[] frame(String type, int number, ObjectNode data) {
        var event = Json.object().put("type", type).put("sequence_number", number);
        return Sse.event(type, Json.bytes(event.setAll(data)));
    }
}
