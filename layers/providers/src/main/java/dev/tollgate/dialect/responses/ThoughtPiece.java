package dev.tollgate.dialect.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.http.Json;
import java.util.Optional;

/// A reasoning item; what was thought stands in its summary.
///
/// A signature is shown as `encrypted_content`: one of this wire if the caller has asked for that, one of any other always. The gateway keeps
/// nothing, so that only the caller can bring it back, and without it that provider would lose the thread.
final class ThoughtPiece implements Piece {
    private final OutputItems items;
    private final boolean encryptedIsAsked;
    private final String id;
    private final StringBuilder thought = new StringBuilder();
    private Optional<Signature> signature = Optional.empty();

    ThoughtPiece(OutputItems items, boolean encryptedIsAsked) {
        this.items = items;
        this.encryptedIsAsked = encryptedIsAsked;
        this.id = items.id("rs");
        items.begin(item("", Optional.empty()));
    }

    @Override
    public void say(String more) {
        if (more.isEmpty()) {
            return;
        }
        if (thought.isEmpty()) {
            add("part.added", Json.object().set("part", part("")));
        }
        thought.append(more);
        add("text.delta", Json.object().put("delta", more));
    }

    @Override
    public void sign(Signature given) {
        signature = Optional.of(given);
    }

    @Override
    public void close() {
        String text = thought.toString();
        if (!text.isEmpty()) {
            add("text.done", Json.object().put("text", text));
            add("part.done", Json.object().set("part", part(text)));
        }
        items.end(item(text, signature));
    }

    private ObjectNode item(String text, Optional<Signature> given) {
        return new ReasoningItem(id, false, text, given.map(this::shown).orElse("")).write();
    }

    private String shown(Signature given) {
        if (!given.origin().equals(ResponsesDialect.NAME)) {
            return given.written(ResponsesDialect.NAME);
        }
        return encryptedIsAsked ? ReasoningItem.of("", given.value()).encrypted() : "";
    }

    private static ObjectNode part(String text) {
        return Json.object().put("type", "summary_text").put("text", text);
    }

    private void add(String type, ObjectNode fields) {
        items.add("reasoning_summary_" + type, id, fields.put("summary_index", 0));
    }
}
