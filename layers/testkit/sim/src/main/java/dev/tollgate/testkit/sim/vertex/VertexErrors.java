package dev.tollgate.testkit.sim.vertex;

import dev.tollgate.testkit.sim.dialect.Errors;
import dev.tollgate.testkit.sim.dialect.Reply;
import dev.tollgate.testkit.sim.gemini.GoogleError;
import dev.tollgate.testkit.sim.gemini.GoogleErrors;
import java.time.Duration;
import java.util.Optional;

/// Errors as Vertex words them where it does not say the same as AI Studio.
///
/// @param google the errors of both
/// @see <a href="https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/api-errors">Vertex's error codes</a>
record VertexErrors(boolean streamed, GoogleErrors google) implements Errors {

    private static final String DOMAIN = "googleapis.com";
    private static final String SERVICE = "aiplatform.googleapis.com";

    VertexErrors(boolean streamed) {
        this(streamed, new GoogleErrors(streamed));
    }

    @Override
    public Reply ofStatus(int status, String model, Optional<Duration> retryAfter) {
        var own =
                switch (status) {
                    case 401 -> Optional.of(badToken());
                    case 404 -> Optional.of(notFound(model));
                    case 429 ->
                            Optional.of(
                                    GoogleError.of(
                                            429,
                                            "Resource exhausted. Please try again later. Please"
                                                    + " refer to"
                                                    + " https://cloud.google.com/vertex-ai/generative-ai/docs/error-code-429"
                                                    + " for more details."));
                    default -> Optional.<GoogleError>empty();
                };
        return own.map(error ->
                        retryAfter.map(GoogleError::retryInfo).map(error::with).orElse(error))
                .map(error -> error.reply(streamed))
                .orElseGet(() -> google.ofStatus(status, model, retryAfter));
    }

    @Override
    public Reply plain(int status, String why) {
        return google.plain(status, why);
    }

    @Override
    public Reply invalid(String param, String why) {
        return google.invalid(param, why);
    }

    @Override
    public Reply notJson() {
        return google.notJson();
    }

    @Override
    public Reply unknownUrl(String method, String path) {
        return google.unknownUrl(method, path);
    }

    @Override
    public Reply noKey() {
        return unauthenticated(
                        "CREDENTIALS_MISSING",
                        "Request is missing required authentication credential. Expected OAuth 2"
                                + " access token, login cookie or other valid authentication"
                                + " credential.")
                .reply(streamed);
    }

    @Override
    public Reply badKey(String key) {
        return badToken().reply(streamed);
    }

    @Override
    public Reply modelNotFound(String model) {
        return notFound(model).reply(streamed);
    }

    @Override
    public Reply contextLength(int promptTokens) {
        return google.contextLength(promptTokens);
    }

    @Override
    public Optional<Reply> contentPolicy() {
        return google.contentPolicy();
    }

    @Override
    public Reply quota() {
        return google.quota();
    }

    private static GoogleError badToken() {
        return unauthenticated(
                "ACCESS_TOKEN_TYPE_UNSUPPORTED",
                "Request had invalid authentication credentials. Expected OAuth 2 access token,"
                        + " login cookie or other valid authentication credential.");
    }

    private static GoogleError unauthenticated(String reason, String message) {
        return GoogleError.of(401, message).with(GoogleError.errorInfo(reason, DOMAIN, SERVICE));
    }

    private static GoogleError notFound(String model) {
        return GoogleError.of(
                404,
                "Publisher Model `projects/simulated/locations/global/publishers/google/models/"
                        + model
                        + "` was not found or your project does not have access to it. Please"
                        + " ensure you are using a valid model version.");
    }
}
