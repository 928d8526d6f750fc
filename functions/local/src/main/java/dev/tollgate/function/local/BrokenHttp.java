package dev.tollgate.function.local;

import dev.tollgate.api.ApiError;
import dev.tollgate.api.Dialect;
import dev.tollgate.http.Headers;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import java.util.Optional;

/// Refuses what never became a request. Whatever the server calls it, the fault is in what was sent, so it is a 4xx.
record BrokenHttp(Dialect dialect) implements DirectHandler {

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType event,
            Status proposed,
            ServerResponseHeaders headers,
            String message) {
        ApiError refusal = refusal(event, proposed.code() / 100 == 4 ? proposed.code() : 400);
        return TransportResponse.builder()
                .status(Status.create(refusal.status()))
                .header(HeaderValues.CONTENT_TYPE_JSON)
                .entity(dialect.error(refusal))
                .keepAlive(false)
                .build();
    }

    private static ApiError refusal(EventType event, int status) {
        String message =
                switch (event) {
                    case HTTP_VERSION_NOT_SUPPORTED -> "Only HTTP/1.1 is spoken here.";
                    case PAYLOAD_TOO_LARGE -> "The body is too large.";
                    case BAD_REQUEST, FORBIDDEN, INTERNAL_ERROR, OTHER ->
                            "This is not a well-formed HTTP/1.1 request within our bounds: %d bytes of request line, %d bytes of headers."
                                    .formatted(
                                            HttpFront.MAX_REQUEST_LINE, HttpFront.MAX_HEADER_BYTES);
                };
        return new ApiError(
                status,
                "invalid_request_error",
                "malformed_http",
                message,
                Optional.empty(),
                Headers.none());
    }
}
