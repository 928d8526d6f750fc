package dev.tollgate.testkit.sim.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.testkit.sim.dialect.Refused;
import dev.tollgate.testkit.sim.dialect.Turn;
import dev.tollgate.testkit.sim.dialect.Turn.Role;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Reads the instructions and the input of a response, which is a text or a list of items. Every
/// call of a function needs its output in the list, and every output its call, unless a previous
/// response may hold it.
final class InputReader {

    private final List<Turn> turns = new ArrayList<>();
    private final Set<String> open = new LinkedHashSet<>();
    private final boolean continued;

    private InputReader(boolean continued) {
        this.continued = continued;
    }

    static List<Turn> turns(JsonNode body) {
        var reader = new InputReader(body.path("previous_response_id").isTextual());
        var instructions = body.path("instructions").asText("");
        if (!instructions.isEmpty() && !body.path("instructions").isNull()) {
            reader.turns.add(new Turn(Role.SYSTEM, instructions, 0));
        }
        var input = body.path("input");
        if (input.isTextual()) {
            reader.turns.add(new Turn(Role.USER, input.asText(), 0));
            return reader.turns;
        }
        if (!input.isArray() || input.isEmpty()) {
            ResponsesReader.need(body, "input", "input");
            throw Refused.invalid("input", "need a text or at least one item");
        }
        for (int i = 0; i < input.size(); i++) {
            reader.add(input.path(i), "input[" + i + "]");
        }
        if (!reader.open.isEmpty()) {
            throw Refused.invalid(
                    "input",
                    "No tool output found for function call "
                            + reader.open.iterator().next()
                            + ".");
        }
        return reader.turns;
    }

    private void add(JsonNode item, String where) {
        switch (item.path("type").asText("message")) {
            case "message" -> turns.add(message(item, where));
            case "function_call" -> {
                open.add(item.path("call_id").asText());
                var call = item.path("name").asText() + " " + item.path("arguments").asText();
                turns.add(new Turn(Role.ASSISTANT, call, 0));
            }
            case "function_call_output" -> {
                var id = item.path("call_id").asText();
                if (!open.remove(id) && !continued) {
                    throw Refused.invalid(
                            "input",
                            "No tool call found for function call output with call_id " + id + ".");
                }
                turns.add(content(Role.TOOL, item.path("output"), where + ".output"));
            }
            case "reasoning" -> {
                var sealed = item.path("encrypted_content");
                if (sealed.isTextual() && !OutputItems.isSealed(sealed.asText())) {
                    throw Refused.invalid(
                            "input",
                            "The encrypted content for item "
                                    + item.path("id").asText()
                                    + " could not be verified.");
                }
            }
            case "item_reference" -> {}
            default ->
                    throw Refused.invalid(
                            where + ".type", "no item is a '" + item.path("type").asText() + "'");
        }
    }

    private static Turn message(JsonNode item, String where) {
        var role =
                switch (item.path("role").asText()) {
                    case "user" -> Role.USER;
                    case "assistant" -> Role.ASSISTANT;
                    case "system", "developer" -> Role.SYSTEM;
                    default ->
                            throw Refused.invalid(
                                    where + ".role",
                                    "need 'assistant', 'system', 'developer' or 'user'");
                };
        return content(role, item.path("content"), where + ".content");
    }

    private static Turn content(Role role, JsonNode content, String where) {
        if (content.isTextual()) {
            return new Turn(role, content.asText(), 0);
        }
        var texts = new ArrayList<String>();
        int images = 0;
        for (int i = 0; i < content.size(); i++) {
            var part = content.path(i);
            switch (part.path("type").asText()) {
                case "input_text", "output_text" -> texts.add(part.path("text").asText());
                case "refusal" -> texts.add(part.path("refusal").asText());
                case "input_image" -> {
                    if (!part.path("image_url").isTextual() && !part.has("file_id")) {
                        throw Refused.invalid(
                                where + "[" + i + "].image_url", "need a URL as a string");
                    }
                    images++;
                }
                case "input_file" -> {}
                default ->
                        throw Refused.invalid(
                                where + "[" + i + "].type",
                                "no part is a '" + part.path("type").asText() + "'");
            }
        }
        texts.removeIf(String::isEmpty);
        return new Turn(role, String.join(" ", texts), images);
    }
}
