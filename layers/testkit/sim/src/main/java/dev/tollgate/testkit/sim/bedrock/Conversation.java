package dev.tollgate.testkit.sim.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.testkit.sim.dialect.Turn;
import dev.tollgate.testkit.sim.dialect.Turn.Role;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.stream.Collectors;

/// The system's prompt and the messages of a request.
///
/// @param turns by who speaks; what tools said comes last in its message, since it is what is answered
/// @param cached all text up to the last cache point
record Conversation(List<Turn> turns, String cached) {

    static Conversation of(JsonNode body) {
        var messages = body.path("messages");
        if (!messages.isArray() || messages.isEmpty()) {
            throw BedrockErrors.invalid(
                    "A conversation must start with a user message. Try again with a conversation"
                            + " that starts with a user message.");
        }
        var reader = new Reader(new ArrayList<>(), new StringBuilder(), new StringBuilder());
        reader.add(Role.SYSTEM, body.path("system"), "system");
        for (int i = 0; i < messages.size(); i++) {
            var message = messages.path(i);
            var where = "messages." + i + ".content";
            var content = message.path("content");
            if (!content.isArray() || content.isEmpty()) {
                throw BedrockErrors.invalid(
                        "The content field in the Message object at messages."
                                + i
                                + " is empty. Add a ContentBlock object to the content field and"
                                + " try again.");
            }
            reader.add(role(message, i), content, where);
        }
        ToolPairs.check(messages, body.has("toolConfig"));
        return new Conversation(List.copyOf(reader.turns), reader.cached.toString());
    }

    private static Role role(JsonNode message, int index) {
        var role = message.path("role").asText();
        if (!role.equals("user") && !role.equals("assistant")) {
            throw BedrockErrors.invalid(
                    "1 validation error detected: Value '"
                            + role
                            + "' at 'messages."
                            + (index + 1)
                            + ".member.role' failed to satisfy constraint: Member must satisfy"
                            + " enum value set: [user, assistant]");
        }
        if (role.equals("user") != (index % 2 == 0)) {
            throw BedrockErrors.invalid(
                    index == 0
                            ? "A conversation must start with a user message. Try again with a"
                                    + " conversation that starts with a user message."
                            : "A conversation must alternate between user and assistant roles. Make"
                                    + " sure the conversation alternates between user and assistant"
                                    + " roles and try again.");
        }
        return role.equals("user") ? Role.USER : Role.ASSISTANT;
    }

    private record Reader(List<Turn> turns, StringBuilder text, StringBuilder cached) {
        void add(Role role, JsonNode content, String where) {
            var said = new EnumMap<Role, List<Turn>>(Role.class);
            for (int i = 0; i < content.size(); i++) {
                var block = content.path(i);
                if (block.has("cachePoint")) {
                    cached.append(text);
                    text.setLength(0);
                    continue;
                }
                var part = BlockReader.block(role, block, where + "." + i);
                text.append(' ').append(part.text());
                said.computeIfAbsent(part.role(), any -> new ArrayList<>()).add(part);
            }
            said.forEach((who, parts) -> turns.add(BlockReader.joined(who, parts)));
        }
    }

    /// The text of some turns in one.
    static String text(List<Turn> turns) {
        return turns.stream()
                .map(Turn::text)
                .filter(text -> !text.isBlank())
                .collect(Collectors.joining(" "));
    }
}
