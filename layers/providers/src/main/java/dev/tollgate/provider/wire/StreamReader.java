package dev.tollgate.provider.wire;

import dev.tollgate.conversation.Chunk;
import dev.tollgate.http.EventReader.Event;
import dev.tollgate.routing.Failure;
import java.util.List;
import java.util.Optional;

/// Learns from a provider's events what they say. One for each stream; it sees every event, in order.
public interface StreamReader {
    Step read(Event event);

    /// Whether the answer is complete but for the mark that ends the stream.
    boolean finished();

    /// What is to be put in place of the end's mark when the stream ends without one; empty if the answer is then cut.
    Optional<byte[]> missingEnd();

    /// Whether the chunks tell all that the events have said. Not if there were several choices, or the probabilities of tokens: only the bytes tell that.
    default boolean tellsAll() {
        return true;
    }

    /// What an event is.
    sealed interface Step {
        /// Part of the answer. Keep-alives say nothing.
        ///
        /// @param askedByUs whether the event is there only because we asked for it and the caller did not, as the count of tokens may be
        record Said(List<Chunk> chunks, boolean askedByUs) implements Step {
            public static final Said NOTHING = new Said(List.of(), false);

            public static Said of(List<Chunk> chunks) {
                return new Said(List.copyOf(chunks), false);
            }
        }

        /// The mark of a complete end.
        record Over(List<Chunk> chunks) implements Step {}

        /// The answer has failed in its middle.
        record Failed(Failure failure) implements Step {}
    }
}
