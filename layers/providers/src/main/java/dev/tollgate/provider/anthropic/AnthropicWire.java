package dev.tollgate.provider.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.http.JsonBody;
import dev.tollgate.provider.wire.Fitted;
import dev.tollgate.provider.wire.Outbound;
import dev.tollgate.provider.wire.StreamReader;
import dev.tollgate.provider.wire.Tongue;
import dev.tollgate.provider.wire.Wire;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.ModelFacts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Anthropic's messages.
public record AnthropicWire() implements Wire {

    @Override
    public Tongue tongue() {
        return Tongue.ANTHROPIC;
    }

    @Override
    public Fitted fit(Prompt prompt, String model, ModelFacts facts) {
        return ClaudeFitting.fit(prompt, model, facts);
    }

    @Override
    public ObjectNode request(Prompt prompt, String model, boolean streamed, ModelFacts facts) {
        return MessagesRequestBody.write(prompt, model, streamed);
    }

    /// Everything stays as sent but for `model`, and for what no other provider's answers should have left behind.
    @Override
    public Outbound pass(JsonBody body, String model, boolean streamed) {
        OthersThoughts.Left left = OthersThoughts.in(body);
        Map<String, byte[]> changes = new HashMap<>(left.changes());
        changes.put("model", Json.quote(model).getBytes(UTF_8));
        return new Outbound(left.body().with(changes), List.copyOf(left.dropped()));
    }

    @Override
    public Completion completion(JsonNode answer) throws Unreadable {
        return AnthropicAnswer.read(answer);
    }

    @Override
    public StreamReader reader(Call call) {
        return new AnthropicStreamReader();
    }

    @Override
    public Failure failure(int status, Headers headers, byte[] body) {
        return AnthropicErrors.classify(status, headers, body);
    }

    @Override
    public Optional<Failure> failureIn(JsonNode answer) {
        return AnthropicErrors.isError(answer)
                ? Optional.of(AnthropicErrors.classify(200, Headers.none(), Json.bytes(answer)))
                : Optional.empty();
    }
}
