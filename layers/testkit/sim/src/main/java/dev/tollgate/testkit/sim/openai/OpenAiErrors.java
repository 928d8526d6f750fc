package dev.tollgate.testkit.sim.openai;

import dev.tollgate.testkit.sim.dialect.Errors;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Reply;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Errors in OpenAI's envelope, with its statuses, types and codes.
///
/// @see <a href="https://platform.openai.com/docs/guides/error-codes">OpenAI's error codes</a>
public record OpenAiErrors(Api api) implements Errors {

    /// The two ways to ask for an answer, which differ in some errors.
    public enum Api {
        CHAT,
        RESPONSES
    }

    private static final String INVALID_REQUEST = "invalid_request_error";

    public static Reply reply(
            int status,
            String type,
            @Nullable String param,
            @Nullable String code,
            String message) {
        var envelope = Json.object();
        envelope.putObject("error")
                .put("message", message)
                .put("type", type)
                .put("param", param)
                .put("code", code);
        return Reply.json(status, envelope);
    }

    @Override
    public Reply ofStatus(int status, String model, Optional<Duration> retryAfter) {
        return ofStatus(status, model).retryAfter(retryAfter);
    }

    @Override
    public Reply plain(int status, String why) {
        return reply(status, INVALID_REQUEST, null, null, why);
    }

    @Override
    public Reply invalid(String param, String why) {
        return reply(400, INVALID_REQUEST, param, "invalid_value", why);
    }

    private Reply ofStatus(int status, String model) {
        return switch (status) {
            case 401 -> badKey("sk-simulated");
            case 404 -> chatModelNotFound(model);
            case 429 ->
                    reply(
                            429,
                            "requests",
                            null,
                            "rate_limit_exceeded",
                            "Rate limit reached for "
                                    + model
                                    + " in organization org-sim on requests per min (RPM): Limit"
                                    + " 10000, Used 10000, Requested 1.");
            case 503 ->
                    reply(
                            503,
                            "service_unavailable_error",
                            null,
                            "server_is_overloaded",
                            "The engine is currently overloaded, please try again later");
            case 529 -> reply(529, "overloaded_error", null, null, "Overloaded");
            default ->
                    status < 500
                            ? reply(status, INVALID_REQUEST, null, null, "Simulated " + status)
                            : reply(
                                    status,
                                    "server_error",
                                    null,
                                    null,
                                    "The server had an error while processing your request. Sorry"
                                            + " about that!");
        };
    }

    @Override
    public Reply contextLength(int promptTokens) {
        return switch (api) {
            case CHAT -> chatContextLength(promptTokens);
            case RESPONSES ->
                    reply(
                            400,
                            INVALID_REQUEST,
                            "input",
                            "context_length_exceeded",
                            "Your input exceeds the context window of this model. Please adjust your"
                                    + " input and try again.");
        };
    }

    private static Reply chatContextLength(int promptTokens) {
        int limit = Math.max(1, promptTokens - 1);
        return reply(
                400,
                INVALID_REQUEST,
                "messages",
                "context_length_exceeded",
                "This model's maximum context length is "
                        + limit
                        + " tokens. However, your messages resulted in "
                        + promptTokens
                        + " tokens. Please reduce the length of the messages.");
    }

    @Override
    public Optional<Reply> contentPolicy() {
        return Optional.of(
                reply(
                        400,
                        INVALID_REQUEST,
                        null,
                        "invalid_prompt",
                        "Invalid prompt: your prompt was flagged as potentially violating our usage"
                                + " policy. Please try again with a different prompt."));
    }

    @Override
    public Reply quota() {
        return reply(
                429,
                "insufficient_quota",
                null,
                "insufficient_quota",
                "You exceeded your current quota, please check your plan and billing details.");
    }

    @Override
    public Reply noKey() {
        return reply(
                401,
                INVALID_REQUEST,
                null,
                "invalid_api_key",
                "You didn't provide an API key. You need to provide your API key in an"
                        + " Authorization header using Bearer auth (i.e. Authorization: Bearer"
                        + " YOUR_KEY).");
    }

    /// Shows the end of the key only, as the real one does.
    @Override
    public Reply badKey(String key) {
        var end = key.substring(Math.max(0, key.length() - 4));
        return reply(
                401,
                INVALID_REQUEST,
                null,
                "invalid_api_key",
                "Incorrect API key provided: ****" + end + ".");
    }

    /// Which is 404 for chat and 400 for responses.
    @Override
    public Reply modelNotFound(String model) {
        return switch (api) {
            case CHAT -> chatModelNotFound(model);
            case RESPONSES ->
                    reply(
                            400,
                            INVALID_REQUEST,
                            "model",
                            "model_not_found",
                            "The requested model '" + model + "' does not exist.");
        };
    }

    private static Reply chatModelNotFound(String model) {
        return reply(
                404,
                INVALID_REQUEST,
                null,
                "model_not_found",
                "The model `" + model + "` does not exist or you do not have access to it.");
    }

    @Override
    public Reply unknownUrl(String method, String path) {
        var message = "Invalid URL (" + method + " " + path + ")";
        return reply(404, INVALID_REQUEST, null, "unknown_url", message);
    }

    @Override
    public Reply notJson() {
        return reply(
                400,
                INVALID_REQUEST,
                null,
                null,
                "We could not parse the JSON body of your request.");
    }
}
