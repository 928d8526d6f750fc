package dev.tollgate.dialect.responses;

import dev.tollgate.conversation.Part.Citation;
import dev.tollgate.conversation.Part.Signature;

/// The part of an answer that is being written.
interface Piece {
    void say(String more);

    default void sign(Signature signature) {}

    default void cite(Citation citation) {}

    void close();
}
