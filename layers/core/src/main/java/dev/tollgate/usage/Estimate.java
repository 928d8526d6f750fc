package dev.tollgate.usage;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.http.JsonBody;
import java.util.Optional;
import java.util.Set;

/// Token counts for when a provider gives none: four bytes of text to a token, rounded up.
public final class Estimate {
    private static final int BYTES_PER_TOKEN = 4;
    private static final Set<String> NO_INPUT = Set.of("model", "metadata", "user");

    private Estimate() {}

    public static long tokens(long textBytes) {
        return Math.ceilDiv(textBytes, BYTES_PER_TOKEN);
    }

    /// The tokens of a request, by all the text in it but inlined files (`data:` URLs).
    public static long input(JsonBody request) {
        long bytes =
                request.names().stream()
                        .filter(name -> !NO_INPUT.contains(name))
                        .map(request::member)
                        .flatMap(Optional::stream)
                        .mapToLong(Estimate::textBytes)
                        .sum();
        return tokens(bytes);
    }

    /// The UTF-8 bytes of all text in a value.
    public static long textBytes(JsonNode value) {
        if (value.isTextual()) {
            String text = value.asText();
            return text.startsWith("data:") ? 0 : text.getBytes(UTF_8).length;
        }
        long bytes = 0;
        for (JsonNode part : value) {
            bytes += textBytes(part);
        }
        return bytes;
    }
}
