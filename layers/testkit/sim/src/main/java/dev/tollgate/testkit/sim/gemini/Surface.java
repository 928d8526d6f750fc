package dev.tollgate.testkit.sim.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The two places where Gemini is sold, which differ in a few members.
public enum Surface {
    STUDIO,
    VERTEX;

    private static final Set<String> REQUEST =
            Set.of(
                    "contents",
                    "systemInstruction",
                    "tools",
                    "toolConfig",
                    "safetySettings",
                    "generationConfig",
                    "cachedContent",
                    "model");

    /// The members that a request for content may have.
    Set<String> request() {
        var more = this == VERTEX ? Set.of("labels", "modelArmorConfig") : Set.of("serviceTier");
        return Stream.concat(REQUEST.stream(), more.stream()).collect(Collectors.toSet());
    }

    /// What the usage of a chunk has beside numbers.
    void markUsage(ObjectNode usage) {
        switch (this) {
            case STUDIO -> usage.put("serviceTier", "standard");
            case VERTEX -> usage.put("trafficType", "ON_DEMAND");
        }
    }

    /// Whether a chunk in the middle of a stream counts tokens.
    boolean countsOnTheWay() {
        return this == STUDIO;
    }

    /// Adds where a candidate stands among the others.
    void index(ObjectNode candidate, int index) {
        if (this == STUDIO || index > 0) {
            candidate.put("index", index);
        }
    }

    /// The end of every document and chunk.
    void close(ObjectNode document, String model, String id, Instant now) {
        document.put("modelVersion", model);
        if (this == VERTEX) {
            document.put("createTime", now.toString());
        }
        document.put("responseId", id);
    }

    /// The end of the answer to a prompt that was refused.
    void block(ObjectNode feedback) {
        feedback.put("blockReason", "PROHIBITED_CONTENT");
        if (this == VERTEX) {
            feedback.put("blockReasonMessage", "The prompt could not be submitted.");
        }
    }
}
