package dev.tollgate.usage;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one model's tokens cost, and who says so.
///
/// @param rates the rates below every tier
/// @param tiers further rates, each for requests whose input exceeds its threshold; then every token takes the tier's rate
/// @param batch what the same tokens cost in the provider's batch API; empty if that is not known
/// @param source where the price is published
/// @param date when it was checked there, or took effect
public record Price(
        Rates rates,
        List<Tier> tiers,
        Optional<Price> batch,
        String source,
        String date,
        Validity validity) {

    public Price {
        tiers = List.copyOf(tiers);
    }

    /// One whose batch price is not known.
    public Price(Rates rates, List<Tier> tiers, String source, String date, Validity validity) {
        this(rates, tiers, Optional.empty(), source, date, validity);
    }

    /// The cost in nano-USD, rounded once, half up.
    public long cost(Usage usage) {
        return costs(usage).values().stream().mapToLong(part -> part).sum();
    }

    /// The same by class. Each part is rounded so that together they make the whole.
    public Map<TokenClass, Long> costs(Usage usage) {
        return Shares.whole(ratesFor(usage.input()).costs(usage));
    }

    private Rates ratesFor(long inputTokens) {
        return tiers.stream()
                .filter(tier -> inputTokens > tier.aboveInputTokens())
                .max(Comparator.comparingLong(Tier::aboveInputTokens))
                .map(Tier::rates)
                .orElse(rates);
    }

    /// Rates for requests of more than so many input tokens.
    public record Tier(long aboveInputTokens, Rates rates) {}

    /// The days on which a price holds, in UTC, both included.
    public record Validity(Optional<LocalDate> from, Optional<LocalDate> to) {
        public static final Validity ALWAYS = new Validity(Optional.empty(), Optional.empty());

        public boolean covers(LocalDate day) {
            return from.map(first -> !day.isBefore(first)).orElse(true)
                    && to.map(last -> !day.isAfter(last)).orElse(true);
        }

        /// Whether there is a day on which both hold.
        public boolean overlaps(Validity other) {
            return startsBeforeEndOf(other) && other.startsBeforeEndOf(this);
        }

        private boolean startsBeforeEndOf(Validity other) {
            return from.isEmpty() || other.to.isEmpty() || !from.get().isAfter(other.to.get());
        }
    }

    /// Rates in USD per million tokens. A class without a rate of its own takes that of the class it is part of: cached audio that of audio, a cache
    /// write for an hour that of any cache write, all else that of plain input or output.
    ///
    /// @param own has plain input and output at least
    public record Rates(Map<TokenClass, BigDecimal> own) {
        /// USD per million tokens, times tokens, in nano-USD: 1e9 / 1e6.
        private static final BigDecimal NANO_PER_MILLION = BigDecimal.valueOf(1_000);

        public Rates {
            own = Collections.unmodifiableMap(new EnumMap<>(own));
            if (!own.containsKey(TokenClass.INPUT) || !own.containsKey(TokenClass.OUTPUT)) {
                throw new IllegalArgumentException("need rates of input and output, got " + own);
            }
        }

        public static Rates of(BigDecimal input, BigDecimal output) {
            return new Rates(Map.of(TokenClass.INPUT, input, TokenClass.OUTPUT, output));
        }

        /// In nano-USD, exactly.
        Map<TokenClass, BigDecimal> costs(Usage usage) {
            Map<TokenClass, BigDecimal> costs = new EnumMap<>(TokenClass.class);
            for (TokenClass kind : TokenClass.values()) {
                BigDecimal tokens = BigDecimal.valueOf(kind.of(usage));
                costs.put(kind, of(kind).multiply(tokens).multiply(NANO_PER_MILLION));
            }
            return costs;
        }

        /// What a million tokens of a class cost, in USD.
        public BigDecimal of(TokenClass kind) {
            BigDecimal rate = own.get(kind);
            return rate != null ? rate : of(kind.whole());
        }
    }
}
