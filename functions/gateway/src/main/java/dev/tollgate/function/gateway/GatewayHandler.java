package dev.tollgate.function.gateway;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// The entry point of the data plane. Streams where the runtime does; on the managed one the same bytes arrive at once.
public final class GatewayHandler implements RequestStreamHandler {
    private final RequestStreamHandler service;

    public GatewayHandler() {
        this(Wiring.onLambda());
    }

    GatewayHandler(RequestStreamHandler service) {
        this.service = service;
    }

    @Override
    public void handleRequest(InputStream event, OutputStream reply, Context context)
            throws IOException {
        service.handleRequest(event, reply, context);
    }
}
