package dev.tollgate.usage;

/// What a call cost, or that nobody knows.
public sealed interface Cost {

    /// @param nanoUsd 1e-9 USD
    /// @param priceVersion the price list, or catalogue version, that the price stood in
    record Priced(long nanoUsd, String priceVersion) implements Cost {}

    /// No price covers the model. Never the same as free.
    record Unpriced() implements Cost {}
}
