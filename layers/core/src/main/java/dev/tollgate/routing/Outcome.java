package dev.tollgate.routing;

/// What became of a call: an answer, or a failure as a value.
public sealed interface Outcome {

    record Answered(Answer answer) implements Outcome {}

    record Failed(Failure failure) implements Outcome {}
}
