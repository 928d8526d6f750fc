package dev.tollgate.testkit.sim.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.IntFunction;

/// What a call gets if nothing breaks, as the bytes of its dialect.
public sealed interface Answer {

    int promptTokens();

    /// One document of so many completion tokens.
    @SuppressWarnings("ArrayRecordComponent") // two answers are never compared
    record Whole(byte[] body, int promptTokens, int completionTokens) implements Answer {}

    /// A stream of events.
    record Streamed(String contentType, List<Event> events, Asides asides, int promptTokens)
            implements Answer {}

    /// One event with its framing.
    @SuppressWarnings("ArrayRecordComponent")
    record Event(Part part, byte[] frame) {}

    /// What may stand between the events if a script wants it, with its framing: a keep-alive, an
    /// event that can't be read, and the provider's error in place of the event with an index.
    @SuppressWarnings("ArrayRecordComponent")
    record Asides(byte[] ping, byte[] malformed, IntFunction<byte[]> error) {}

    /// What an event carries. A broken stream breaks in front of a `TOKEN` or `FINISH`.
    enum Part {
        /// What holds no token: the beginning or end of a message or of one of its blocks.
        FRAME,
        /// One token thought or said, or of a refusal or a tool's arguments.
        TOKEN,
        /// Why the answer ended; `no-finish` leaves it out.
        FINISH,
        USAGE,
        /// The mark after which nothing comes; `no-done` leaves it out, or the finish where there is
        /// none.
        END
    }

    /// One document that costs nothing.
    static Answer free(JsonNode document) {
        return new Whole(Json.bytes(document), 0, 0);
    }
}
