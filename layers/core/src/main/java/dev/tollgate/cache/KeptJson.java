package dev.tollgate.cache;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.conversation.Part;
import dev.tollgate.http.Json;
import dev.tollgate.routing.Answer.Summary;
import dev.tollgate.routing.Target;
import dev.tollgate.usage.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A kept answer as JSON, but for its bytes.
final class KeptJson {
    /// Half a character, which a model may well send, has no UTF-8.
    static final ObjectWriter WRITER =
            Json.mapper().writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

    private KeptJson() {}

    static ObjectNode write(Kept kept) {
        ObjectNode json = Json.object();
        json.putObject("form")
                .put("language", kept.form().language())
                .put("streamed", kept.form().streamed())
                .put("manner", kept.form().manner());
        kept.completion().ifPresent(it -> json.set("completion", completion(it)));
        json.set("usage", usage(kept.summary().usage()));
        kept.summary().finishReason().ifPresent(it -> json.put("finish", it));
        json.put("target", kept.target().toString()).put("at", kept.at().toString());
        ArrayNode dropped = json.putArray("dropped");
        kept.dropped().forEach(dropped::add);
        return json;
    }

    static Kept read(JsonNode json, byte[] bytes) {
        JsonNode form = json.path("form");
        List<String> dropped = new ArrayList<>();
        json.path("dropped").forEach(it -> dropped.add(it.textValue()));
        return new Kept(
                new Form(
                        form.path("language").textValue(),
                        form.path("streamed").booleanValue(),
                        form.path("manner").textValue()),
                bytes,
                node(json, "completion").map(KeptJson::completion),
                new Summary(usage(json.path("usage")), text(json, "finish")),
                Target.parse(json.path("target").textValue()),
                Instant.parse(json.path("at").textValue()),
                dropped);
    }

    private static ObjectNode completion(Completion answer) {
        ObjectNode json = Json.object().put("id", answer.id()).put("model", answer.model());
        ArrayNode parts = json.putArray("parts");
        answer.parts().forEach(part -> parts.add(PartJson.write(part)));
        json.put("finish", answer.finish().name());
        answer.stopSequence().ifPresent(it -> json.put("stop", it));
        answer.usage().ifPresent(it -> json.set("usage", usage(it)));
        return json;
    }

    private static Completion completion(JsonNode json) {
        List<Part> parts = new ArrayList<>();
        json.path("parts").forEach(part -> parts.add(PartJson.read(part)));
        return new Completion(
                json.path("id").textValue(),
                json.path("model").textValue(),
                parts,
                Finish.valueOf(json.path("finish").textValue()),
                text(json, "stop"),
                node(json, "usage").map(KeptJson::usage));
    }

    private static ObjectNode usage(Usage usage) {
        return switch (usage) {
            case Usage(
                            long input,
                            long cacheRead,
                            long cacheWrite,
                            long cacheWriteLong,
                            long inputAudio,
                            long cacheReadAudio,
                            long inputImage,
                            long output,
                            long reasoning,
                            long outputAudio,
                            long outputImage,
                            boolean estimated) ->
                    Json.object()
                            .put("input", input)
                            .put("cacheRead", cacheRead)
                            .put("cacheWrite", cacheWrite)
                            .put("cacheWriteLong", cacheWriteLong)
                            .put("inputAudio", inputAudio)
                            .put("cacheReadAudio", cacheReadAudio)
                            .put("inputImage", inputImage)
                            .put("output", output)
                            .put("reasoning", reasoning)
                            .put("outputAudio", outputAudio)
                            .put("outputImage", outputImage)
                            .put("estimated", estimated);
        };
    }

    private static Usage usage(JsonNode json) {
        return new Usage(
                json.path("input").longValue(),
                json.path("cacheRead").longValue(),
                json.path("cacheWrite").longValue(),
                json.path("cacheWriteLong").longValue(),
                json.path("inputAudio").longValue(),
                json.path("cacheReadAudio").longValue(),
                json.path("inputImage").longValue(),
                json.path("output").longValue(),
                json.path("reasoning").longValue(),
                json.path("outputAudio").longValue(),
                json.path("outputImage").longValue(),
                json.path("estimated").booleanValue());
    }

    static Optional<String> text(JsonNode json, String name) {
        return Optional.ofNullable(json.path(name).textValue());
    }

    static Optional<JsonNode> node(JsonNode json, String name) {
        return Optional.ofNullable(json.get(name));
    }
}
