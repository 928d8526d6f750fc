package dev.tollgate.function.usage;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/// Its log lines name the invocation.
record Logged(RequestStreamHandler next) implements RequestStreamHandler {
    @Override
    public void handleRequest(InputStream event, OutputStream reply, Context context)
            throws IOException {
        PowertoolsLogging.initializeLogging(context);
        try {
            next.handleRequest(event, reply, context);
        } finally {
            PowertoolsLogging.clearState(true);
        }
    }
}
