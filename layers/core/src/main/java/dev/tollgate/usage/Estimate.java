package dev.tollgate.usage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.http.JsonBody;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Token counts for when a provider gives none.
public record Estimate(TokenCounter counter) {
    private static final Set<String> NO_INPUT = Set.of("model", "metadata", "user");

    /// Members that hold a file in base64.
    private static final Set<String> FILES = Set.of("data", "file_data");

    /// What a call uses of which no answer came.
    public Usage unanswered(JsonBody request) {
        return Usage.estimate(input(request), 0);
    }

    /// What a call uses whose answer holds this text.
    public Usage answered(JsonBody request, String text) {
        return Usage.estimate(input(request), text.isEmpty() ? 0 : counter.count(text));
    }

    /// The tokens of a request, by all the text in it but inlined files.
    public long input(JsonBody request) {
        StringBuilder texts = new StringBuilder();
        request.names().stream()
                .filter(name -> !NO_INPUT.contains(name))
                .map(request::member)
                .flatMap(Optional::stream)
                .forEach(value -> collect(value, texts));
        return texts.isEmpty() ? 0 : counter.count(texts.toString());
    }

    /// All text in a value, files left out.
    public static String texts(JsonNode value) {
        StringBuilder texts = new StringBuilder();
        collect(value, texts);
        return texts.toString();
    }

    private static void collect(JsonNode value, StringBuilder texts) {
        if (value.isTextual()) {
            String text = value.asText();
            if (!text.startsWith("data:")) {
                texts.append(texts.isEmpty() ? "" : "\n").append(text);
            }
        } else if (value.isObject()) {
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                if (!FILES.contains(member.getKey()) || !member.getValue().isTextual()) {
                    collect(member.getValue(), texts);
                }
            }
        } else {
            value.forEach(part -> collect(part, texts));
        }
    }
}
