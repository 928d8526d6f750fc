package dev.tollgate.routing;

import java.util.Optional;

/// What stands before a target, beside the target's own state: our limits on its provider.
@FunctionalInterface
public interface Gate {
    Gate OPEN = _ -> Optional.empty();

    /// Called before each attempt at a target; a call that has entered a provider once may enter it again.
    ///
    /// @return why the call must not be sent there now
    Optional<Failure> enter(Target target);
}
