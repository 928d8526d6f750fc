package dev.tollgate.provider.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Failure.Remedy;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BedrockErrorsTest {
    private static final String CORAL = ":http://internal.amazon.com/coral/com.amazon.bedrock/";

    private static Failure failure(int status, String type, String message) {
        Headers headers =
                type.isEmpty() ? Headers.none() : Headers.of("x-amzn-ErrorType", type + CORAL);
        String body = Json.object().put("message", message).toString();
        return BedrockErrors.classify(status, headers, body.getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            emptyValue = "",
            value = {
                "429 | ThrottlingException         | Too many requests, please wait before trying again. | RATE_LIMITED   | SAME_TARGET",
                "429 | ThrottlingException         | Too many tokens, please wait before trying again.   | RATE_LIMITED   | SAME_TARGET",
                "429 | ThrottlingException         | Too many tokens per day, please wait.               | RATE_LIMITED   | NEXT_TARGET",
                "429 | ModelNotReadyException      | The model is not ready.                             | RATE_LIMITED   | SAME_TARGET",
                "400 | ServiceQuotaExceededException | Your request exceeds a quota; resubmit later.     | QUOTA          | NEXT_TARGET",
                "503 | ServiceUnavailableException | The service is not available.                       | OVERLOADED     | SAME_TARGET",
                "529 | -                           | Overloaded                                          | OVERLOADED     | SAME_TARGET",
                "500 | InternalServerException     | An internal error.                                  | SERVER_ERROR   | SAME_TARGET",
                "424 | ModelErrorException         | The model failed.                                   | SERVER_ERROR   | SAME_TARGET",
                "424 | -                           | The model failed.                                   | SERVER_ERROR   | SAME_TARGET",
                "408 | ModelTimeoutException       | The model took too long.                            | TIMEOUT        | NEXT_TARGET",
                "400 | ValidationException         | The model returned the following errors: Input Tokens Exceeded: Number of input tokens exceeds maximum length. | CONTEXT_LENGTH | NEXT_TARGET",
                "400 | ValidationException         | Input is too long for requested model.              | CONTEXT_LENGTH | NEXT_TARGET",
                "400 | -                           | prompt is too long: 3333404 tokens > 200000 maximum | CONTEXT_LENGTH | NEXT_TARGET",
                "403 | UnrecognizedClientException | The security token included in the request is invalid. | AUTH        | NEXT_TARGET",
                "403 | ExpiredTokenException       | The security token included in the request is expired | AUTH         | NEXT_TARGET",
                "400 | ExpiredToken                | The token is expired                                | AUTH           | NEXT_TARGET",
                "403 | AccessDeniedException       | You don't have access to the model.                 | AUTH           | NEXT_TARGET",
                "403 | InvalidSignatureException   | The request signature we calculated does not match. | AUTH           | NEXT_TARGET",
                "400 | ValidationException         | The provided model identifier is invalid.           | NOT_FOUND      | NEXT_TARGET",
                "400 | ValidationException         | Invocation of model ID m with on-demand throughput isn’t supported. | NOT_FOUND | NEXT_TARGET",
                "404 | ResourceNotFoundException   | Could not resolve the foundation model.             | NOT_FOUND      | NEXT_TARGET",
                "400 | ValidationException         | The text field in the ContentBlock object is blank. | BAD_REQUEST    | NOTHING",
                "400 | -                           | This model doesn't support the s3Uri field.         | BAD_REQUEST    | NOTHING",
                "413 | SomethingNewException       | What?                                                 | BAD_REQUEST    | NOTHING",
                "502 | -                           | What?                                                 | SERVER_ERROR   | SAME_TARGET",
            })
    void the_type_decides_then_the_status_then_words(
            int status, String type, String message, Kind kind, Remedy remedy) {
        Failure failure = failure(status, type == null ? "" : type, message);

        assertEquals(kind, failure.kind());
        assertEquals(remedy, failure.remedy());
        assertEquals(status, failure.status());
        assertEquals(message, failure.words().text());
        assertFalse(failure.message().contains(message), "a message may quote the prompt");
    }

    @Test
    void words_of_a_prompt_that_a_refusal_quotes_decide_nothing_where_the_type_does() {
        assertEquals(
                Kind.AUTH,
                failure(403, "AccessDeniedException", "Input is too long, input tokens exceeded")
                        .kind());
        assertEquals(
                Kind.RATE_LIMITED, failure(429, "ThrottlingException", "input is too long").kind());
    }

    @Test
    void the_type_may_stand_in_the_body_and_a_body_may_be_none() {
        byte[] stated =
                "{\"__type\":\"com.amazon.coral.service#ThrottlingException\",\"Message\":\"m\"}"
                        .getBytes(UTF_8);
        Failure failure = BedrockErrors.classify(400, Headers.none(), stated);
        assertEquals(Kind.RATE_LIMITED, failure.kind());
        assertEquals("status 400 ThrottlingException", failure.message());
        assertEquals("m", failure.words().text());

        byte[] html = "<html>".getBytes(UTF_8);
        assertEquals(Kind.OVERLOADED, BedrockErrors.classify(503, Headers.none(), html).kind());
    }

    @Test
    void nothing_but_a_name_is_taken_for_a_type() {
        assertEquals("status 400", failure(400, "oops <script>", "m").message());
    }

    @Test
    void how_long_to_wait_is_read() {
        Failure failure =
                BedrockErrors.classify(429, Headers.of("retry-after", "7"), "{}".getBytes(UTF_8));
        assertEquals(Optional.of(Duration.ofSeconds(7)), failure.retryAfter());
    }

    @ParameterizedTest
    @CsvSource({
        "throttlingException, RATE_LIMITED",
        "modelStreamErrorException, SERVER_ERROR",
        "internalServerException, SERVER_ERROR",
        "serviceUnavailableException, OVERLOADED",
        "validationException, BAD_REQUEST",
        "modelTimeoutException, TIMEOUT",
        "somethingNewException, SERVER_ERROR",
    })
    void an_exception_in_a_stream_is_of_its_type(String type, Kind kind) {
        Failure failure = BedrockErrors.inStream(type, "{\"message\":\"m\"}".getBytes(UTF_8));

        assertEquals(kind, failure.kind());
        assertEquals("m", failure.words().text());
    }

    @Test
    void a_validation_in_a_stream_may_mean_that_the_prompt_is_too_long() {
        byte[] payload = "{\"message\":\"Input is too long for requested model.\"}".getBytes(UTF_8);
        assertEquals(
                Kind.CONTEXT_LENGTH, BedrockErrors.inStream("validationException", payload).kind());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"stopReason\":\"malformed_model_output\"} | SERVER_ERROR",
                "{\"stopReason\":\"malformed_tool_use\"} | SERVER_ERROR",
                "{\"Output\":{\"__type\":\"com.amazon.coral.service#UnknownOperationException\"},\"Version\":\"1.0\"} | NOT_FOUND",
            })
    void an_answer_with_status_200_may_be_an_error(String answer, Kind kind) {
        assertEquals(
                kind,
                BedrockErrors.failureIn(Json.tree(answer.getBytes(UTF_8))).orElseThrow().kind());
    }
}
