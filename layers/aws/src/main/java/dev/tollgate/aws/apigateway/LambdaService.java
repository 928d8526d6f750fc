package dev.tollgate.aws.apigateway;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tollgate.aws.AwsClients;
import dev.tollgate.config.Deadline;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.http.ReplySink;
import dev.tollgate.http.Request;
import dev.tollgate.http.Service;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/// A service behind an API Gateway REST API. Holds nothing of a request, so that several may be served at the same time.
public record LambdaService(Service service, ReplyForm form, Clock clock)
        implements RequestStreamHandler {

    /// What is kept back of the function's remaining time, to end the reply and to settle the call: the longest that a write to the ledger
    /// takes, and the time to write the record to the log if that fails.
    public static final Duration MARGIN = AwsClients.CALL.plus(Duration.ofSeconds(2));

    @Override
    public void handleRequest(InputStream event, OutputStream out, Context context)
            throws IOException {
        PowertoolsLogging.initializeLogging(context);
        try {
            handle(event, form.to(out), context);
        } finally {
            PowertoolsLogging.clearState(true);
        }
    }

    private void handle(InputStream event, ReplySink reply, Context context) throws IOException {
        Duration left = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(MARGIN);
        Request request;
        try {
            request = ProxyEvent.read(event, Deadline.in(left, clock.instant()));
        } catch (ProxyEvent.Malformed e) {
            reply.reply(400, Headers.of("content-type", "application/json"), refusal(e));
            return;
        }
        service.handle(request, reply);
    }

    /// Nobody behind API Gateway sees this: it is for who invokes the function by hand.
    private static byte[] refusal(ProxyEvent.Malformed e) {
        return Json.bytes(
                Json.object()
                        .set(
                                "error",
                                Json.object()
                                        .put("message", e.reason())
                                        .put("type", "invalid_request_error")
                                        .putNull("param")
                                        .put("code", "malformed_event")));
    }
}
