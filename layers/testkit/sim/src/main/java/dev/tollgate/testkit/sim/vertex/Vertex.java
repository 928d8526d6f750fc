package dev.tollgate.testkit.sim.vertex;

import dev.tollgate.testkit.sim.dialect.Dialect;
import dev.tollgate.testkit.sim.dialect.Errors;
import dev.tollgate.testkit.sim.dialect.Operation;
import dev.tollgate.testkit.sim.dialect.Refused;
import dev.tollgate.testkit.sim.dialect.Request;
import dev.tollgate.testkit.sim.gemini.CountTokens;
import dev.tollgate.testkit.sim.gemini.Generate;
import dev.tollgate.testkit.sim.gemini.Method;
import dev.tollgate.testkit.sim.gemini.Surface;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Vertex AI, and the token endpoint of Google's accounts.
///
/// @see <a href="https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference">The reference</a>
public final class Vertex implements Dialect {

    private static final Pattern MODEL =
            Pattern.compile(
                    "/v1(?:beta1)?/projects/[^/]+/locations/([^/]+)/publishers/google/models/(.+)");
    private static final Pattern ADDRESS = Pattern.compile("/v1(beta1)?/projects/.+/publishers/.*");
    private static final String TOKEN = "/token";
    private static final String BEARER = "Bearer ";

    private final Errors errors = new VertexErrors(false);

    @Override
    public boolean speaks(Request request) {
        return request.path().equals(TOKEN) || ADDRESS.matcher(request.path()).matches();
    }

    @Override
    public Optional<Operation> operation(Request request) {
        if (!request.method().equals("POST")) {
            return Optional.empty();
        }
        if (request.path().equals(TOKEN)) {
            return Optional.of(new TokenGrant());
        }
        var address = MODEL.matcher(request.path());
        return address.matches()
                ? Method.of(address.group(2)).flatMap(Vertex::operation)
                : Optional.empty();
    }

    private static Optional<Operation> operation(Method method) {
        var model = method.model();
        return switch (method.name()) {
            case "generateContent" -> Optional.of(Generate.whole(model, Surface.VERTEX));
            case "streamGenerateContent" ->
                    Optional.of(Generate.stream(model, Surface.VERTEX, new VertexErrors(true)));
            case "countTokens" -> Optional.of(new CountTokens(model, Surface.VERTEX));
            case "predict" -> Optional.of(new Predict(model));
            default -> Optional.empty();
        };
    }

    /// The access token; none is needed to ask for one.
    @Override
    public String key(Request request) {
        if (request.path().equals(TOKEN)) {
            return "";
        }
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
        return Map.of(
                "x-vertex-ai-llm-request-type",
                "shared",
                "server-timing",
                "gfet4t7; dur=" + took.toMillis());
    }
}
