package dev.tollgate.testkit.badday;

import dev.tollgate.routing.Answer.Next;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Failure;
import java.util.Optional;

/// Reads a stream to its end, as the gateway does for a caller.
final class Relay {
    private Relay() {}

    /// @return why it broke; empty if it came to its end
    static Optional<Failure> toTheEnd(Streamed stream) {
        try (stream) {
            while (true) {
                switch (stream.next()) {
                    case Next.Piece _ -> {}
                    case Next.End _ -> {
                        return Optional.empty();
                    }
                    case Next.Broken(Failure failure) -> {
                        return Optional.of(failure);
                    }
                }
            }
        }
    }
}
