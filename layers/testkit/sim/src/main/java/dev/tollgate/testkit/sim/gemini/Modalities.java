package dev.tollgate.testkit.sim.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Tokens;
import dev.tollgate.testkit.sim.dialect.Turn;
import java.util.List;

/// The tokens of a prompt by what they are.
final class Modalities {

    private Modalities() {}

    static void addTo(ObjectNode usage, List<Turn> turns) {
        int all = turns.stream().mapToInt(Turn::tokens).sum();
        int text = turns.stream().mapToInt(turn -> Tokens.count(turn.text())).sum();
        var details = usage.putArray("promptTokensDetails").add(count("TEXT", text));
        if (all > text) {
            details.add(count("IMAGE", all - text));
        }
    }

    static ObjectNode count(String modality, int tokens) {
        return Json.object().put("modality", modality).put("tokenCount", tokens);
    }
}
