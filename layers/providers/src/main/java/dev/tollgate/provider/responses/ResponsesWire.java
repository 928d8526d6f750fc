package dev.tollgate.provider.responses;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.http.JsonBody;
import dev.tollgate.provider.openai.Host;
import dev.tollgate.provider.openai.HostFitting;
import dev.tollgate.provider.openai.OpenAiErrors;
import dev.tollgate.provider.wire.Fitted;
import dev.tollgate.provider.wire.Outbound;
import dev.tollgate.provider.wire.StreamReader;
import dev.tollgate.provider.wire.Tongue;
import dev.tollgate.provider.wire.Wire;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.ModelFacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// OpenAI's responses, as OpenAI and every host like it speak them.
public record ResponsesWire(Host host) implements Wire {
    static final String STORE = "store";
    private static final byte[] FALSE = "false".getBytes(UTF_8);

    @Override
    public Tongue tongue() {
        return Tongue.RESPONSES;
    }

    @Override
    public Fitted fit(Prompt prompt, String model, ModelFacts facts) {
        return HostFitting.fit(prompt, model, host, it -> ResponsesRequestBody.settings(it, model));
    }

    @Override
    public ObjectNode request(Prompt prompt, String model, boolean streamed, ModelFacts facts) {
        return ResponsesRequestBody.write(prompt, model, streamed, host);
    }

    /// Everything stays as sent but for `model`, `store`, what the host is known to refuse, and what only other providers can read.
    @Override
    public Outbound pass(JsonBody body, String model, boolean streamed) {
        Host.Fitted fitted = host.fit(body);
        List<String> dropped = new ArrayList<>(fitted.dropped());
        Map<String, byte[]> changes = new LinkedHashMap<>(fitted.changes());
        changes.put("model", Json.quote(model).getBytes(UTF_8));
        if (!host.lacks().contains(STORE)) {
            changes.put(STORE, FALSE);
            if (body.member(STORE).filter(JsonNode::asBoolean).isPresent()) {
                dropped.add(STORE);
            }
        }
        SignedByOthers.leaveOut(fitted.body())
                .ifPresent(input -> {
                    changes.put("input", Json.bytes(input));
                    dropped.add(SignedByOthers.NAME);
                });
        return new Outbound(fitted.body().with(changes), dropped);
    }

    @Override
    public Completion completion(JsonNode answer) throws Unreadable {
        return ResponsesAnswer.read(answer);
    }

    @Override
    public boolean tellsAll(JsonNode answer) {
        return !ResponsesAnswer.hasProbabilities(answer);
    }

    @Override
    public StreamReader reader(Call call) {
        boolean same = call.ask().language().name().equals(tongue().written());
        return new ResponsesStreamReader(!same);
    }

    @Override
    public Failure failure(int status, Headers headers, byte[] body) {
        return OpenAiErrors.classify(tongue(), status, headers, body);
    }

    @Override
    public Optional<Failure> failureIn(JsonNode answer) {
        return failed(answer);
    }

    /// A response that has failed says why in `error`; hosts have been seen to send nothing but that.
    static Optional<Failure> failed(JsonNode answer) {
        if (OpenAiErrors.isError(answer.path("error"))) {
            return Optional.of(classified(answer.path("error")));
        }
        return switch (answer.path("status").asText()) {
            case "failed", "cancelled" ->
                    Optional.of(Failure.of(Kind.SERVER_ERROR, "the response has failed"));
            default -> Optional.empty();
        };
    }

    /// @param error as it stands in an envelope, which it is put into
    static Failure classified(JsonNode error) {
        JsonNode envelope = Json.object().set("error", error);
        return OpenAiErrors.classify(Tongue.RESPONSES, 200, Headers.none(), Json.bytes(envelope));
    }
}
