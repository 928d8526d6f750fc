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
}
