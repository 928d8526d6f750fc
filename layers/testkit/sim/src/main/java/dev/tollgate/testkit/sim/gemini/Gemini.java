package dev.tollgate.testkit.sim.gemini;

import dev.tollgate.testkit.sim.dialect.Dialect;
import dev.tollgate.testkit.sim.dialect.Errors;
import dev.tollgate.testkit.sim.dialect.Operation;
import dev.tollgate.testkit.sim.dialect.Refused;
import dev.tollgate.testkit.sim.dialect.Request;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Gemini's API of AI Studio, which takes a key in a header or in the query.
///
/// @see <a href="https://ai.google.dev/api">The Gemini API reference</a>
public final class Gemini implements Dialect {

    private static final String MODELS = "/v1beta/models";

    private final Errors errors = new GoogleErrors(false);

    @Override
    public boolean speaks(Request request) {
        return request.path().equals(MODELS) || request.path().startsWith(MODELS + "/");
    }

    @Override
    public Optional<Operation> operation(Request request) {
        if (request.method().equals("GET")) {
            return Optional.of(new Models(Request.decoded(name(request))));
        }
        return Optional.of(request)
                .filter(any -> any.method().equals("POST"))
                .flatMap(post -> Method.of(name(post)))
                .flatMap(Gemini::operation);
    }

    private static Optional<Operation> operation(Method method) {
        return switch (method.name()) {
            case "generateContent" -> Optional.of(Generate.whole(method.model(), Surface.STUDIO));
            case "streamGenerateContent" ->
                    Optional.of(
                            Generate.stream(
                                    method.model(), Surface.STUDIO, new GoogleErrors(true)));
            case "countTokens" -> Optional.of(new CountTokens(method.model(), Surface.STUDIO));
            case "embedContent", "batchEmbedContents" ->
                    Optional.of(new EmbedContents(method.model(), method.name()));
            default -> Optional.empty();
        };
    }

    private static String name(Request request) {
        return request.path().substring(Math.min(MODELS.length() + 1, request.path().length()));
    }

    @Override
    public String key(Request request) {
        return request.header("x-goog-api-key")
                .or(() -> request.parameter("key"))
                .filter(key -> !key.isEmpty())
                .orElseThrow(() -> new Refused(Errors::noKey));
    }

    @Override
    public Errors errors() {
        return errors;
    }

    @Override
    public Map<String, String> headers(Duration took, int promptTokens) {
        return Map.of(
                "x-gemini-service-tier",
                "standard",
                "server-timing",
                "gfet4t7; dur=" + took.toMillis());
    }
}
