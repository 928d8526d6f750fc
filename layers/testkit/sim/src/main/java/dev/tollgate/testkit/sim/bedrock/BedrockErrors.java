package dev.tollgate.testkit.sim.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.testkit.sim.dialect.Errors;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Refused;
import dev.tollgate.testkit.sim.dialect.Reply;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Errors as Bedrock has them: a message in the body and the type in a header. No wait is told.
///
/// @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/troubleshooting-api-error-codes.html">Bedrock's error codes</a>
record BedrockErrors() implements Errors {

    private static final String TYPE = "x-amzn-ErrorType";
    private static final String MODELS = ":http://internal.amazon.com/coral/com.amazon.bedrock/";
    private static final String COMMON =
            ":http://internal.amazon.com/coral/com.amazon.coral.service/";
    private static final String VALIDATION = "ValidationException";

    /// An error of all of AWS.
    static Refused refused(int status, String type, String message) {
        return new Refused(any -> reply(status, type + COMMON, message));
    }

    /// A request that the service does not take.
    static Refused invalid(String message) {
        return new Refused(any -> validation(message));
    }

    @Override
    public Reply ofStatus(int status, String model, Optional<Duration> retryAfter) {
        return switch (status) {
            case 403 ->
                    reply(
                            403,
                            "AccessDeniedException" + MODELS,
                            "You don't have access to the model with the specified model ID.");
            case 401 -> reply(401, "UnrecognizedClientException" + COMMON, INVALID_TOKEN);
            case 404 ->
                    reply(404, "ResourceNotFoundException" + MODELS, "Model not found: " + model);
            case 408 ->
                    reply(
                            408,
                            "ModelTimeoutException" + MODELS,
                            "Model has timed out in processing the request. Try your request"
                                    + " again.");
            case 424 -> modelError(model);
            case 429 ->
                    reply(
                            429,
                            "ThrottlingException" + MODELS,
                            "Too many requests, please wait before trying again.");
            case 500 -> reply(500, "InternalServerException" + MODELS, UNEXPECTED);
            case 503 ->
                    reply(
                            503,
                            "ServiceUnavailableException" + MODELS,
                            "Bedrock is unable to process your request.");
            default ->
                    status < 500
                            ? reply(status, VALIDATION + MODELS, "Simulated " + status)
                            : reply(status, "InternalServerException" + MODELS, UNEXPECTED);
        };
    }

    private static final String UNEXPECTED =
            "The system encountered an unexpected error during processing. Try your request again.";
    private static final String INVALID_TOKEN =
            "The security token included in the request is invalid.";

    /// The payload of the exception with which a stream fails on its way.
    static ObjectNode midStream() {
        return Json.object().put("message", UNEXPECTED);
    }

    private static Reply modelError(String model) {
        var body =
                Json.object()
                        .put(
                                "message",
                                "The model returned the following errors: the model has crashed")
                        .put("originalStatusCode", 500)
                        .put("resourceName", model);
        return Reply.json(424, body).with(Map.of(TYPE, "ModelErrorException" + MODELS));
    }

    @Override
    public Reply plain(int status, String why) {
        return reply(status, VALIDATION + MODELS, why);
    }

    @Override
    public Reply invalid(String param, String why) {
        return validation("The value at " + param + " is not valid: " + why);
    }

    @Override
    public Reply notJson() {
        return reply(400, "SerializationException" + COMMON, "The request body is not valid JSON.");
    }

    @Override
    public Reply unknownUrl(String method, String path) {
        return reply(404, "UnknownOperationException" + COMMON, "Unknown operation");
    }

    @Override
    public Reply noKey() {
        return reply(
                403,
                "MissingAuthenticationTokenException" + COMMON,
                "Missing Authentication Token");
    }

    @Override
    public Reply badKey(String key) {
        return reply(403, "UnrecognizedClientException" + COMMON, INVALID_TOKEN);
    }

    @Override
    public Reply modelNotFound(String model) {
        return validation("The provided model identifier is invalid.");
    }

    @Override
    public Reply contextLength(int promptTokens) {
        return validation(
                "The model returned the following errors: Input Tokens Exceeded: Number"
                        + " of input tokens exceeds maximum length. Please update the input to try again.");
    }

    /// A prompt that a guardrail stops is an answer here.
    @Override
    public Optional<Reply> contentPolicy() {
        return Optional.empty();
    }

    @Override
    public Reply quota() {
        return reply(
                400,
                "ServiceQuotaExceededException" + MODELS,
                "Your request exceeds the service quota for your account. You can view your quotas"
                        + " at Viewing service quotas. You can resubmit your request later.");
    }

    private static Reply validation(String message) {
        return reply(400, VALIDATION + MODELS, message);
    }

    private static Reply reply(int status, String type, String message) {
        return Reply.json(status, Json.object().put("message", message)).with(Map.of(TYPE, type));
    }
}
