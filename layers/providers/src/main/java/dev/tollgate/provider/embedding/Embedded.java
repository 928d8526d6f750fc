package dev.tollgate.provider.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.provider.wire.Wire.Unreadable;
import dev.tollgate.usage.Usage;
import java.util.List;
import java.util.Optional;

/// What a provider made of texts.
///
/// @param vectors one for each text, in the texts' order
/// @param usage empty if the provider gave none
public record Embedded(List<double[]> vectors, Optional<Usage> usage) {
    public Embedded {
        vectors = List.copyOf(vectors);
    }

    /// A vector from a list of numbers.
    ///
    /// @throws Unreadable if it is none
    public static double[] vector(JsonNode numbers) throws Unreadable {
        if (!numbers.isArray() || numbers.isEmpty()) {
            throw new Unreadable("the answer lacks a vector");
        }
        double[] vector = new double[numbers.size()];
        for (int i = 0; i < vector.length; i++) {
            if (!numbers.path(i).isNumber()) {
                throw new Unreadable("a vector holds something that is no number");
            }
            vector[i] = numbers.path(i).asDouble();
        }
        return vector;
    }

    /// Finds vectors in a provider's answer, which is known to be no error.
    @FunctionalInterface
    public interface Reader {
        /// @throws Unreadable if there are none
        Embedded read(JsonNode answer) throws Unreadable;
    }
}
