package dev.tollgate.function.usage;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tollgate.config.Timing;
import dev.tollgate.http.Json;
import dev.tollgate.rollup.Upkeep;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/// Looks after the roll-ups whenever it is called, whatever the event says.
record Schedule(Upkeep upkeep, Timing timing) implements RequestStreamHandler {
    /// What one team may take at most: it is kept back of the function's time.
    static final Duration MARGIN = Duration.ofMinutes(3);

    @Override
    public void handleRequest(InputStream event, OutputStream reply, Context context)
            throws IOException {
        Duration left = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(MARGIN);
        boolean all = upkeep.run(timing.now().plus(left));
        reply.write(Json.bytes(Json.object().put("all", all)));
    }
}
