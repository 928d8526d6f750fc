package dev.tollgate.provider.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.http.Json;
import java.util.List;
import java.util.stream.Stream;

/// What a responses request means, in one form. Left out, because a translation may differ there: the model, `store`, `include`, `stream` when it
/// is false, `reasoning.summary`, cache breakpoints, the routing wishes of hosts, ids and states of messages and calls.
final class Semantics {
    private static final List<String> KEPT =
            List.of("max_output_tokens", "tool_choice", "text", "user");

    private Semantics() {}

    static JsonNode of(JsonNode request) {
        ObjectNode meaning = Json.object();
        KEPT.stream()
                .filter(request::hasNonNull)
                .forEach(name -> meaning.set(name, request.path(name)));
        for (String number : List.of("temperature", "top_p")) {
            meaning.put(number, request.path(number).asDouble(-99));
        }
        meaning.put("stream", request.path("stream").asBoolean());
        meaning.put("effort", request.at("/reasoning/effort").asText(""));
        ArrayNode said = meaning.putArray("said");
        if (request.hasNonNull("instructions")) {
            said.addObject().put("system", request.path("instructions").asText());
        }
        if (request.path("input").isTextual()) {
            said.addObject().put("user", request.path("input").asText());
        } else {
            request.path("input").forEach(item -> item(item, said));
        }
        ArrayNode tools = meaning.putArray("tools");
        for (JsonNode tool : request.path("tools")) {
            ObjectNode kept = Json.object();
            Stream.of("type", "name", "description", "parameters")
                    .filter(tool::hasNonNull)
                    .forEach(name -> kept.set(name, tool.path(name)));
            tools.add(kept.put("strict", tool.path("strict").asBoolean()));
        }
        return meaning;
    }

    private static void item(JsonNode item, ArrayNode said) {
        switch (item.path("type").asText("message")) {
            case "message" -> {
                String role = item.path("role").asText();
                if (item.path("content").isTextual()) {
                    said.addObject().put(role, item.path("content").asText());
                }
                for (JsonNode part :
                        item.path("content").isArray() ? item.path("content") : Json.object()) {
                    if (part.path("type").asText().endsWith("put_text")) {
                        said.addObject().put(role, part.path("text").asText());
                    } else {
                        said.addObject().set(role, part);
                    }
                }
            }
            case "function_call" ->
                    said.addObject()
                            .put("call", item.path("call_id").asText())
                            .put("name", item.path("name").asText())
                            .put("arguments", item.path("arguments").asText());
            case "function_call_output" ->
                    said.addObject()
                            .put("result", item.path("call_id").asText())
                            .set("output", item.path("output"));
            default -> {
                ObjectNode kept = said.addObject();
                for (String name :
                        List.of("type", "id", "summary", "content", "encrypted_content")) {
                    if (item.hasNonNull(name)
                            && !(item.path(name).isArray() && item.path(name).isEmpty())) {
                        kept.set(name, item.path(name));
                    }
                }
            }
        }
    }
}
