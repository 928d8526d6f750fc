package dev.tollgate.testkit.sim.openai;

import dev.tollgate.testkit.sim.dialect.Dialect;
import dev.tollgate.testkit.sim.dialect.Errors;
import dev.tollgate.testkit.sim.dialect.Operation;
import dev.tollgate.testkit.sim.dialect.Refused;
import dev.tollgate.testkit.sim.dialect.Request;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// OpenAI, which has every address that nobody else claims.
///
/// @see <a href="https://platform.openai.com/docs/api-reference">OpenAI's API reference</a>
public final class OpenAi implements Dialect {

    private static final String BEARER = "Bearer ";
    private static final String MODEL_PREFIX = "/v1/models/";

    private final Errors errors = new OpenAiErrors(OpenAiErrors.Api.CHAT);

    @Override
    public boolean speaks(Request request) {
        return true;
    }

    @Override
    public Optional<Operation> operation(Request request) {
        return switch (request.method()) {
            case "POST" -> post(request.path());
            case "GET" -> get(request);
            default -> Optional.empty();
        };
    }

    /// Hosts of OpenAI's dialect have addresses that end as OpenAI's do, whatever they begin with.
    private Optional<Operation> post(String path) {
        if (path.endsWith("/chat/completions")) {
            return Optional.of(new Chat(errors, Flavour.PLAIN));
        }
        if (path.endsWith("/responses")) {
            return Optional.of(new Responses(new OpenAiErrors(OpenAiErrors.Api.RESPONSES)));
        }
        return path.endsWith("/embeddings") ? Optional.of(new Embeddings()) : Optional.empty();
    }

    private static Optional<Operation> get(Request request) {
        return request.path().endsWith("/v1/models")
                ? Optional.of(Models.LIST)
                : Optional.of(request)
                        .filter(get -> get.path().startsWith(MODEL_PREFIX))
                        .map(get -> get.path().substring(MODEL_PREFIX.length()))
                        .filter(id -> !id.isEmpty())
                        .map(id -> new Models(Request.decoded(id)));
    }

    @Override
    public String key(Request request) {
        return request.header("authorization")
                .filter(value -> value.startsWith(BEARER) && value.length() > BEARER.length())
                .map(value -> value.substring(BEARER.length()))
                .orElseThrow(() -> new Refused(Errors::noKey));
    }

    @Override
    public Errors errors() {
        return errors;
    }

    @Override
    public Map<String, String> headers(Duration took, int promptTokens) {
        return OpenAiHeaders.of(took, promptTokens);
    }
}
