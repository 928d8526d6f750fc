package dev.tollgate.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.config.Bounds;
import dev.tollgate.config.Deadline;
import dev.tollgate.http.JsonBody;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import java.time.Instant;

/// Calls for tests, made from their JSON.
public final class Calls {
    public static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    private Calls() {}

    public static Call chat(String json) {
        return of(Operation.CHAT, json, false);
    }

    public static Call stream(String json) {
        return of(Operation.CHAT, json, true);
    }

    public static Call of(Operation operation, String json, boolean streamed) {
        try {
            return new Call(
                    "req_test",
                    operation,
                    "openai",
                    JsonBody.parse(json.getBytes(UTF_8)),
                    streamed,
                    Deadline.in(Bounds.MAX_DEADLINE, START));
        } catch (JsonBody.Malformed e) {
            throw new IllegalArgumentException(e);
        }
    }
}
