package dev.tollgate.testkit.sim.azure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.testkit.sim.dialect.Answer;
import dev.tollgate.testkit.sim.dialect.Call;
import dev.tollgate.testkit.sim.dialect.Operation;
import dev.tollgate.testkit.sim.dialect.Request;

/// An operation whose model is named by its address, whatever the body says.
record Deployed(String deployment, Operation operation) implements Operation {

    @Override
    public boolean charged() {
        return operation.charged();
    }

    @Override
    public String model(Request request, JsonNode body) {
        return deployment;
    }

    @Override
    public Answer answer(Call call) {
        return operation.answer(call);
    }
}
