package dev.tollgate.testkit.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Map;

/// What becomes of a request.
public sealed interface Fault {
    /// It reaches its service.
    record None() implements Fault {}

    /// Its connection stays open, and nothing comes back.
    record Silence() implements Fault {}

    /// There is nobody to connect to; connections there were are reset.
    record Refusal() implements Fault {}

    /// The service is not asked: this is the answer.
    ///
    /// @param reply its bytes, from the status line on
    @SuppressWarnings("ArrayRecordComponent") // two answers are never compared
    record Answer(byte[] reply) implements Fault {}

    Fault NONE = new None();
    Fault SILENCE = new Silence();
    Fault REFUSAL = new Refusal();

    /// What DynamoDB says when something in it has failed.
    static Fault dynamoFails() {
        return answer(
                "500 Internal Server Error",
                Map.of("Content-Type", "application/x-amz-json-1.0"),
                "{\"__type\":\"com.amazonaws.dynamodb.v20120810#InternalServerError\",\"message\":\"The request processing has failed because of an unknown error, exception or failure.\"}");
    }

    /// What DynamoDB says when a table is asked for more than it has room for.
    static Fault dynamoThrottles() {
        return answer(
                "400 Bad Request",
                Map.of("Content-Type", "application/x-amz-json-1.0"),
                "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException\",\"message\":\"The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.\"}");
    }

    /// @param status the code and its phrase
    static Fault answer(String status, Map<String, String> headers, String body) {
        byte[] content = body.getBytes(UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(content.length).append("\r\n\r\n");
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        reply.writeBytes(head.toString().getBytes(US_ASCII));
        reply.writeBytes(content);
        return new Answer(reply.toByteArray());
    }
}
