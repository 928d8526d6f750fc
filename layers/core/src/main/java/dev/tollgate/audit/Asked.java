package dev.tollgate.audit;

import dev.tollgate.conversation.Ask;
import dev.tollgate.routing.Call.Operation;
import java.time.Instant;

/// What a caller asked.
///
/// @param id the call's
/// @param path that it was sent to
public record Asked(
        String team, String id, Instant at, String path, Operation operation, Ask ask) {}
