package dev.tollgate.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.dialect.chat.StreamOptions;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// OpenAI's chat completions, as OpenAI and every host like it speak them.
public record ChatWire(Host host) implements Wire {

    @Override
    public Tongue tongue() {
        return Tongue.OPENAI;
    }

    @Override
    public Fitted fit(Prompt prompt, String model, ModelFacts facts) {
        return HostFitting.fit(
                prompt, model, host, it -> ChatRequestBody.settings(it, model, host));
    }

    @Override
    public ObjectNode request(Prompt prompt, String model, boolean streamed, ModelFacts facts) {
        return ChatRequestBody.write(prompt, model, streamed, host);
    }

    /// Everything stays as sent but for `model`, `stream_options.include_usage`, what the host is known to refuse, and what only other providers can read.
    @Override
    public Outbound pass(JsonBody body, String model, boolean streamed) {
        Host.Fitted fitted = host.fitChat(body);
        Map<String, byte[]> changes = new LinkedHashMap<>(fitted.changes());
        changes.put("model", Json.quote(model).getBytes(UTF_8));
        if (streamed && !host.lacks().contains(StreamOptions.NAME)) {
            changes.put(StreamOptions.NAME, StreamOptions.withUsage(body));
        }
        List<String> dropped = new ArrayList<>(fitted.dropped());
        SignedByOthers.leaveOut(fitted.body())
                .ifPresent(messages -> {
                    changes.put("messages", Json.bytes(messages));
                    dropped.add(SignedByOthers.NAME);
                });
        return new Outbound(fitted.body().with(changes), dropped);
    }

    @Override
    public Completion completion(JsonNode answer) throws Unreadable {
        return ChatAnswer.read(answer);
    }

    @Override
    public boolean tellsAll(JsonNode answer) {
        return ChatAnswer.toldInFull(answer);
    }

    @Override
    public StreamReader reader(Call call) {
        return new ChatStreamReader(call);
    }

    @Override
    public Failure failure(int status, Headers headers, byte[] body) {
        return OpenAiErrors.classify(status, headers, body);
    }

    @Override
    public Optional<Failure> failureIn(JsonNode answer) {
        if (OpenAiErrors.isError(answer.path("error"))) {
            return Optional.of(OpenAiErrors.classify(200, Headers.none(), Json.bytes(answer)));
        }
        return answer.path("choices")
                .valueStream()
                .map(ChatAnswer::failure)
                .flatMap(Optional::stream)
                .findFirst();
    }
}
