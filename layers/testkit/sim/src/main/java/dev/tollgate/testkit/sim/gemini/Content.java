package dev.tollgate.testkit.sim.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.testkit.sim.dialect.Echo;
import dev.tollgate.testkit.sim.dialect.Ids;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Said;
import dev.tollgate.testkit.sim.dialect.Said.Choice;
import dev.tollgate.testkit.sim.dialect.Sse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What was said to a request for content, with what its document and its chunks have in common.
///
/// @param thoughtsShown whether thoughts are parts and not only counted
record Content(
        String id, Instant created, Said said, boolean thoughtsShown, Echo echo, Surface surface) {

    /// A document or chunk with one candidate more for each list of parts.
    ObjectNode document(List<ObjectNode> candidates, ObjectNode usage) {
        var document = Json.object();
        candidates.forEach(document.withArrayProperty("candidates")::add);
        return closed(document, usage);
    }

    /// The document or only chunk in place of an answer to a prompt that was refused.
    ObjectNode blocked() {
        var document = Json.object();
        surface.block(document.putObject("promptFeedback"));
        return closed(document, usage(said.promptTokens(), 0, 0));
    }

    boolean isBlocked() {
        return said.choices().getFirst().finish() == Said.Finish.BLOCKED;
    }

    private ObjectNode closed(ObjectNode document, ObjectNode usage) {
        if (said.usageShown()) {
            document.set("usageMetadata", usage);
        }
        surface.close(document, said.ask().model(), id, created);
        echo.addTo(document);
        return document;
    }

    ObjectNode candidate(Choice choice, List<ObjectNode> parts, boolean last) {
        var candidate = Json.object();
        var content = candidate.putObject("content");
        if (!parts.isEmpty()) {
            content.putArray("parts").addAll(parts);
        }
        content.put("role", "model");
        if (last) {
            finishReason(choice.finish()).ifPresent(why -> candidate.put("finishReason", why));
        }
        surface.index(candidate, choice.index());
        return candidate;
    }

    ObjectNode thought(String text) {
        return Json.object().put("text", text).put("thought", true);
    }

    /// Whether what a choice says is signed: by the latest models always, by others if they thought.
    boolean signs(Choice choice) {
        return Method.isLatest(said.ask().model()) || !choice.thoughts().isEmpty();
    }

    /// A function's call, of which the first of a choice may be signed; nothing if it was cut off.
    Optional<ObjectNode> call(Choice choice, Said.ToolCall call, boolean first) {
        var args = Json.parse(Sse.utf8(call.text()));
        if (!args.isObject()) {
            return Optional.empty();
        }
        var part = Json.object();
        var function = part.putObject("functionCall").put("name", call.tool().name());
        function.set("args", args);
        if (surface == Surface.STUDIO && Method.isLatest(said.ask().model())) {
            function.put("id", Ids.next("").substring(0, 8));
        }
        if (first && signs(choice)) {
            part.put("thoughtSignature", ThoughtSignature.ofCall(call.tool().name()));
        }
        return Optional.of(part);
    }

    ObjectNode wholeUsage() {
        int thoughts = said.thinkingTokens();
        return usage(said.promptTokens(), said.completionTokens() - thoughts, thoughts);
    }

    /// The usage of a chunk on the way.
    ObjectNode partialUsage(int saidSoFar, int thoughtSoFar) {
        if (surface.countsOnTheWay()) {
            return usage(said.promptTokens(), saidSoFar, thoughtSoFar);
        }
        var usage = Json.object();
        surface.markUsage(usage);
        return usage;
    }

    private ObjectNode usage(int prompt, int candidates, int thoughts) {
        var usage = Json.object().put("promptTokenCount", prompt);
        if (candidates > 0) {
            usage.put("candidatesTokenCount", candidates);
        }
        usage.put("totalTokenCount", prompt + candidates + thoughts);
        if (thoughts > 0) {
            usage.put("thoughtsTokenCount", thoughts);
        }
        Modalities.addTo(usage, said.ask().turns());
        int cached = said.ask().implicitlyCached();
        if (cached > 0) {
            usage.put("cachedContentTokenCount", cached);
            usage.putArray("cacheTokensDetails").add(Modalities.count("TEXT", cached));
        }
        surface.markUsage(usage);
        return usage;
    }

    private static Optional<String> finishReason(Said.Finish finish) {
        return switch (finish) {
            case STOP, STOP_SEQUENCE, TOOL_CALLS -> Optional.of("STOP");
            case LENGTH -> Optional.of("MAX_TOKENS");
            case REFUSAL -> Optional.of("SAFETY");
            case BLOCKED, NONE -> Optional.empty();
        };
    }
}
