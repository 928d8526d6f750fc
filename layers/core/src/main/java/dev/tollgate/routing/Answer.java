package dev.tollgate.routing;

import dev.tollgate.conversation.Completion;
import dev.tollgate.usage.Usage;
import java.util.List;
import java.util.Optional;

/// A provider's answer past the commit point: nothing before it has been shown to the caller, nothing after it can be taken back.
public sealed interface Answer {

    /// What of the request, or of the answer, had no equal in the other language, by name.
    List<String> dropped();

    /// What the model said, in nobody's language, for a call that is [Call#kept]: what the answer is told again from. Of a stream, known at its
    /// end. Empty if it can't be told in full (several choices, vectors): then its bytes are all there is.
    Optional<Completion> completion();

    /// An answer in one piece, checked to be complete.
    record Whole(
            byte[] body, Summary summary, List<String> dropped, Optional<Completion> completion)
            implements Answer {
        public Whole {
            dropped = List.copyOf(dropped);
        }

        /// An answer that is not to be told again but in its bytes.
        public Whole(byte[] body, Summary summary, List<String> dropped) {
            this(body, summary, dropped, Optional.empty());
        }

        /// An answer of which nothing was dropped.
        public Whole(byte[] body, Summary summary) {
            this(body, summary, List.of());
        }
    }

    /// An answer that is still arriving; its first token has been read.
    non-sealed interface Streamed extends Answer, AutoCloseable {
        /// Waits for what comes next. After [Next.End] or [Next.Broken] it is not called again.
        Next next();

        /// What is known so far; final once the stream has ended.
        Summary summary();

        @Override
        default Optional<Completion> completion() {
            return Optional.empty();
        }

        /// What has come of it so far, for a call that is [Call#kept], also where it is cut. Empty if it can't be told in full.
        default Optional<Completion> soFar() {
            return completion();
        }

        /// Ends the upstream call, also in its middle.
        @Override
        void close();
    }

    /// One step of a stream.
    sealed interface Next {
        /// Bytes for the caller, in the call's dialect.
        record Piece(byte[] bytes) implements Next {}

        /// The complete end, with the bytes that say so in the call's dialect.
        record End(byte[] bytes) implements Next {}

        /// The stream is cut: no end was seen.
        record Broken(Failure failure) implements Next {}
    }

    /// What an answer used and why it ended.
    record Summary(Usage usage, Optional<String> finishReason) {}
}
