package dev.tollgate.function.local.failover;

import java.util.Optional;
import java.util.function.Consumer;

/// What goes wrong, and what must come of it.
///
/// @param misbehaves what provider `one` does, in the simulated provider's words; provider `two` answers
/// @param fallbackOn the kind of failure that alone leads to provider `two`; empty if any may
/// @param streamed what must hold of a streamed call; empty if the scenario says nothing of one
/// @param buffered the same of a call that is answered in one piece
record Scenario(
        String id,
        String what,
        String misbehaves,
        Optional<String> fallbackOn,
        Optional<Consumer<Seen>> streamed,
        Optional<Consumer<Seen>> buffered) {

    /// One in which the same must hold of both.
    static Scenario of(String id, String what, String misbehaves, Consumer<Seen> both) {
        return new Scenario(
                id, what, misbehaves, Optional.empty(), Optional.of(both), Optional.of(both));
    }

    Scenario buffered(Consumer<Seen> other) {
        return new Scenario(id, what, misbehaves, fallbackOn, streamed, Optional.of(other));
    }

    Scenario fallbackOn(String kind) {
        return new Scenario(id, what, misbehaves, Optional.of(kind), streamed, buffered);
    }

    Scenario streamedOnly() {
        return new Scenario(id, what, misbehaves, fallbackOn, streamed, Optional.empty());
    }
}
