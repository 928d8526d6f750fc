package dev.tollgate.limits;

import dev.tollgate.limits.Admission.Refused;
import java.time.Instant;
import java.util.Optional;

/// What one bucket says to one call.
sealed interface Pass {
    /// @param hold what must be given back; empty: nothing is held
    /// @param chargedAt when it was charged for good; empty: it was not
    /// @param standing empty: the store was not asked
    record Passed(
            Demand demand,
            Optional<Hold> hold,
            Optional<Instant> chargedAt,
            Optional<Standing> standing)
            implements Pass {

        /// It passes, and nothing is taken.
        static Passed uncounted(Demand demand) {
            return new Passed(demand, Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    record Turned(Refused refusal) implements Pass {}
}
