package dev.tollgate.function.usage;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// The entry point of what is done for roll-ups from time to time.
public final class SweepHandler implements RequestStreamHandler {
    private final RequestStreamHandler service;

    public SweepHandler() {
        this(Wiring.onSweep());
    }

    SweepHandler(RequestStreamHandler service) {
        this.service = service;
    }

    @Override
    public void handleRequest(InputStream event, OutputStream reply, Context context)
            throws IOException {
        service.handleRequest(event, reply, context);
    }
}
