package dev.tollgate.usage;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// What a call cost, or that nobody knows.
public sealed interface Cost {
    /// As far as it is known, in 1e-9 USD: what has no price counts nothing. For sums that keep count of what is unpriced beside.
    default long knownNanoUsd() {
        return switch (this) {
            case Priced(long nanoUsd, _, _) -> nanoUsd;
            case Unpriced() -> 0;
        };
    }

    /// Of both together; unknown if one of them is.
    default Cost plus(Cost other) {
        return switch (this) {
            case Unpriced unknown -> unknown;
            case Priced ours ->
                    switch (other) {
                        case Unpriced unknown -> unknown;
                        case Priced theirs -> ours.plus(theirs);
                    };
        };
    }

    /// @param nanoUsd 1e-9 USD
    /// @param priceVersion the price list, or catalogue version, that the price stood in
    /// @param byClass the same by the tokens that it was paid for, in 1e-9 USD; what cost nothing is left out
    record Priced(long nanoUsd, String priceVersion, Map<TokenClass, Long> byClass)
            implements Cost {

        public Priced {
            Map<TokenClass, Long> paid = new EnumMap<>(TokenClass.class);
            byClass.forEach((kind, part) -> {
                if (part != 0) {
                    paid.put(kind, part);
                }
            });
            byClass = Collections.unmodifiableMap(paid);
            long sum = paid.values().stream().mapToLong(part -> part).sum();
            if (sum != nanoUsd) {
                throw new IllegalArgumentException(
                        "need parts that make the whole, got " + paid + " of " + nanoUsd);
            }
        }

        public static Priced of(Map<TokenClass, Long> byClass, String priceVersion) {
            long sum = byClass.values().stream().mapToLong(part -> part).reduce(0, Math::addExact);
            return new Priced(sum, priceVersion, byClass);
        }

        /// What was paid for plain input alone.
        public static Priced forInput(long nanoUsd, String priceVersion) {
            return new Priced(nanoUsd, priceVersion, Map.of(TokenClass.INPUT, nanoUsd));
        }

        private Priced plus(Priced other) {
            Map<TokenClass, Long> sums = new EnumMap<>(TokenClass.class);
            sums.putAll(byClass);
            other.byClass.forEach((kind, part) -> sums.merge(kind, part, Math::addExact));
            return of(sums, nanoUsd == 0 ? other.priceVersion : priceVersion);
        }
    }

    /// No price covers the model. Never the same as free.
    record Unpriced() implements Cost {}
}
