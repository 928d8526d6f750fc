package dev.tollgate.testkit.sim.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/// What a generating call asks for, whatever the dialect it is asked in.
///
/// @param turns at least one, in order; the system's are among them
/// @param choices how many answers are wanted
/// @param maxTokens the bound on what is thought and said in one answer
/// @param stops texts that end an answer and are not part of it
/// @param schema the JSON schema the answer has to follow, if it is to be JSON
/// @param thinkingTokens how much is to be thought before the answer, 0 for nothing
public record Ask(
        String model,
        List<Turn> turns,
        boolean stream,
        int choices,
        int maxTokens,
        List<String> stops,
        Tools tools,
        Optional<JsonNode> schema,
        int thinkingTokens) {

    public Ask {
        turns = List.copyOf(turns);
        stops = List.copyOf(stops);
    }

    /// The tokens of all turns, cached or not.
    public int promptTokens() {
        return turns.stream().mapToInt(Turn::tokens).sum();
    }

    public int images() {
        return turns.stream().mapToInt(Turn::images).sum();
    }

    /// The text of the last turn of a role, or nothing.
    public String lastText(Turn.Role role) {
        return turns.reversed().stream()
                .filter(turn -> turn.role() == role)
                .findFirst()
                .map(Turn::text)
                .orElse("");
    }

    /// The tokens of all turns but the last one, in whole blocks of 128 and from 1,024 prompt tokens
    /// on: what a cache knows that nobody had to ask for.
    public int implicitlyCached() {
        int prompt = promptTokens();
        int earlier = prompt - turns.getLast().tokens();
        return prompt < 1024 ? 0 : earlier / 128 * 128;
    }

    /// How much an effort thinks: 16, 64, 256, 1,024 or 2,048 tokens for low, medium, high, xhigh and
    /// max, and nothing for any other word.
    public static int thinkingTokens(String effort) {
        return switch (effort) {
            case "low" -> 16;
            case "medium" -> 64;
            case "high" -> 256;
            case "xhigh" -> 1024;
            case "max" -> 2048;
            default -> 0;
        };
    }

    /// A field's value within its bounds.
    ///
    /// @throws Refused if it is not
    public static int between(String field, int least, int value, int most) {
        if (value < least || value > most) {
            throw Refused.invalid(
                    field, "need " + least + " <= " + field + " <= " + most + ", got " + value);
        }
        return value;
    }
}
