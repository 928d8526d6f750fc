package dev.tollgate.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Chunk;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Citation;
import dev.tollgate.provider.wire.Tongue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where an answer comes from: what a search of the web, or a page that was read, gave to it. Each source is cited once, at the text it came with; the
/// metadata as a whole are a part of Gemini's own.
final class Sources {
    private static final List<String> METADATA =
            List.of("groundingMetadata", "citationMetadata", "urlContextMetadata");
    private static final int MAX_KNOWN = 1_000;

    private final Set<Citation> known = new HashSet<>();
    private final Map<String, JsonNode> last = new HashMap<>();

    void read(JsonNode candidate, PartReader parts, List<Chunk> chunks) {
        for (JsonNode chunk : candidate.path("groundingMetadata").path("groundingChunks")) {
            cite(chunk.path("web"), parts, chunks);
            cite(chunk.path("retrievedContext"), parts, chunks);
        }
        JsonNode cited = candidate.path("citationMetadata");
        cited.path("citationSources").forEach(source -> cite(source, parts, chunks));
        cited.path("citations").forEach(source -> cite(source, parts, chunks));
        for (String type : METADATA) {
            JsonNode metadata = candidate.path(type);
            if (metadata.isObject() && !metadata.isEmpty() && !metadata.equals(last.get(type))) {
                last.put(type, metadata);
                parts.whole(new Part.Foreign(Tongue.GEMINI.written(), type, metadata), chunks);
            }
        }
    }

    private void cite(JsonNode source, PartReader parts, List<Chunk> chunks) {
        Citation citation =
                new Citation(text(source, "uri"), text(source, "title"), Optional.empty());
        if (citation.url().isPresent() && known.size() < MAX_KNOWN && known.add(citation)) {
            parts.cite(citation, chunks);
        }
    }

    private static Optional<String> text(JsonNode node, String name) {
        return Optional.of(node.path(name)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }
}
