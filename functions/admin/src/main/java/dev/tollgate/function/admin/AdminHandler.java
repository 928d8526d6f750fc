package dev.tollgate.function.admin;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// The entry point of the control plane.
public final class AdminHandler implements RequestStreamHandler {
    private final RequestStreamHandler service;

    public AdminHandler() {
        this(Wiring.onLambda());
    }

    AdminHandler(RequestStreamHandler service) {
        this.service = service;
    }

    @Override
    public void handleRequest(InputStream event, OutputStream reply, Context context)
            throws IOException {
        service.handleRequest(event, reply, context);
    }
}
