package dev.tollgate.testkit.sim.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.testkit.sim.dialect.Refused;
import dev.tollgate.testkit.sim.dialect.Turn;
import dev.tollgate.testkit.sim.dialect.Turn.Role;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads contents into turns: what functions responded comes last in its content, since it is what
/// is answered.
final class Contents {

    private static final Set<String> CONTENT = Set.of("role", "parts");

    private final String where;
    private final List<Turn> turns = new ArrayList<>();

    private Contents(String where) {
        this.where = where;
    }

    /// The system's instruction, if there is one, and the contents.
    static List<Turn> turns(JsonNode body, String model) {
        var contents = Proto.get(body, "contents");
        if (!contents.isArray() || contents.isEmpty()) {
            throw Proto.wrong("* GenerateContentRequest.contents: contents is not specified\n");
        }
        var reader = new Contents("contents");
        var instruction = Proto.get(body, "systemInstruction");
        if (!instruction.isMissingNode()) {
            reader.add(Role.SYSTEM, instruction, "system_instruction");
        }
        for (int i = 0; i < contents.size(); i++) {
            var content = contents.path(i);
            reader.add(role(content), content, reader.where + "[" + i + "]");
        }
        FunctionPairs.check(contents, model);
        return List.copyOf(reader.turns);
    }

    /// The text of one content that is to be embedded.
    static String text(JsonNode content, String where) {
        var reader = new Contents(where);
        reader.add(Role.USER, content, where);
        return reader.turns.getFirst().text();
    }

    private static Role role(JsonNode content) {
        return switch (content.path("role").asText("user")) {
            case "user" -> Role.USER;
            case "model" -> Role.ASSISTANT;
            default -> throw Proto.wrong("Please use a valid role: user, model.");
        };
    }

    private void add(Role role, JsonNode content, String at) {
        Proto.check(content, at, CONTENT);
        var parts = content.path("parts");
        if (!parts.isArray() || parts.isEmpty()) {
            throw Proto.wrong(
                    "* GenerateContentRequest."
                            + at
                            + ".parts: contents.parts must not be empty.\n");
        }
        Map<Role, Spoken> spoken = new EnumMap<>(Role.class);
        for (int i = 0; i < parts.size(); i++) {
            var part = PartReader.part(role, parts.path(i), at + ".parts[" + i + "]");
            spoken.computeIfAbsent(part.role(), any -> new Spoken()).add(part);
        }
        spoken.forEach((who, said) -> turns.add(said.turn(who)));
    }

    /// What one speaker says in one content.
    private static final class Spoken {
        private final List<String> texts = new ArrayList<>();
        private int images;

        void add(Turn part) {
            if (!part.text().isBlank()) {
                texts.add(part.text());
            }
            images += part.images();
        }

        Turn turn(Role role) {
            return new Turn(role, String.join(" ", texts), images);
        }
    }

    /// A list that must not be longer than the provider takes.
    static void atMost(int most, JsonNode list, String field) {
        if (list.size() > most) {
            throw Refused.invalid(field, "at most " + most + " can be in one batch");
        }
    }
}
