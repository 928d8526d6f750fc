package dev.tollgate.testkit.sim.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.testkit.sim.dialect.Answer;
import dev.tollgate.testkit.sim.dialect.Call;
import dev.tollgate.testkit.sim.dialect.Ids;
import dev.tollgate.testkit.sim.dialect.Operation;
import dev.tollgate.testkit.sim.dialect.Request;
import dev.tollgate.testkit.sim.dialect.Said;

/// An answer to messages.
record Messages(PromptCache cache) implements Operation {

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
        var conversation = Conversation.of(call.body());
        var ask = MessageReader.ask(call.model(), call.body(), conversation.turns());
        var use = cache.use(call.model(), conversation.prompt());
        var said = Said.of(ask, call.script());
        var message = new MessageCall(Ids.next("msg_"), said, use, call.echo());
        return ask.stream() ? MessageStream.of(message) : MessageDocument.of(message);
    }
}
