package dev.tollgate.routing;

import dev.tollgate.config.Bounds;
import dev.tollgate.config.Deadline;
import dev.tollgate.http.JsonBody;
import java.time.Duration;

/// One call on its way to a target.
///
/// @param id the request id; providers are told it
/// @param body in the dialect of [#dialect], as the caller sent it
/// @param deadline when the whole call must be done
/// @param limits how long its next attempt may take
/// @param attempts where what was tried is written down
public record Call(
        String id,
        Operation operation,
        String dialect,
        JsonBody body,
        boolean streamed,
        Deadline deadline,
        Limits limits,
        Attempts attempts) {

    /// A call no attempt of which has a limit of its own yet.
    public Call(
            String id,
            Operation operation,
            String dialect,
            JsonBody body,
            boolean streamed,
            Deadline deadline) {
        this(id, operation, dialect, body, streamed, deadline, Limits.NONE, new Attempts());
    }

    Call within(Limits tighter) {
        return new Call(id, operation, dialect, body, streamed, deadline, tighter, attempts);
    }

    /// Shows nothing of what was asked.
    @Override
    public String toString() {
        return "Call[" + id + ", " + operation + (streamed ? ", streamed]" : "]");
    }

    /// Limits of one attempt.
    ///
    /// @param answer how long an attempt may take until it answers: for a stream, until its first token
    /// @param stall how long a stream may pause after that
    public record Limits(Duration answer, Duration stall) {
        static final Limits NONE = new Limits(Bounds.MAX_DEADLINE, Bounds.MAX_DEADLINE);
    }

    /// What is asked of a model.
    public enum Operation {
        CHAT,
        EMBEDDINGS
    }
}
