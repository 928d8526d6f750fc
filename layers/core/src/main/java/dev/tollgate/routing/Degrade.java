package dev.tollgate.routing;

import java.time.Duration;

/// What a caller gets in place of an answer that does not come in time, or at all.
///
/// @param after how long the alias's own targets have, from the call's start
public record Degrade(Duration after, Substitute substitute) {

    public sealed interface Substitute {
        /// A fixed text, told as a model's answer.
        record Message(String text) implements Substitute {}

        /// The answer of another alias, usually a faster or cheaper one.
        record Other(String alias) implements Substitute {}

        /// A kept answer to the same question, also an expired one.
        record Stale() implements Substitute {}
    }
}
