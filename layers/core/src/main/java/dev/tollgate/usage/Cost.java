package dev.tollgate.usage;

/// What a call cost, or that nobody knows.
public sealed interface Cost {
    /// As far as it is known, in 1e-9 USD: what has no price counts nothing. For sums that keep count of what is unpriced beside.
    default long knownNanoUsd() {
        return switch (this) {
            case Priced(long nanoUsd, _) -> nanoUsd;
            case Unpriced() -> 0;
        };
    }

    /// Of both together; unknown if one of them is.
    default Cost plus(Cost other) {
        return switch (this) {
            case Unpriced unknown -> unknown;
            case Priced(long ours, String version) ->
                    switch (other) {
                        case Unpriced unknown -> unknown;
                        case Priced(long theirs, String theirVersion) ->
                                new Priced(
                                        Math.addExact(ours, theirs),
                                        ours == 0 ? theirVersion : version);
                    };
        };
    }

    /// @param nanoUsd 1e-9 USD
    /// @param priceVersion the price list, or catalogue version, that the price stood in
    record Priced(long nanoUsd, String priceVersion) implements Cost {}

    /// No price covers the model. Never the same as free.
    record Unpriced() implements Cost {}
}
