package dev.tollgate.routing;

import dev.tollgate.config.Bounds;
import dev.tollgate.config.Deadline;
import dev.tollgate.conversation.Ask;
import dev.tollgate.http.JsonBody;
import java.time.Duration;

/// One call on its way to a target.
///
/// @param id the request id; providers are told it
/// @param ask what the caller sent
/// @param deadline when the whole call must be done
/// @param limits how long its next attempt may take
/// @param attempts where what was tried is written down
public record Call(
        String id,
        Operation operation,
        Ask ask,
        Deadline deadline,
        Limits limits,
        Attempts attempts) {

    /// A call no attempt of which has a limit of its own yet.
    public Call(String id, Operation operation, Ask ask, Deadline deadline) {
        this(id, operation, ask, deadline, Limits.NONE, new Attempts());
    }

    Call within(Limits tighter) {
        return new Call(id, operation, ask, deadline, tighter, attempts);
    }

    /// In the caller's language, as sent.
    public JsonBody body() {
        return ask.body();
    }

    public boolean streamed() {
        return ask.streamed();
    }

    /// Shows nothing of what was asked.
    @Override
    public String toString() {
        return "Call[" + id + ", " + operation + (streamed() ? ", streamed]" : "]");
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
        EMBEDDINGS,
        /// How many tokens a chat's input has. Costs nothing.
        COUNT_TOKENS
    }
}
