package dev.tollgate.catalog;

import java.util.OptionalInt;

/// What is known of a model, whoever says so.
///
/// @param maxOutputTokens the most that it can answer
public record ModelFacts(OptionalInt maxOutputTokens) {
    public static final ModelFacts UNKNOWN = new ModelFacts(OptionalInt.empty());
}
