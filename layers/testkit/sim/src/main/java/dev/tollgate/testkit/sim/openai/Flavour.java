package dev.tollgate.testkit.sim.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/// What a host of OpenAI's dialect adds to chat answers.
public interface Flavour {

    /// OpenAI's own, which adds nothing.
    Flavour PLAIN =
            new Flavour() {
                @Override
                public Optional<ObjectNode> firstChunk(String model) {
                    return Optional.empty();
                }

                @Override
                public void season(ObjectNode document) {}

                @Override
                public void seasonChoice(ObjectNode choice) {}
            };

    /// A chunk in front of all others.
    Optional<ObjectNode> firstChunk(String model);

    /// Adds to a whole document.
    void season(ObjectNode document);

    /// Adds to a choice of a document or chunk.
    void seasonChoice(ObjectNode choice);

    /// The comment with which a stream begins and is kept alive, if it begins with one.
    default Optional<String> comment() {
        return Optional.empty();
    }

    /// Thoughts as members of a delta or message; nothing where they are only counted.
    default Optional<ObjectNode> thought(String text) {
        return Optional.empty();
    }

    /// Adds the usage to the last chunk that has a choice.
    default void meter(ObjectNode last, ObjectNode usage) {}

    /// The chunk after that one which tells the usage.
    ///
    /// @param plain one that has the usage and no choice
    /// @param asked whether the request asked for it
    default Optional<ObjectNode> usageChunk(ObjectNode last, ObjectNode plain, boolean asked) {
        return Optional.of(plain).filter(any -> asked);
    }

    /// An error within a stream, which takes the place of a chunk.
    ///
    /// @param plain what OpenAI sends
    default ObjectNode error(ObjectNode plain) {
        return plain;
    }
}
