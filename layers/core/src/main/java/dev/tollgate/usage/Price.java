package dev.tollgate.usage;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one model's tokens cost, and who says so.
///
/// @param rates the rates below every tier
/// @param tiers further rates, each for requests whose input exceeds its threshold; then every token takes the tier's rate
/// @param source where the price is published
/// @param date when it was checked there, or took effect
public record Price(Rates rates, List<Tier> tiers, String source, String date, Validity validity) {

    public Price {
        tiers = List.copyOf(tiers);
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
        Rates chosen = rates;
        long threshold = -1;
        for (Tier tier : tiers) {
            if (inputTokens > tier.aboveInputTokens() && tier.aboveInputTokens() > threshold) {
                chosen = tier.rates();
                threshold = tier.aboveInputTokens();
            }
        }
        return chosen;
    }

    /// Rates for requests of more than so many input tokens.
    public record Tier(long aboveInputTokens, Rates rates) {}

    /// The days on which a price holds, in UTC, both included.
    public record Validity(Optional<LocalDate> from, Optional<LocalDate> to) {
        public static final Validity ALWAYS = new Validity(Optional.empty(), Optional.empty());

        boolean covers(LocalDate day) {
            return from.map(first -> !day.isBefore(first)).orElse(true)
                    && to.map(last -> !day.isAfter(last)).orElse(true);
        }
    }

    /// Rates in USD per million tokens. A class without a rate of its own takes that of the class it is part of; reasoning is always priced as output.
    public record Rates(
            BigDecimal input,
            BigDecimal output,
            Optional<BigDecimal> cacheRead,
            Optional<BigDecimal> cacheWrite,
            Optional<BigDecimal> cacheWriteLong,
            Optional<BigDecimal> inputAudio,
            Optional<BigDecimal> cacheReadAudio,
            Optional<BigDecimal> outputAudio) {

        /// USD per million tokens, times tokens, in nano-USD: 1e9 / 1e6.
        private static final BigDecimal NANO_PER_MILLION = BigDecimal.valueOf(1_000);

        public static Rates of(BigDecimal input, BigDecimal output) {
            return new Rates(
                    input,
                    output,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
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
            BigDecimal audio = inputAudio.orElse(input);
            return switch (kind) {
                case INPUT, INPUT_IMAGE -> input;
                case CACHE_READ -> cacheRead.orElse(input);
                case CACHE_WRITE -> cacheWrite.orElse(input);
                case CACHE_WRITE_1H -> cacheWriteLong.or(() -> cacheWrite).orElse(input);
                case INPUT_AUDIO -> audio;
                case CACHE_READ_AUDIO -> cacheReadAudio.orElse(audio);
                case OUTPUT, REASONING, OUTPUT_IMAGE -> output;
                case OUTPUT_AUDIO -> outputAudio.orElse(output);
            };
        }
    }
}
