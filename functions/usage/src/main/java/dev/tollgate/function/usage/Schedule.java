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
    /// Kept back of the function's time for what has been begun: the calls of an hour are settled, or a day is merged.
    static final Duration MARGIN = Duration.ofMinutes(3);

    @Override
    public void handleRequest(InputStream event, OutputStream reply, Context context)
            throws IOException {
        handle(Duration.ofMillis(context.getRemainingTimeInMillis()), reply);
    }

    /// @param left of the function's time
    void handle(Duration left, OutputStream reply) throws IOException {
        boolean all = upkeep.run(timing.now().plus(left).minus(MARGIN));
        reply.write(Json.bytes(Json.object().put("all", all)));
    }
}
