package dev.tollgate.provider.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Chunk;
import dev.tollgate.conversation.Part;
import dev.tollgate.dialect.responses.ReasoningItem;
import java.util.List;
import java.util.Optional;

/// Reads the events of a response's output. What an item is said to be when it is done fills what its deltas have left out.
final class OutputReader {
    private static final Part EMPTY_TEXT = Part.Text.of("");
    private static final Part EMPTY_REFUSAL = new Part.Refusal("");
    private static final Part EMPTY_THOUGHT = new Part.Thinking("", Optional.empty());

    private final Sequence sequence = new Sequence();

    /// Which piece of a thought the last delta belonged to.
    private String thoughtPiece = "";

    /// Whether it can't be told where parts follow one another.
    boolean interleaved() {
        return sequence.interleaved();
    }

    void read(String type, JsonNode event, List<Chunk> chunks) {
        switch (type) {
            case "response.output_item.added" -> {
                if (event.path("item").path("type").asText().equals("function_call")) {
                    call(event, chunks);
                }
            }
            case "response.output_item.done" -> done(event, event.path("item"), chunks);
            case "response.output_text.delta" ->
                    sequence.say(content(event), EMPTY_TEXT, delta(event), chunks);
            case "response.refusal.delta" ->
                    sequence.say(content(event), EMPTY_REFUSAL, delta(event), chunks);
            case "response.output_text.annotation.added" ->
                    sequence.cite(
                            content(event),
                            ResponsesAnswer.citation(event.path("annotation")),
                            chunks);
            case "response.content_part.done" -> part(content(event), event.path("part"), chunks);
            case "response.reasoning_summary_text.delta" -> think(event, "summary_index", chunks);
            case "response.reasoning_text.delta" -> think(event, "content_index", chunks);
            case "response.function_call_arguments.delta" ->
                    sequence.argue(item(event), delta(event), chunks);
            case "response.function_call_arguments.done" ->
                    sequence.argueRest(item(event), event.path("arguments").asText(), chunks);
            default -> {
                // keep-alives, the progress of OpenAI's own tools, and what is said once more when
                // the item is done
            }
        }
    }

    /// The response is complete. If the stream had nothing but that, all of it is in there.
    void end(JsonNode output, List<Chunk> chunks) {
        sequence.close(chunks);
        if (sequence.saidNothing()) {
            ResponsesAnswer.parts(output).forEach(part -> sequence.whole(part, chunks));
        }
    }

    private void call(JsonNode event, List<Chunk> chunks) {
        JsonNode item = event.path("item");
        Part.ToolCall call =
                new Part.ToolCall(
                        ResponsesAnswer.callId(item),
                        item.path("name").asText(),
                        "",
                        Optional.empty());
        sequence.call(item(event), call, chunks);
        sequence.argueRest(item(event), item.path("arguments").asText(), chunks);
    }

    private void think(JsonNode event, String index, List<Chunk> chunks) {
        String delta = delta(event);
        String piece = index + event.path(index).asInt();
        Sequence.Place place = item(event);
        if (delta.isEmpty()) {
            return;
        }
        boolean another = sequence.length(place) > 0 && !piece.equals(thoughtPiece);
        thoughtPiece = piece;
        sequence.say(place, EMPTY_THOUGHT, (another ? ReasoningItem.BETWEEN : "") + delta, chunks);
        if (index.equals("content_index")) {
            String id = event.path("item_id").asText();
            sequence.seal(place, new ReasoningItem(id, true, "", "").signature(), chunks);
        }
    }

    private void done(JsonNode event, JsonNode item, List<Chunk> chunks) {
        Sequence.Place place = item(event);
        switch (item.path("type").asText()) {
            case ReasoningItem.TYPE -> thought(place, ReasoningItem.read(item), chunks);
            case "function_call" -> {
                if (!sequence.has(place)) {
                    call(event, chunks);
                }
                sequence.argueRest(place, item.path("arguments").asText(), chunks);
                sequence.close(place, chunks);
            }
            case "message" -> {
                int index = 0;
                for (JsonNode content : item.path("content")) {
                    part(new Sequence.Place(place.item(), index++), content, chunks);
                }
                sequence.close(chunks);
            }
            default -> sequence.whole(ResponsesAnswer.foreign(item), chunks);
        }
    }

    /// A thought that was closed before has its signature already, unless what is encrypted came only now.
    private void thought(Sequence.Place place, ReasoningItem item, List<Chunk> chunks) {
        if (!sequence.has(place)) {
            item.thought().ifPresent(it -> sequence.whole(it, chunks));
        } else if (sequence.isOpen(place) || !item.encrypted().isEmpty()) {
            sequence.seal(place, item.signature(), chunks);
            sequence.close(place, chunks);
        }
    }

    /// A piece of a message, complete. A kind that nobody else knows comes in no deltas that we could tell.
    private void part(Sequence.Place place, JsonNode part, List<Chunk> chunks) {
        switch (part.path("type").asText()) {
            case "output_text" -> {
                sequence.sayRest(place, EMPTY_TEXT, part.path("text").asText(), chunks);
                sequence.citeRest(
                        place, ResponsesAnswer.citations(part.path("annotations")), chunks);
            }
            case "refusal" ->
                    sequence.sayRest(place, EMPTY_REFUSAL, part.path("refusal").asText(), chunks);
            case "reasoning_text", "summary_text" -> {
                // the item says it again, with its signature
            }
            default -> {
                if (!sequence.has(place)) {
                    sequence.whole(place, ResponsesAnswer.foreign(part), chunks);
                }
            }
        }
    }

    private static String delta(JsonNode event) {
        return event.path("delta").asText();
    }

    private static Sequence.Place content(JsonNode event) {
        return new Sequence.Place(
                event.path("output_index").asInt(), event.path("content_index").asInt());
    }

    private static Sequence.Place item(JsonNode event) {
        return new Sequence.Place(event.path("output_index").asInt(), Sequence.Place.WHOLE_ITEM);
    }
}
