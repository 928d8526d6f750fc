package dev.tollgate.cache;

import static dev.tollgate.cache.KeptJson.node;
import static dev.tollgate.cache.KeptJson.text;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Citation;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.conversation.Part.Source;
import dev.tollgate.http.Json;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Parts of answers as JSON, in full.
final class PartJson {
    private static final String KIND = "is";

    private PartJson() {}

    static ObjectNode write(Part part) {
        ObjectNode json = Json.object();
        switch (part) {
            case Part.Text(String text, var citations) -> {
                json.put(KIND, "text").put("text", text);
                ArrayNode list = json.putArray("citations");
                citations.forEach(it -> list.add(citation(it)));
            }
            case Part.Image(Source source, var detail) -> {
                json.put(KIND, "image").set("source", source(source));
                detail.ifPresent(it -> json.put("detail", it));
            }
            case Part.File(Source source, var name) -> {
                json.put(KIND, "file").set("source", source(source));
                name.ifPresent(it -> json.put("name", it));
            }
            case Part.Audio(String base64, String format) ->
                    json.put(KIND, "audio").put("base64", base64).put("format", format);
            case Part.ToolCall(String id, String name, String arguments, var signature) -> {
                json.put(KIND, "call").put("id", id).put("name", name).put("arguments", arguments);
                signature.ifPresent(it -> json.set("signature", signature(it)));
            }
            case Part.ToolResult(String callId, var content, boolean failed) -> {
                json.put(KIND, "result").put("callId", callId).put("failed", failed);
                ArrayNode list = json.putArray("content");
                content.forEach(it -> list.add(write(it)));
            }
            case Part.Thinking(String text, var signature) -> {
                json.put(KIND, "thinking").put("text", text);
                signature.ifPresent(it -> json.set("signature", signature(it)));
            }
            case Part.Refusal(String text) -> json.put(KIND, "refusal").put("text", text);
            case Part.CachePoint(var ttl) -> {
                json.put(KIND, "cachePoint");
                ttl.ifPresent(it -> json.put("ttl", it));
            }
            // its content as a text, so that it may nest as deep as any JSON
            case Part.Foreign(String language, String type, JsonNode content) ->
                    json.put(KIND, "foreign")
                            .put("language", language)
                            .put("type", type)
                            .put("content", written(content));
        }
        return json;
    }

    static Part read(JsonNode json) {
        return switch (string(json, KIND)) {
            case "text" -> new Part.Text(string(json, "text"), citations(json.path("citations")));
            case "image" -> new Part.Image(source(json.path("source")), text(json, "detail"));
            case "file" -> new Part.File(source(json.path("source")), text(json, "name"));
            case "audio" -> new Part.Audio(string(json, "base64"), string(json, "format"));
            case "call" ->
                    new Part.ToolCall(
                            string(json, "id"),
                            string(json, "name"),
                            string(json, "arguments"),
                            signature(json));
            case "result" ->
                    new Part.ToolResult(
                            string(json, "callId"),
                            parts(json.path("content")),
                            json.path("failed").booleanValue());
            case "thinking" -> new Part.Thinking(string(json, "text"), signature(json));
            case "refusal" -> new Part.Refusal(string(json, "text"));
            case "cachePoint" -> new Part.CachePoint(text(json, "ttl"));
            case "foreign" ->
                    new Part.Foreign(
                            string(json, "language"),
                            string(json, "type"),
                            Json.tree(string(json, "content").getBytes(UTF_8)));
            default -> throw new IllegalArgumentException("no part '" + string(json, KIND) + "'");
        };
    }

    private static String written(JsonNode content) {
        try {
            return KeptJson.WRITER.writeValueAsString(content);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Part> parts(JsonNode list) {
        List<Part> parts = new ArrayList<>();
        list.forEach(it -> parts.add(read(it)));
        return parts;
    }

    private static ObjectNode citation(Citation citation) {
        ObjectNode json = Json.object();
        citation.url().ifPresent(it -> json.put("url", it));
        citation.title().ifPresent(it -> json.put("title", it));
        citation.quote().ifPresent(it -> json.put("quote", it));
        return json;
    }

    private static List<Citation> citations(JsonNode list) {
        List<Citation> citations = new ArrayList<>();
        list.forEach(it ->
                citations.add(new Citation(text(it, "url"), text(it, "title"), text(it, "quote"))));
        return citations;
    }

    private static ObjectNode signature(Signature signature) {
        return Json.object().put("origin", signature.origin()).put("value", signature.value());
    }

    private static Optional<Signature> signature(JsonNode part) {
        return node(part, "signature")
                .map(it -> new Signature(string(it, "origin"), string(it, "value")));
    }

    private static ObjectNode source(Source source) {
        return switch (source) {
            case Source.Inline(String mediaType, String base64) ->
                    Json.object().put("mediaType", mediaType).put("base64", base64);
            case Source.Url(String url) -> Json.object().put("url", url);
            case Source.Stored(String id) -> Json.object().put("id", id);
        };
    }

    private static Source source(JsonNode json) {
        if (json.has("mediaType")) {
            return new Source.Inline(string(json, "mediaType"), string(json, "base64"));
        }
        return json.has("url")
                ? new Source.Url(string(json, "url"))
                : new Source.Stored(string(json, "id"));
    }

    private static String string(JsonNode json, String name) {
        return text(json, name)
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is missing"));
    }
}
