package dev.tollgate.provider.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Recorded exchanges with Anthropic, and a plain reading of what they hold that shares no code with ours.
record RecordedMessages(int line, JsonNode exchange) {
    private static final Path FILE = Path.of("../../../shared/recorded/anthropic.jsonl");

    static boolean areHere() {
        return Files.isRegularFile(FILE);
    }

    static List<RecordedMessages> all() throws IOException {
        List<RecordedMessages> all = new ArrayList<>();
        for (String json : Files.readAllLines(FILE)) {
            all.add(new RecordedMessages(all.size() + 1, Json.tree(json.getBytes(UTF_8))));
        }
        return all;
    }

    int status() {
        return exchange.path("status").asInt();
    }

    boolean streamed() {
        return exchange.path("stream").asBoolean();
    }

    JsonNode request() {
        return exchange.path("request");
    }

    byte[] response() {
        return exchange.path("response_text").asText().getBytes(UTF_8);
    }

    /// The message as it was, or as its events make it.
    JsonNode message() {
        return streamed() ? assembled() : Json.tree(response());
    }

    private JsonNode assembled() {
        ObjectNode message = Json.object();
        ArrayNode content = Json.mapper().createArrayNode();
        for (String line : new String(response(), UTF_8).lines().toList()) {
            if (!line.startsWith("data:")) {
                continue;
            }
            JsonNode event = Json.tree(line.substring(5).getBytes(UTF_8));
            switch (event.path("type").asText()) {
                case "message_start" -> message = event.path("message").deepCopy();
                case "content_block_start" -> content.add(event.path("content_block").deepCopy());
                case "content_block_delta" ->
                        grow(
                                (ObjectNode) content.get(event.path("index").asInt()),
                                event.path("delta"));
                case "message_delta" -> {
                    message.setAll((ObjectNode) event.path("delta"));
                    ((ObjectNode) message.path("usage")).setAll((ObjectNode) event.path("usage"));
                }
                default -> {}
            }
        }
        content.forEach(block -> {
            if (block.has("partial")) {
                JsonNode partial = ((ObjectNode) block).remove("partial");
                String json = partial.asText().isEmpty() ? "{}" : partial.asText();
                ((ObjectNode) block).set("input", Json.tree(json.getBytes(UTF_8)));
            }
        });
        return message.set("content", content);
    }

    private static void grow(ObjectNode block, JsonNode delta) {
        switch (delta.path("type").asText()) {
            case "text_delta" -> append(block, "text", delta.path("text"));
            case "thinking_delta" -> append(block, "thinking", delta.path("thinking"));
            case "signature_delta" -> append(block, "signature", delta.path("signature"));
            case "input_json_delta" -> append(block, "partial", delta.path("partial_json"));
            default -> throw new IllegalStateException("not recorded when this was written");
        }
    }

    private static void append(ObjectNode block, String name, JsonNode more) {
        block.put(name, block.path(name).asText("") + more.asText());
    }
}
