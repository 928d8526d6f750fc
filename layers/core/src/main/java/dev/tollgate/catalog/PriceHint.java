package dev.tollgate.catalog;

import dev.tollgate.routing.Target;

/// The one line that tells people of a target without a price, and how to give it one.
public final class PriceHint {
    private PriceHint() {}

    /// `openai/foo has no price: its calls count as unpriced and pass budgets; add prices: {"openai/foo": {...}}`.
    public static String line(Target target) {
        return "%s has no price: its calls count as unpriced and pass budgets; add prices: {\"%s\": {inputPerMTok: \"...\", outputPerMTok: \"...\"}}"
                .formatted(target, target);
    }

    /// The same of a target that has a price, but none for batches.
    public static String batchLine(Target target) {
        return "%s has no batch price; add to its price: batch: {inputPerMTok: \"...\", outputPerMTok: \"...\"}"
                .formatted(target);
    }
}
