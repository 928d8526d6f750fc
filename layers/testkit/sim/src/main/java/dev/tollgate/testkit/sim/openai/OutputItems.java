package dev.tollgate.testkit.sim.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.testkit.sim.dialect.Ids;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Said;
import dev.tollgate.testkit.sim.dialect.Sse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// The items of a response's output, each whole with the tokens it is streamed in: what was
/// reasoned, then messages and function calls.
final class OutputItems {

    private static final String SEAL = "gAAAAAB";

    private OutputItems() {}

    /// One item, and the tokens that a stream shows of it.
    record Item(ObjectNode whole, List<String> tokens) {
        String type() {
            return whole.path("type").asText();
        }

        String id() {
            return whole.path("id").asText();
        }
    }

    static List<Item> of(Said.Choice choice, JsonNode request) {
        var items = new ArrayList<Item>();
        if (!choice.thoughts().isEmpty()) {
            items.add(reasoning(choice.thoughts(), request));
        }
        var status = choice.finish() == Said.Finish.LENGTH ? "incomplete" : "completed";
        choice.pieces().stream()
                .filter(piece -> !piece.tokens().isEmpty())
                .forEach(piece -> items.add(item(piece, status)));
        return List.copyOf(items);
    }

    /// Whether it is what a reasoning item was sealed with.
    static boolean isSealed(String content) {
        return content.startsWith(SEAL);
    }

    private static Item reasoning(List<String> thoughts, JsonNode request) {
        var item = Json.object().put("id", Ids.next("rs_")).put("type", "reasoning");
        var summary = item.putArray("summary");
        var thought = String.join("", thoughts);
        for (var included : request.path("include")) {
            if (included.asText().equals("reasoning.encrypted_content")) {
                var sealed = Base64.getUrlEncoder().encodeToString(Sse.utf8(thought));
                item.put("encrypted_content", SEAL + sealed);
            }
        }
        if (!request.path("reasoning").path("summary").isTextual()) {
            return new Item(item, List.of());
        }
        summary.addObject().put("type", "summary_text").put("text", thought);
        return new Item(item, thoughts);
    }

    private static Item item(Said.Piece piece, String status) {
        return switch (piece) {
            case Said.ToolCall call ->
                    new Item(
                            Json.object()
                                    .put("id", Ids.next("fc_"))
                                    .put("type", "function_call")
                                    .put("status", status)
                                    .put("arguments", call.text())
                                    .put("call_id", Ids.next("call_"))
                                    .put("name", call.tool().name()),
                            call.tokens());
            case Said.Text text -> message(status, outputText(text.text()), text.tokens());
            case Said.Refusal refusal ->
                    message(status, refusalPart(refusal.text()), refusal.tokens());
        };
    }

    private static Item message(String status, ObjectNode part, List<String> tokens) {
        var item =
                Json.object()
                        .put("id", Ids.next("msg_"))
                        .put("type", "message")
                        .put("status", status);
        item.putArray("content").add(part);
        return new Item(item.put("role", "assistant"), tokens);
    }

    private static ObjectNode outputText(String text) {
        var part = Json.object().put("type", "output_text");
        part.putArray("annotations");
        part.putArray("logprobs");
        return part.put("text", text);
    }

    private static ObjectNode refusalPart(String text) {
        return Json.object().put("type", "refusal").put("refusal", text);
    }
}
