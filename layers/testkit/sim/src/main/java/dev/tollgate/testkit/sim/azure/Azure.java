package dev.tollgate.testkit.sim.azure;

import dev.tollgate.testkit.sim.dialect.Dialect;
import dev.tollgate.testkit.sim.dialect.Errors;
import dev.tollgate.testkit.sim.dialect.Operation;
import dev.tollgate.testkit.sim.dialect.Refused;
import dev.tollgate.testkit.sim.dialect.Request;
import dev.tollgate.testkit.sim.openai.Chat;
import dev.tollgate.testkit.sim.openai.Embeddings;
import dev.tollgate.testkit.sim.openai.Models;
import dev.tollgate.testkit.sim.openai.Responses;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Azure OpenAI: by deployment, whose address needs an `api-version`, or by its newer `v1`.
///
/// @see <a href="https://learn.microsoft.com/azure/ai-services/openai/reference">The reference</a>
public final class Azure implements Dialect {

    private static final String ROOT = "/openai/";
    private static final String DEPLOYMENTS = ROOT + "deployments/";
    private static final String BEARER = "Bearer ";

    private final Errors errors = new AzureErrors();

    @Override
    public boolean speaks(Request request) {
        return request.path().startsWith(ROOT) && !isOfAnotherHost(request);
    }

    /// Others have the address of the newer `v1`, too, and keys that are no tokens of a directory.
    private static boolean isOfAnotherHost(Request request) {
        return request.path().startsWith(ROOT + "v1/")
                && request.header("api-key").isEmpty()
                && request.header("authorization")
                        .filter(value -> value.startsWith(BEARER))
                        .filter(value -> !value.startsWith(BEARER + "eyJ"))
                        .isPresent();
    }

    @Override
    public Optional<Operation> operation(Request request) {
        return request.path().startsWith(DEPLOYMENTS)
                ? ofDeployment(request)
                : switch (request.method() + " " + request.path()) {
                    case "POST /openai/v1/chat/completions" -> Optional.of(chat());
                    case "POST /openai/v1/responses" -> Optional.of(new Responses(errors));
                    case "POST /openai/v1/embeddings" -> Optional.of(new Embeddings());
                    case "GET /openai/v1/models" -> Optional.of(Models.LIST);
                    default -> Optional.empty();
                };
    }

    private Optional<Operation> ofDeployment(Request request) {
        var parts = request.path().substring(DEPLOYMENTS.length()).split("/", 2);
        if (parts.length < 2 || parts[0].isEmpty()) {
            return Optional.empty();
        }
        var deployment = Request.decoded(parts[0]);
        return switch (request.method() + " " + parts[1]) {
            case "POST chat/completions" -> Optional.of(new Deployed(deployment, chat()));
            case "POST embeddings" -> Optional.of(new Deployed(deployment, new Embeddings()));
            default -> Optional.empty();
        };
    }

    private Chat chat() {
        return new Chat(errors, new Filtered());
    }

    /// The resource's key, or a token of its directory; a deployment without `api-version` is not
    /// found whoever asks.
    @Override
    public String key(Request request) {
        if (request.path().startsWith(DEPLOYMENTS) && request.parameter("api-version").isEmpty()) {
            throw new Refused(errors -> errors.unknownUrl(request.method(), request.path()));
        }
        var token =
                request.header("authorization")
                        .filter(value -> value.startsWith(BEARER))
                        .map(value -> value.substring(BEARER.length()));
        return request.header("api-key")
                .or(() -> token)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> new Refused(Errors::noKey));
    }

    @Override
    public Errors errors() {
        return errors;
    }

    @Override
    public Map<String, String> headers(Duration took, int promptTokens) {
        return AzureHeaders.of(promptTokens);
    }
}
