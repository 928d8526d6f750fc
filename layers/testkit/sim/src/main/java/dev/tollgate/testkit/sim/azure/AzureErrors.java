package dev.tollgate.testkit.sim.azure;

import dev.tollgate.testkit.sim.dialect.Errors;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Reply;
import dev.tollgate.testkit.sim.openai.OpenAiErrors;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Errors of Azure's: those of its front, whose code is the status as a string, those of its filter,
/// and OpenAI's behind it.
record AzureErrors() implements Errors {

    private static final String INVALID_REQUEST = "invalid_request_error";
    private static final Errors OPENAI = new OpenAiErrors(OpenAiErrors.Api.CHAT);
    private static final Duration A_DAY = Duration.ofDays(1);

    @Override
    public Reply ofStatus(int status, String model, Optional<Duration> retryAfter) {
        return switch (status) {
            case 401 -> badKey("").retryAfter(retryAfter);
            case 404 -> modelNotFound(model).retryAfter(retryAfter);
            case 429 -> exhausted(retryAfter.orElse(Duration.ofSeconds(1)));
            default -> plain(status, "Simulated " + status).retryAfter(retryAfter);
        };
    }

    @Override
    public Reply plain(int status, String why) {
        var envelope = Json.object();
        envelope.putObject("error").put("code", String.valueOf(status)).put("message", why);
        return Reply.json(status, envelope);
    }

    @Override
    public Reply invalid(String param, String why) {
        return OPENAI.invalid(param, why);
    }

    @Override
    public Reply notJson() {
        return OPENAI.notJson();
    }

    @Override
    public Reply unknownUrl(String method, String path) {
        return plain(404, "Resource not found");
    }

    @Override
    public Reply noKey() {
        return badKey("");
    }

    @Override
    public Reply badKey(String key) {
        return plain(
                401,
                "Access denied due to invalid subscription key or wrong API endpoint. Make sure to"
                        + " provide a valid key for an active subscription and use a correct"
                        + " regional API endpoint for your resource.");
    }

    @Override
    public Reply modelNotFound(String model) {
        var envelope = Json.object();
        envelope.putObject("error")
                .put("type", INVALID_REQUEST)
                .put("code", "DeploymentNotFound")
                .put(
                        "message",
                        "The API deployment for this resource does not exist. If you created the"
                                + " deployment within the last 5 minutes, please wait a moment and"
                                + " try again.");
        return Reply.json(404, envelope);
    }

    @Override
    public Reply contextLength(int promptTokens) {
        return OPENAI.contextLength(promptTokens);
    }

    @Override
    public Optional<Reply> contentPolicy() {
        var envelope = Json.object();
        var error =
                envelope.putObject("error")
                        .put(
                                "message",
                                "The response was filtered due to the prompt triggering Azure"
                                        + " OpenAI's content management policy. Please modify your"
                                        + " prompt and retry.")
                        .putNull("type")
                        .put("param", "prompt")
                        .put("code", "content_filter")
                        .put("status", 400);
        error.putObject("innererror")
                .put("code", "ResponsibleAIPolicyViolation")
                .set("content_filter_result", Filtered.promptResults());
        return Optional.of(Reply.json(400, envelope));
    }

    /// A spent quota differs from a rate limit in nothing but the wait.
    @Override
    public Reply quota() {
        return exhausted(A_DAY);
    }

    private Reply exhausted(Duration wait) {
        var message =
                "Requests to the ChatCompletions_Create Operation under Azure OpenAI API version"
                        + " 2024-10-21 have exceeded token rate limit of your current OpenAI S0"
                        + " pricing tier. Please retry after "
                        + wait.plusMillis(999).toSeconds()
                        + " seconds.";
        return plain(429, message)
                .retryAfterSeconds(Optional.of(wait))
                .with(Map.of("retry-after-ms", String.valueOf(wait.toMillis())));
    }
}
