package dev.tollgate.testkit.sim.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.testkit.sim.dialect.Answer;
import dev.tollgate.testkit.sim.dialect.Call;
import dev.tollgate.testkit.sim.dialect.Errors;
import dev.tollgate.testkit.sim.dialect.Ids;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Operation;
import dev.tollgate.testkit.sim.dialect.Request;
import dev.tollgate.testkit.sim.dialect.Said;
import dev.tollgate.testkit.sim.dialect.Sse;
import java.util.Optional;

/// A chat completion.
public record Chat(Errors words, Flavour flavour) implements Operation {

    @Override
    public boolean charged() {
        return true;
    }

    @Override
    public String model(Request request, JsonNode body) {
        return body.path("model").asText("");
    }

    @Override
    public Answer answer(Call call) {
        var host = new Host(call.script(), flavour);
        var said = Said.of(ChatReader.ask(call.model(), call.body()), call.script());
        var answer =
                new ChatAnswer(
                        Ids.next("chatcmpl-"),
                        call.now(),
                        said,
                        call.body().path("stream_options").path("include_usage").asBoolean(),
                        call.echo(),
                        host);
        return said.ask().stream()
                ? ChatStream.of(answer, asides(host))
                : ChatCompletion.of(answer);
    }

    private Answer.Asides asides(Flavour host) {
        return new Answer.Asides(
                Sse.comment(host.comment().orElse("keep-alive")),
                Sse.utf8("data: {\"id\":\"chatcmpl-\",\"choices\":[{\"ind\n\n"),
                index -> Sse.data(Json.bytes(host.error(failure()))));
    }

    private ObjectNode failure() {
        return (ObjectNode) Json.parse(words.ofStatus(500, "", Optional.empty()).body());
    }
}
