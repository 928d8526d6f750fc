package dev.tollgate.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.config.Bounds;
import dev.tollgate.config.Deadline;
import dev.tollgate.conversation.Ask;
import dev.tollgate.conversation.Language;
import dev.tollgate.dialect.chat.ChatDialect;
import dev.tollgate.http.JsonBody;
import dev.tollgate.http.RequestSigner;
import dev.tollgate.http.Transport;
import dev.tollgate.identity.Secret;
import dev.tollgate.provider.openai.Host;
import dev.tollgate.provider.openai.OpenAi;
import dev.tollgate.provider.wire.Provider;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Course;
import dev.tollgate.routing.ModelFacts;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Target;
import dev.tollgate.usage.Estimate;
import dev.tollgate.usage.TokenCounter;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Calls for tests, made from their JSON, and the way of one through a provider.
public final class Calls {
    public static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
    public static final Estimate ESTIMATE = new Estimate(TokenCounter.byLength());

    /// For providers that know us by a key.
    public static final RequestSigner UNSIGNED =
            (_, service, _) -> {
                throw new IllegalStateException(service + " is not to be signed for");
            };

    private Calls() {}

    public static Call chat(String json) {
        return of(Operation.CHAT, json, false);
    }

    public static Call stream(String json) {
        return of(Operation.CHAT, json, true);
    }

    /// A call by a caller who speaks chat completions.
    public static Call of(Operation operation, String json, boolean streamed) {
        return of(new ChatDialect(), operation, json, streamed);
    }

    public static Call of(Language language, Operation operation, String json, boolean streamed) {
        try {
            JsonBody body = JsonBody.parse(json.getBytes(UTF_8));
            return new Call(
                    "req_test",
                    operation,
                    new Ask(language, body, streamed, START),
                    Deadline.in(Bounds.MAX_DEADLINE, START));
        } catch (JsonBody.Malformed e) {
            throw new IllegalArgumentException(e);
        }
    }

    /// OpenAI itself.
    public static OpenAi openAi() {
        Host host = Host.of("openai");
        return OpenAi.at(host, host.baseUrl().orElseThrow(), ModelFacts.UNKNOWN, ESTIMATE);
    }

    /// The way to one target, for any call.
    public static Course along(Target target) {
        return new Course(List.of(Course.Stop.open(target)), Map.of(), Optional.empty());
    }

    /// What a provider makes of its reply to a call.
    public static Outcome read(Provider provider, Call call, Transport.Reply reply)
            throws IOException {
        return provider.prepare(call, "gpt-x", Optional.of(new Secret("sk-1")))
                .reading()
                .read(reply);
    }
}
