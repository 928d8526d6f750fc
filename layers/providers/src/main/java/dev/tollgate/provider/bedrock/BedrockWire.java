package dev.tollgate.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.http.Headers;
import dev.tollgate.provider.wire.EventSource;
import dev.tollgate.provider.wire.Fitted;
import dev.tollgate.provider.wire.StreamReader;
import dev.tollgate.provider.wire.Tongue;
import dev.tollgate.provider.wire.Wire;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.ModelFacts;
import java.io.InputStream;
import java.util.Optional;

/// AWS Bedrock's Converse, whole and streamed.
public record BedrockWire() implements Wire {

    @Override
    public Tongue tongue() {
        return Tongue.BEDROCK;
    }

    @Override
    public ObjectNode request(Prompt prompt, String model, boolean streamed, ModelFacts facts) {
        return ConverseRequest.write(prompt, new ModelId(model));
    }

    @Override
    public Fitted fit(Prompt prompt, String model, ModelFacts facts) {
        return ModelFitting.fit(prompt, new ModelId(model), facts);
    }

    @Override
    public Completion completion(JsonNode answer) throws Unreadable {
        return ConverseAnswer.read(answer);
    }

    @Override
    public StreamReader reader(Call call) {
        return new ConverseStreamReader();
    }

    @Override
    public EventSource events(InputStream body) {
        return new EventStream(body);
    }

    @Override
    public Failure failure(int status, Headers headers, byte[] body) {
        return BedrockErrors.classify(status, headers, body);
    }

    @Override
    public Optional<Failure> failureIn(JsonNode answer) {
        return BedrockErrors.failureIn(answer);
    }
}
