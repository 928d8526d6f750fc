package dev.tollgate.testkit.sim.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.testkit.sim.dialect.Answer;
import dev.tollgate.testkit.sim.dialect.Call;
import dev.tollgate.testkit.sim.dialect.Operation;
import dev.tollgate.testkit.sim.dialect.Request;
import dev.tollgate.testkit.sim.dialect.Said;

/// An answer to a conversation, whole or as a stream.
record Converse(String name, boolean stream, PromptCache cache) implements Operation {

    @Override
    public boolean charged() {
        return true;
    }

    @Override
    public String model(Request request, JsonNode body) {
        return name;
    }

    @Override
    public Answer answer(Call call) {
        var conversation = Conversation.of(call.body());
        var ask = new ConverseReader(name, call.body()).ask(stream, conversation.turns());
        var use = cache.use(name, conversation.cached());
        var reply = new ConverseReply(Said.of(ask, call.script()), use, call.echo());
        return stream ? ConverseStream.of(reply) : ConverseDocument.of(reply);
    }
}
