package dev.tollgate.testkit.sim.gemini;

import dev.tollgate.testkit.sim.dialect.Dialect;
import dev.tollgate.testkit.sim.dialect.Errors;
import dev.tollgate.testkit.sim.dialect.Operation;
import dev.tollgate.testkit.sim.dialect.Refused;
import dev.tollgate.testkit.sim.dialect.Request;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Gemini's API of AI Studio, which takes a key in a header or in the query.
///
/// @see <a href="https://ai.google.dev/api">The Gemini API reference</a>
public final class Gemini implements Dialect {

    private static final Pattern MODELS = Pattern.compile("/(v1beta|v1)/models(?:/(.*))?");
    private static final String KEY = "x-goog-api-key";

    private final Errors errors = new GoogleErrors(false);

    @Override
    public boolean speaks(Request request) {
        var address = MODELS.matcher(request.path());
        return address.matches() && (address.group(1).equals("v1beta") || isOurs(request));
    }

    /// The stable version has the address of OpenAI's models, of which nobody else posts to one.
    private static boolean isOurs(Request request) {
        return request.method().equals("POST") || request.header(KEY).isPresent();
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
        var address = MODELS.matcher(request.path());
        return address.matches() && address.group(2) != null ? address.group(2) : "";
    }

    @Override
    public String key(Request request) {
        return request.header(KEY)
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
