package dev.tollgate.testkit.sim.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.testkit.sim.dialect.Answer;
import dev.tollgate.testkit.sim.dialect.Call;
import dev.tollgate.testkit.sim.dialect.Errors;
import dev.tollgate.testkit.sim.dialect.Operation;
import dev.tollgate.testkit.sim.dialect.Request;
import dev.tollgate.testkit.sim.dialect.Said;
import java.util.Optional;

/// A response, by OpenAI's newer way to ask for an answer.
public record Responses(Errors words) implements Operation {

    @Override
    public boolean charged() {
        return true;
    }

    @Override
    public String model(Request request, JsonNode body) {
        return body.path("model").asText("");
    }

    @Override
    public Optional<Errors> errors() {
        return Optional.of(words);
    }

    @Override
    public Answer answer(Call call) {
        var ask = ResponsesReader.ask(call.model(), call.body());
        var document = ResponseDocument.of(call, Said.of(ask, call.script()));
        return ask.stream() ? ResponseStream.of(document) : document.whole();
    }
}
