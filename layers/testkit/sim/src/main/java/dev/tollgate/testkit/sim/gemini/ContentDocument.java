package dev.tollgate.testkit.sim.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.testkit.sim.dialect.Answer;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Said;
import dev.tollgate.testkit.sim.dialect.Said.Choice;
import java.util.ArrayList;
import java.util.List;

/// An answer as one document.
final class ContentDocument {

    private ContentDocument() {}

    static Answer of(Content content) {
        var said = content.said();
        if (content.isBlocked()) {
            return said.whole(Json.pretty(content.blocked()));
        }
        var candidates =
                said.choices().stream()
                        .map(choice -> content.candidate(choice, parts(content, choice), true))
                        .toList();
        return said.whole(Json.pretty(content.document(candidates, content.wholeUsage())));
    }

    private static List<ObjectNode> parts(Content content, Choice choice) {
        var parts = new ArrayList<ObjectNode>();
        if (content.thoughtsShown() && !choice.thoughts().isEmpty()) {
            parts.add(content.thought(String.join("", choice.thoughts())));
        }
        for (var piece : choice.pieces()) {
            switch (piece) {
                case Said.ToolCall call -> {
                    boolean first = parts.stream().noneMatch(part -> part.has("functionCall"));
                    content.call(choice, call, first).ifPresent(parts::add);
                }
                case Said.Text _, Said.Refusal _ -> {
                    if (!piece.tokens().isEmpty()) {
                        var part = Json.object().put("text", piece.text());
                        if (content.signs(choice)) {
                            part.put("thoughtSignature", ThoughtSignature.ofText());
                        }
                        parts.add(part);
                    }
                }
            }
        }
        return parts;
    }
}
