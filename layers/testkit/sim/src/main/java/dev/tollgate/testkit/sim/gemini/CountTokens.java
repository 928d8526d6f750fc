package dev.tollgate.testkit.sim.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.testkit.sim.dialect.Answer;
import dev.tollgate.testkit.sim.dialect.Call;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Operation;
import dev.tollgate.testkit.sim.dialect.Request;
import dev.tollgate.testkit.sim.dialect.Turn;
import java.util.Set;

/// How many tokens contents have, which is free to ask. AI Studio counts a whole request, too.
public record CountTokens(String name, Surface surface) implements Operation {

    private static final String WHOLE = "generateContentRequest";

    @Override
    public boolean charged() {
        return false;
    }

    @Override
    public String model(Request request, JsonNode body) {
        return name;
    }

    @Override
    public Answer answer(Call call) {
        call.needModel();
        Proto.check(
                call.body(),
                "",
                switch (surface) {
                    case STUDIO -> Set.of("contents", WHOLE);
                    case VERTEX ->
                            Set.of(
                                    "contents",
                                    "systemInstruction",
                                    "tools",
                                    "generationConfig",
                                    "model",
                                    "instances");
                });
        var whole = Proto.get(call.body(), WHOLE);
        var turns = Contents.turns(whole.isObject() ? whole : call.body(), name);
        var count = Json.object();
        count.put("totalTokens", turns.stream().mapToInt(Turn::tokens).sum());
        Modalities.addTo(count, turns);
        return Answer.free(count);
    }
}
