package dev.tollgate.testkit.sim.dialect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;

/// The embedding of a text: the sum of a signed unit for each of its tokens, scaled to length 1, so
/// that texts with the same words lie close together.
public final class Vector {

    private Vector() {}

    public static float[] of(List<String> tokens, int dimensions) {
        var sums = new double[dimensions];
        for (var token : tokens) {
            int hash = token.strip().hashCode() * 0x9E3779B1;
            sums[Math.floorMod(hash >>> 1, dimensions)] += (hash & 1) == 0 ? 1 : -1;
        }
        double squares = 0;
        for (double sum : sums) {
            squares += sum * sum;
        }
        if (squares == 0) { // signs that cancel out
            sums[0] = squares = 1;
        }
        var vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) (sums[i] / Math.sqrt(squares));
        }
        return vector;
    }

    /// Adds the numbers of the embedding of a text.
    public static void addTo(ArrayNode numbers, List<String> tokens, int dimensions) {
        for (float number : of(tokens, dimensions)) {
            numbers.add(number);
        }
    }
}
