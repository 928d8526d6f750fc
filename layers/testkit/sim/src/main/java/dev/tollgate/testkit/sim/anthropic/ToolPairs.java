package dev.tollgate.testkit.sim.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.testkit.sim.dialect.Refused;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The rule that every tool's result follows the call of that tool, and the other way round.
final class ToolPairs {

    private ToolPairs() {}

    static void check(JsonNode messages) {
        Set<String> called = Set.of();
        var role = "";
        int at = 0;
        while (at < messages.size()) {
            role = messages.path(at).path("role").asText();
            var blocks = new ArrayList<JsonNode>();
            int first = at;
            for (; role.equals(messages.path(at).path("role").asText()); at++) {
                messages.path(at).path("content").forEach(blocks::add);
            }
            if (role.equals("user")) {
                checkResults(blocks, called, first);
                called = Set.of();
            } else {
                checkAnswered(called, first - 1);
                called = new LinkedHashSet<>(values(blocks, "tool_use", "id").toList());
            }
        }
        checkAnswered(called, messages.size() - 1);
    }

    private static void checkResults(List<JsonNode> blocks, Set<String> called, int message) {
        var results = values(blocks, "tool_result", "tool_use_id").toList();
        var open = new LinkedHashSet<>(called);
        for (var id : results) {
            if (!open.remove(id)) {
                throw Refused.invalid(
                        "messages." + message + ".content",
                        "unexpected `tool_use_id` found in `tool_result` blocks: "
                                + id
                                + ". Each `tool_result` block must have a corresponding"
                                + " `tool_use` block in the previous message.");
            }
        }
        boolean first =
                blocks.stream()
                        .limit(results.size())
                        .allMatch(block -> block.path("type").asText().equals("tool_result"));
        checkAnswered(first ? open : called, message - 1);
    }

    private static void checkAnswered(Set<String> open, int message) {
        if (!open.isEmpty()) {
            throw Refused.invalid(
                    "messages." + message,
                    "`tool_use` ids were found without `tool_result` blocks immediately after: "
                            + String.join(", ", open)
                            + ". Each `tool_use` block must have a corresponding `tool_result`"
                            + " block in the next message.");
        }
    }

    private static Stream<String> values(List<JsonNode> blocks, String type, String field) {
        return blocks.stream()
                .filter(block -> block.path("type").asText().equals(type))
                .map(block -> block.path(field).asText());
    }
}
