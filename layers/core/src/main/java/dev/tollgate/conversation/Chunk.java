package dev.tollgate.conversation;

import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.conversation.Part.Citation;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.usage.Usage;
import java.util.Optional;

/// One step of an answer that is still arriving. Parts come one after another: opened, continued, closed.
public sealed interface Chunk {

    /// Comes first, and once.
    record Start(String id, String model) implements Chunk {}

    /// A part begins, with what there is of it already: often an empty text, a call without arguments.
    record Open(Part part) implements Chunk {}

    /// More text of the open part: of a call, of its arguments.
    record More(String text) implements Chunk {}

    /// The open part's signature.
    record Signed(Signature signature) implements Chunk {}

    /// The open part cites something.
    record Cited(Citation citation) implements Chunk {}

    /// The open part is complete.
    record Close() implements Chunk {}

    /// The tokens used so far; the last one holds.
    record Counted(Usage usage) implements Chunk {}

    /// Nothing more will be said; tokens may still be counted.
    record Finished(Finish reason, Optional<String> stopSequence) implements Chunk {}
}
