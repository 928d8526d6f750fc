package dev.tollgate.provider.responses;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The recorded exchanges over `/responses`.
public final class Recordings {
    private static final Path RECORDED = Path.of("../../../shared/recorded");
    private static final List<String> HOSTS =
            List.of("openai", "azure", "deepseek", "openrouter", "xai");

    private Recordings() {}

    public static boolean areHere() {
        return Files.isDirectory(RECORDED);
    }

    /// @param response JSON or the text of a stream
    public record Exchange(
            String name, int status, boolean streamed, JsonNode request, String response) {}

    /// All but those whose answer was recorded compressed.
    public static List<Exchange> ofResponses() throws IOException {
        List<Exchange> exchanges = new ArrayList<>();
        for (String host : HOSTS) {
            int line = 0;
            for (String json : Files.readAllLines(RECORDED.resolve(host + ".jsonl"))) {
                line++;
                JsonNode exchange = Json.tree(json.getBytes(UTF_8));
                if (exchange.path("path").asText().endsWith("/responses")
                        && exchange.has("response_text")) {
                    exchanges.add(
                            new Exchange(
                                    host + ":" + line,
                                    exchange.path("status").asInt(),
                                    exchange.path("stream").asBoolean(),
                                    exchange.path("request"),
                                    exchange.path("response_text").asText()));
                }
            }
        }
        return exchanges;
    }
}
