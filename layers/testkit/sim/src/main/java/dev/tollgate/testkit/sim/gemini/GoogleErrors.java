package dev.tollgate.testkit.sim.gemini;

import dev.tollgate.testkit.sim.dialect.Errors;
import dev.tollgate.testkit.sim.dialect.Reply;
import java.time.Duration;
import java.util.Optional;

/// Errors as AI Studio words them.
///
/// @param streamed whether a stream was asked for
/// @see <a href="https://ai.google.dev/gemini-api/docs/troubleshooting">Gemini's error codes</a>
public record GoogleErrors(boolean streamed) implements Errors {

    private static final String DOMAIN = "googleapis.com";
    private static final String SERVICE = "generativelanguage.googleapis.com";
    private static final String OVER_QUOTA =
            "You exceeded your current quota, please check your plan and billing details. For more"
                    + " information on this error, head to:"
                    + " https://ai.google.dev/gemini-api/docs/rate-limits.";

    @Override
    public Reply ofStatus(int status, String model, Optional<Duration> retryAfter) {
        var error = ofStatus(status, model);
        return reply(retryAfter.map(GoogleError::retryInfo).map(error::with).orElse(error));
    }

    private static GoogleError ofStatus(int status, String model) {
        return switch (status) {
            case 401 ->
                    GoogleError.of(
                            401,
                            "Request had invalid authentication credentials. Expected OAuth 2"
                                    + " access token, login cookie or other valid authentication"
                                    + " credential.");
            case 403 -> GoogleError.of(403, "The caller does not have permission");
            case 404 -> notFound(model);
            case 429 ->
                    overQuota(
                            "generate_content_paid_tier_input_token_count",
                            "GenerateContentPaidTierInputTokensPerModelPerMinute",
                            model,
                            "1000000");
            case 499 -> GoogleError.of(499, "The operation was cancelled.");
            case 503 -> overloaded();
            case 504 -> GoogleError.of(504, "The request timed out. Please try again.");
            default ->
                    GoogleError.of(
                            status,
                            status < 500
                                    ? "Request contains an invalid argument."
                                    : "An internal error has occurred. Please retry or report in"
                                            + " https://developers.generativeai.google/guide/troubleshooting");
        };
    }

    /// What a stream may end with, too.
    static GoogleError overloaded() {
        return GoogleError.of(503, "The model is overloaded. Please try again later.");
    }

    private static GoogleError overQuota(String metric, String id, String model, String limit) {
        return GoogleError.of(
                        429,
                        OVER_QUOTA
                                + " \n* Quota exceeded for metric: "
                                + SERVICE
                                + "/"
                                + metric
                                + ", limit: "
                                + limit
                                + ", model: "
                                + model)
                .with(
                        GoogleError.help(
                                "Learn more about Gemini API quotas",
                                "https://ai.google.dev/gemini-api/docs/rate-limits"))
                .with(GoogleError.quotaFailure(metric, id, model, limit));
    }

    private static GoogleError notFound(String model) {
        return GoogleError.of(
                404,
                "models/"
                        + model
                        + " is not found for API version v1beta, or is not supported for"
                        + " generateContent. Call ModelService.ListModels to see the list of"
                        + " available models and their supported methods.");
    }

    @Override
    public Reply plain(int status, String why) {
        return reply(GoogleError.of(status, why));
    }

    @Override
    public Reply invalid(String param, String why) {
        return reply(GoogleError.of(400, why).with(GoogleError.badRequest(param, why)));
    }

    @Override
    public Reply notJson() {
        return reply(
                GoogleError.of(
                        400,
                        "Invalid JSON payload received. Unexpected end of string. Expected a value."));
    }

    /// A page, as for every address that Google does not know.
    @Override
    public Reply unknownUrl(String method, String path) {
        return Reply.html(
                404,
                """
                <!DOCTYPE html>
                <html lang=en>
                <title>Error 404 (Not Found)!!1</title>
                <p><b>404.</b> <ins>That's an error.</ins>
                <p>The requested URL was not found on this server.
                """);
    }

    @Override
    public Reply noKey() {
        return reply(
                GoogleError.of(
                        403,
                        "Method doesn't allow unregistered callers (callers without established"
                                + " identity). Please use API Key or other form of API consumer"
                                + " identity to call this API."));
    }

    @Override
    public Reply badKey(String key) {
        var message = "API key not valid. Please pass a valid API key.";
        return reply(
                GoogleError.of(400, message)
                        .with(GoogleError.errorInfo("API_KEY_INVALID", DOMAIN, SERVICE))
                        .with(GoogleError.localized(message)));
    }

    @Override
    public Reply modelNotFound(String model) {
        return reply(notFound(model));
    }

    @Override
    public Reply contextLength(int promptTokens) {
        return reply(
                GoogleError.of(
                        400,
                        "The input token count ("
                                + promptTokens
                                + ") exceeds the maximum number of tokens allowed ("
                                + Math.max(1, promptTokens - 1)
                                + ")."));
    }

    /// A refused prompt is an answer here.
    @Override
    public Optional<Reply> contentPolicy() {
        return Optional.empty();
    }

    @Override
    public Reply quota() {
        return reply(
                overQuota(
                        "generate_content_free_tier_requests",
                        "GenerateRequestsPerDayPerProjectPerModel-FreeTier",
                        "simulated",
                        "250"));
    }

    private Reply reply(GoogleError error) {
        return error.reply(streamed);
    }
}
