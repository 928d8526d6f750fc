package dev.tollgate.testkit.sim.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The rule that the message after a tool's use has its result, and no other results.
final class ToolPairs {

    private ToolPairs() {}

    static void check(JsonNode messages, boolean configured) {
        Set<String> open = Set.of();
        for (int i = 0; i < messages.size(); i++) {
            var uses = ids(messages.path(i), "toolUse");
            var results = ids(messages.path(i), "toolResult");
            if (!configured && !(uses.isEmpty() && results.isEmpty())) {
                throw BedrockErrors.invalid(
                        "The toolConfig field must be defined when using toolUse and toolResult"
                                + " content blocks.");
            }
            check(results, open, "messages." + i + ".content");
            open = new LinkedHashSet<>(uses);
        }
        check(List.of(), open, "messages." + messages.size() + ".content");
    }

    private static void check(List<String> results, Set<String> open, String where) {
        var left = new LinkedHashSet<>(open);
        for (var id : results) {
            if (!left.remove(id)) {
                throw BedrockErrors.invalid(
                        "The number of toolResult blocks at "
                                + where
                                + " exceeds the number of toolUse blocks of previous turn.");
            }
        }
        if (!left.isEmpty()) {
            throw BedrockErrors.invalid(
                    "Expected toolResult blocks at "
                            + where
                            + " for the following Ids: "
                            + String.join(", ", left));
        }
    }

    private static List<String> ids(JsonNode message, String kind) {
        var ids = new ArrayList<String>();
        for (var block : message.path("content")) {
            if (block.has(kind)) {
                ids.add(block.path(kind).path("toolUseId").asText());
            }
        }
        return ids;
    }
}
