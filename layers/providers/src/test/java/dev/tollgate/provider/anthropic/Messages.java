package dev.tollgate.provider.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.dialect.messages.MessagesDialect;
import dev.tollgate.http.Json;
import dev.tollgate.http.Transport;
import dev.tollgate.identity.Secret;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.wire.Provider;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.ModelFacts;
import dev.tollgate.routing.Outcome;
import java.io.IOException;
import java.util.Optional;

/// Calls of Anthropic's for tests, and what becomes of them.
final class Messages {
    static final Provider PROVIDER =
            Anthropic.at(Anthropic.HOST, ModelFacts.UNKNOWN, Calls.ESTIMATE);

    private Messages() {}

    /// A call by a caller who speaks Anthropic's language.
    static Call call(String json) {
        boolean streamed = Json.tree(json.getBytes(UTF_8)).path("stream").asBoolean();
        return Calls.of(new MessagesDialect(), Operation.CHAT, json, streamed);
    }

    static Outcome read(Call call, Transport.Reply reply) throws IOException {
        return prepare(call, "claude-x").reading().read(reply);
    }

    static Provider.Prepared prepare(Call call, String model) {
        return prepare(call, model, PROVIDER);
    }

    static Provider.Prepared prepare(Call call, String model, Provider provider) {
        try {
            return provider.prepare(call, model, Optional.of(new Secret("sk-ant-1")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static JsonNode sent(Call call, String model) {
        return Json.tree(prepare(call, model).outgoing().body());
    }
}
