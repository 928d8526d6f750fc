package dev.tollgate.testkit.sim.anthropic;

import dev.tollgate.testkit.sim.dialect.Errors;
import dev.tollgate.testkit.sim.dialect.Ids;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Reply;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Errors in Anthropic's envelope, whose `request_id` is that of the header.
///
/// @see <a href="https://docs.anthropic.com/en/api/errors">Anthropic's errors</a>
record AnthropicErrors() implements Errors {

    private static final String INVALID_REQUEST = "invalid_request_error";

    @Override
    public Reply ofStatus(int status, String model, Optional<Duration> retryAfter) {
        return ofStatus(status, model).retryAfterSeconds(retryAfter);
    }

    private Reply ofStatus(int status, String model) {
        return switch (status) {
            case 401 -> badKey("");
            case 402 -> reply(402, "billing_error", "Your organization has no billing set up.");
            case 403 ->
                    reply(
                            403,
                            "permission_error",
                            "Your API key does not have permission to use the specified resource.");
            case 404 -> modelNotFound(model);
            case 413 ->
                    reply(413, "request_too_large", "Request exceeds the maximum allowed size.");
            case 429 ->
                    reply(
                            429,
                            "rate_limit_error",
                            "This request would exceed your organization's rate limit of 4,000"
                                    + " requests per minute.");
            case 504 -> reply(504, "timeout_error", "Request timed out.");
            case 529 -> reply(529, "overloaded_error", "Overloaded");
            default ->
                    status < 500
                            ? reply(status, INVALID_REQUEST, "Simulated " + status)
                            : reply(status, "api_error", "Internal server error");
        };
    }

    @Override
    public Reply plain(int status, String why) {
        return reply(status, INVALID_REQUEST, why);
    }

    @Override
    public Reply invalid(String param, String why) {
        return reply(400, INVALID_REQUEST, param + ": " + why);
    }

    @Override
    public Reply notJson() {
        return reply(400, INVALID_REQUEST, "The request body is not valid JSON.");
    }

    @Override
    public Reply unknownUrl(String method, String path) {
        return reply(404, "not_found_error", "Not found");
    }

    @Override
    public Reply noKey() {
        return reply(401, "authentication_error", "x-api-key header is required");
    }

    @Override
    public Reply badKey(String key) {
        return reply(401, "authentication_error", "invalid x-api-key");
    }

    @Override
    public Reply modelNotFound(String model) {
        return reply(404, "not_found_error", "model: " + model);
    }

    @Override
    public Reply contextLength(int promptTokens) {
        int limit = Math.max(1, promptTokens - 1);
        return reply(
                400,
                INVALID_REQUEST,
                "prompt is too long: " + promptTokens + " tokens > " + limit + " maximum");
    }

    /// A refused prompt is an answer here.
    @Override
    public Optional<Reply> contentPolicy() {
        return Optional.empty();
    }

    @Override
    public Reply quota() {
        return reply(
                400,
                INVALID_REQUEST,
                "Your credit balance is too low to access the Anthropic API. Please go to Plans &"
                        + " Billing to upgrade or purchase credits.");
    }

    /// The data of the event with which a stream fails on its way.
    static byte[] midStream() {
        var document = Json.object().put("type", "error");
        document.putObject("error")
                .putNull("details")
                .put("type", "overloaded_error")
                .put("message", "Overloaded");
        return Json.bytes(document.put("request_id", Ids.next("req_")));
    }

    private static Reply reply(int status, String type, String message) {
        var id = Ids.next("req_");
        var envelope = Json.object().put("type", "error");
        envelope.putObject("error").put("type", type).put("message", message);
        var reply =
                Reply.json(status, envelope.put("request_id", id)).with(Map.of("request-id", id));
        return status < 500 && status != 408 && status != 429
                ? reply.with(Map.of("x-should-retry", "false"))
                : reply;
    }
}
