package dev.tollgate.testkit.sim.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.testkit.sim.dialect.Answer;
import dev.tollgate.testkit.sim.dialect.Call;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Operation;
import dev.tollgate.testkit.sim.dialect.Request;
import dev.tollgate.testkit.sim.dialect.Turn;

/// How many tokens messages have, which is free to ask.
record CountTokens() implements Operation {

    @Override
    public boolean charged() {
        return false;
    }

    @Override
    public String model(Request request, JsonNode body) {
        return body.path("model").asText("");
    }

    @Override
    public Answer answer(Call call) {
        call.needModel();
        var turns = Conversation.of(call.body()).turns();
        int tokens = turns.stream().mapToInt(Turn::tokens).sum();
        return Answer.free(Json.object().put("input_tokens", tokens));
    }
}
