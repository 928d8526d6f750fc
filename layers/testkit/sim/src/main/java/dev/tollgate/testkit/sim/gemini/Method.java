package dev.tollgate.testkit.sim.gemini;

import dev.tollgate.testkit.sim.dialect.Request;
import java.util.Optional;

/// What is asked of a model, as an address ends with it: `MODEL:METHOD`.
public record Method(String model, String name) {

    private static final String LATEST = "gemini-3";

    /// Reads the end of an address, whose model is percent-encoded.
    public static Optional<Method> of(String end) {
        int colon = end.lastIndexOf(':');
        return colon <= 0 || end.contains("/")
                ? Optional.empty()
                : Optional.of(
                        new Method(
                                Request.decoded(end.substring(0, colon)),
                                end.substring(colon + 1)));
    }

    /// Whether a model, by its name or its label, is of the generation that insists on signatures.
    static boolean isLatest(String model) {
        return model.substring(model.indexOf('@') + 1).startsWith(LATEST);
    }
}
