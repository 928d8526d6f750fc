package dev.tollgate.function.usage;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// The entry point of the ledger's stream.
public final class StreamHandler implements RequestStreamHandler {
    private final RequestStreamHandler service;

    public StreamHandler() {
        this(Wiring.onStream());
    }

    StreamHandler(RequestStreamHandler service) {
        this.service = service;
    }

    @Override
    public void handleRequest(InputStream event, OutputStream reply, Context context)
            throws IOException {
        service.handleRequest(event, reply, context);
    }
}
