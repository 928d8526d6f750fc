package dev.tollgate.provider.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Message;
import dev.tollgate.conversation.Message.Role;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.http.Json;
import dev.tollgate.provider.wire.Untranslatable;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Messages as `contents`: turns of `user` and `model`, one after the other, so what one side says in several messages is one turn.
///
/// A thought that is nothing but a signature goes back to the text it stood at: the one before it in its turn, else the one after it.
final class ContentBodies {
    private static final String SIGNATURE = "thoughtSignature";

    /// What Google documents for a call that no Gemini made, in place of the signature that the third generation insists on.
    private static final String NO_SIGNATURE = "skip_thought_signature_validator";

    private final boolean numbered;
    private final ArrayNode contents = Json.mapper().createArrayNode();
    private final Map<String, String> names = new HashMap<>();
    private Optional<Signature> waiting = Optional.empty();

    /// @param numbered whether calls and their results carry ids
    private ContentBodies(boolean numbered) {
        this.numbered = numbered;
    }

    /// @param turns without instructions
    static ArrayNode write(List<Message> turns, String model, boolean numbered) {
        ContentBodies bodies = new ContentBodies(numbered);
        turns.forEach(bodies::turn);
        bodies.settle();
        if (ThinkingConfig.isThirdGeneration(model)) {
            bodies.contents.forEach(ContentBodies::excuse);
        }
        return bodies.contents;
    }

    private void turn(Message message) {
        String role = message.role() == Role.ASSISTANT ? "model" : "user";
        if (!contents.path(contents.size() - 1).path("role").asText().equals(role)) {
            settle();
            contents.addObject().put("role", role).putArray("parts");
        }
        message.parts().forEach(this::add);
        if (parts().isEmpty() && waiting.isEmpty()) {
            contents.remove(contents.size() - 1);
        }
    }

    private ArrayNode parts() {
        return contents.isEmpty()
                ? Json.mapper().createArrayNode()
                : contents.path(contents.size() - 1).withArrayProperty("parts");
    }

    private void add(Part part) {
        switch (part) {
            case Part.Text it -> text(it.text());
            case Part.Refusal it -> text(it.text());
            case Part.Thinking it -> thought(it);
            case Part.Image it -> put(Media.write(it.source()));
            case Part.File it -> put(Media.write(it.source()));
            case Part.Audio it -> put(Media.inline("audio/" + it.format(), it.base64()));
            case Part.ToolCall it -> put(call(it));
            case Part.ToolResult it -> put(result(it));
            case Part.Foreign it -> put(it.content());
            case Part.CachePoint _ ->
                    throw new IllegalStateException("a cache point is not carried: see Carriage");
        }
    }

    private void put(JsonNode part) {
        settle();
        parts().add(part);
    }

    /// Gemini refuses a text without a letter.
    private void text(String text) {
        if (text.isEmpty()) {
            return;
        }
        ObjectNode written = parts().addObject().put("text", text);
        waiting.ifPresent(it -> written.put(SIGNATURE, it.value()));
        waiting = Optional.empty();
    }

    private void thought(Part.Thinking thought) {
        if (!thought.text().isEmpty()) {
            ObjectNode written = Json.object().put("text", thought.text()).put("thought", true);
            thought.signature().ifPresent(it -> written.put(SIGNATURE, it.value()));
            put(written);
            return;
        }
        JsonNode before = parts().path(parts().size() - 1);
        boolean free = before.has("text") && !before.has("thought") && !before.has(SIGNATURE);
        if (free && before instanceof ObjectNode text) {
            thought.signature().ifPresent(it -> text.put(SIGNATURE, it.value()));
        } else {
            settle();
            waiting = thought.signature();
        }
    }

    /// A signature that found no text stands at an empty one, as Gemini sends it in streams.
    private void settle() {
        waiting.ifPresent(it -> parts().addObject().put("text", "").put(SIGNATURE, it.value()));
        waiting = Optional.empty();
    }

    private ObjectNode call(Part.ToolCall call) {
        names.put(call.id(), call.name());
        ObjectNode written = Json.object();
        ObjectNode function = written.putObject("functionCall");
        if (numbered) {
            function.put("id", call.id());
        }
        function.put("name", call.name());
        JsonNode arguments = object(call.arguments());
        if (arguments == null) {
            throw new Untranslatable("the arguments of a tool call are no JSON object.");
        }
        function.set("args", arguments);
        call.signature().ifPresent(it -> written.put(SIGNATURE, it.value()));
        return written;
    }

    private ObjectNode result(Part.ToolResult result) {
        String name = names.get(result.callId());
        if (name == null) {
            throw new Untranslatable("the result of a tool has no call of that id before it.");
        }
        ObjectNode written = Json.object();
        ObjectNode function = written.putObject("functionResponse");
        if (numbered) {
            function.put("id", result.callId());
        }
        function.put("name", name);
        function.set("response", response(result));
        return written;
    }

    /// An object is the response itself; everything else stands in `output`, or in `error` if the tool failed.
    private static JsonNode response(Part.ToolResult result) {
        StringBuilder text = new StringBuilder();
        for (Part part : result.content()) {
            if (!(part instanceof Part.Text said)) {
                throw new Untranslatable("the result of a tool holds something other than text.");
            }
            text.append(text.isEmpty() ? "" : "\n").append(said.text());
        }
        JsonNode object = result.failed() ? null : object(text.toString());
        return object == null
                ? Json.object().put(result.failed() ? "error" : "output", text.toString())
                : object;
    }

    private static @Nullable JsonNode object(String json) {
        if (!json.stripLeading().startsWith("{")) {
            return null;
        }
        try {
            return Json.tree(json.getBytes(UTF_8));
        } catch (UncheckedIOException _) {
            return null;
        }
    }

    /// In a step with calls, it is the first that is signed.
    private static void excuse(JsonNode content) {
        JsonNode first = null;
        for (JsonNode part : content.path("parts")) {
            if (part.has("functionCall")) {
                if (part.has(SIGNATURE)) {
                    return;
                }
                first = first == null ? part : first;
            }
        }
        if (first instanceof ObjectNode call) {
            call.put(SIGNATURE, NO_SIGNATURE);
        }
    }
}
