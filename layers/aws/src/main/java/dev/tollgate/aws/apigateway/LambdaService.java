package dev.tollgate.aws.apigateway;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tollgate.config.Deadline;
import dev.tollgate.config.Timing;
import dev.tollgate.http.Request;
import dev.tollgate.http.Service;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/// A service as a Lambda function behind API Gateway.
public record LambdaService(Service service, ReplyForm form, Timing timing)
        implements RequestStreamHandler {
    /// What is left of the function's time when a call must be done, so that it can be settled.
    static final Duration SETTLING_TIME = Duration.ofSeconds(3);

    @Override
    public void handleRequest(InputStream event, OutputStream reply, Context context)
            throws IOException {
        Duration left = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(SETTLING_TIME);
        Deadline deadline = Deadline.in(left.isNegative() ? Duration.ZERO : left, timing.now());
        Request request = ProxyEvent.read(event.readAllBytes(), deadline);
        service.handle(request, form.sink(reply));
    }
}
