package dev.tollgate.testkit.sim.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.testkit.sim.dialect.Refused;
import dev.tollgate.testkit.sim.dialect.Turn;
import dev.tollgate.testkit.sim.dialect.Turn.Role;
import java.util.ArrayList;
import java.util.List;

/// The system prompt and the messages of a request.
///
/// @param prompt every block in the order of the request
/// @param turns the same by who speaks; what tools said comes last in its message, since it is what
///     is answered
record Conversation(List<Block> prompt, List<Turn> turns) {

    static Conversation of(JsonNode body) {
        var messages = body.path("messages");
        if (!messages.isArray() || messages.isEmpty()) {
            throw Refused.invalid("messages", "at least one message is required");
        }
        var reader = new Reader(new ArrayList<>(), new ArrayList<>());
        var system = body.path("system");
        if (!system.isTextual() || !system.asText().isEmpty()) {
            reader.add(BlockReader.blocks(Role.SYSTEM, system, "system"));
        }
        for (int i = 0; i < messages.size(); i++) {
            var message = messages.path(i);
            var where = "messages." + i;
            var content = message.path("content");
            if (content.isEmpty() && content.asText().isEmpty()) {
                throw Refused.invalid(where, "all messages must have non-empty content");
            }
            reader.add(BlockReader.blocks(role(message, i), content, where + ".content"));
        }
        ToolPairs.check(messages);
        return new Conversation(List.copyOf(reader.prompt), List.copyOf(reader.turns));
    }

    private static Role role(JsonNode message, int index) {
        var role = message.path("role").asText();
        return switch (role) {
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            default -> {
                if (role.equals("system") && index > 0) {
                    yield Role.SYSTEM;
                }
                throw new Refused(errors ->
                        errors.plain(
                                400,
                                "messages: Unexpected role \""
                                        + role
                                        + "\". The Messages API accepts a top-level"
                                        + " `system` parameter, not \"system\" as an input"
                                        + " message role."));
            }
        };
    }

    private record Reader(List<Block> prompt, List<Turn> turns) {
        void add(List<Block> blocks) {
            prompt.addAll(blocks);
            for (var role : Role.values()) {
                var some = blocks.stream().filter(block -> block.role() == role).toList();
                if (!some.isEmpty()) {
                    turns.add(Block.turn(role, some));
                }
            }
        }
    }
}
