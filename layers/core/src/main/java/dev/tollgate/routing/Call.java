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
/// @param answerBy when its answer must have come, or begun if it is streamed; not after the deadline
/// @param gate what may keep it from a target
/// @param kept whether the answer is to be kept: then it tells its [Completion], too
/// @param patient whether no other target is left for it, so that it may be made to wait
/// @param limits how long its next attempt may take
/// @param attempts where what was tried is written down
public record Call(
        String id,
        Operation operation,
        Ask ask,
        Deadline deadline,
        Deadline answerBy,
        Gate gate,
        boolean kept,
        boolean patient,
        Limits limits,
        Attempts attempts) {

    /// A call that nothing keeps from its targets, and no attempt of which has a limit of its own yet.
    public Call(String id, Operation operation, Ask ask, Deadline deadline) {
        this(id, operation, ask, deadline, new Attempts());
    }

    /// A call whose attempts somebody waits to see.
    public Call(String id, Operation operation, Ask ask, Deadline deadline, Attempts attempts) {
        this(
                id,
                operation,
                ask,
                deadline,
                deadline,
                Gate.OPEN,
                false,
                false,
                Limits.NONE,
                attempts);
    }

    Call within(Limits tighter) {
        return new Call(
                id, operation, ask, deadline, answerBy, gate, kept, patient, tighter, attempts);
    }

    Call patiently() {
        return new Call(id, operation, ask, deadline, answerBy, gate, kept, true, limits, attempts);
    }

    /// The same call, whose attempts are written down apart.
    Call alongside(Attempts others) {
        return new Call(
                id, operation, ask, deadline, answerBy, gate, kept, patient, limits, others);
    }

    /// The same call, whose answer must have come by then.
    public Call answeredBy(Deadline sooner) {
        return new Call(
                id,
                operation,
                ask,
                deadline,
                deadline.orEarlier(sooner),
                gate,
                kept,
                patient,
                limits,
                attempts);
    }

    /// The same call, past this gate.
    public Call through(Gate other) {
        return new Call(
                id, operation, ask, deadline, answerBy, other, kept, patient, limits, attempts);
    }

    /// The same call, whose answer is to be kept.
    public Call keeping() {
        return new Call(
                id, operation, ask, deadline, answerBy, gate, true, patient, limits, attempts);
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
