package dev.tollgate.provider.anthropic;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.http.Json;
import dev.tollgate.http.JsonBody;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What answers of other providers have left in a conversation that goes on with Anthropic: thoughts and citations that Anthropic has
/// not signed, and so would refuse the whole request for.
final class OthersThoughts {
    private static final Pattern SIGNS =
            Pattern.compile(
                    "\"(signature|encrypted_index)\"\\s*+:\\s*+\"(\"|tollgate:)", Pattern.DOTALL);

    private final SortedSet<String> dropped = new TreeSet<>();

    private OthersThoughts() {}

    /// @param body without members that are to be left out
    /// @param changes members of the request to be put in
    record Left(JsonBody body, Map<String, byte[]> changes, SortedSet<String> dropped) {}

    static Left in(JsonBody body) {
        OthersThoughts others = new OthersThoughts();
        boolean signs = SIGNS.matcher(new String(body.bytes(), ISO_8859_1)).find();
        if (signs && body.member("messages").orElse(null) instanceof ArrayNode messages) {
            others.leaveOut(messages);
            if (!others.dropped.isEmpty()) {
                JsonBody left = thinksOn(body, messages) ? body : others.unthinking(body);
                return new Left(left, Map.of("messages", Json.bytes(messages)), others.dropped);
            }
        }
        return new Left(body, Map.of(), others.dropped);
    }

    private JsonBody unthinking(JsonBody body) {
        dropped.add("reasoning");
        return body.without(Set.of("thinking"));
    }

    /// With a budget, Anthropic refuses to go on thinking about a call that was made without its own thoughts.
    private static boolean thinksOn(JsonBody body, ArrayNode messages) {
        boolean budget =
                body.member("thinking")
                        .filter(it -> it.path("type").asText().equals("enabled"))
                        .isPresent();
        JsonNode last = Json.object();
        for (JsonNode message : messages) {
            last = message.path("role").asText().equals("assistant") ? message : last;
        }
        JsonNode content = last.path("content");
        boolean calls = false;
        for (JsonNode block : content) {
            calls |= block.path("type").asText().equals("tool_use");
        }
        return !budget || !calls || content.path(0).path("type").asText().endsWith("thinking");
    }

    private void leaveOut(ArrayNode messages) {
        Iterator<JsonNode> each = messages.iterator();
        while (each.hasNext()) {
            JsonNode message = each.next();
            if (message.path("role").asText().equals("assistant")
                    && message.path("content") instanceof ArrayNode content
                    && !content.isEmpty()) {
                blocks(content);
                if (content.isEmpty()) {
                    each.remove();
                }
            }
        }
    }

    private void blocks(ArrayNode content) {
        Iterator<JsonNode> each = content.iterator();
        while (each.hasNext()) {
            JsonNode block = each.next();
            if (block.path("type").asText().equals("thinking") && isOthers(block, "signature")) {
                each.remove();
                dropped.add("thinking");
            } else if (block instanceof ObjectNode object) {
                citations(object);
            }
        }
    }

    private void citations(ObjectNode block) {
        if (block.path("citations") instanceof ArrayNode citations) {
            Iterator<JsonNode> each = citations.iterator();
            while (each.hasNext()) {
                if (isOthers(each.next(), "encrypted_index")) {
                    each.remove();
                    dropped.add("citations");
                }
            }
            if (citations.isEmpty()) {
                block.remove("citations");
            }
        }
    }

    private static boolean isOthers(JsonNode marked, String name) {
        JsonNode mark = marked.path(name);
        return mark.isTextual()
                && (mark.asText().isEmpty() || mark.asText().startsWith("tollgate:"));
    }
}
