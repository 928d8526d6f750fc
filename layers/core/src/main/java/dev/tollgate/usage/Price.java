package dev.tollgate.usage;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
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
        return ratesFor(usage.input()).cost(usage);
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

        long cost(Usage usage) {
            BigDecimal read = cacheRead.orElse(input);
            BigDecimal write = cacheWrite.orElse(input);
            long cachedText = usage.cacheRead() - usage.cacheReadAudio();
            long plainInput =
                    usage.input()
                            - usage.cacheRead()
                            - usage.cacheWrite()
                            - usage.cacheWriteLong()
                            - (usage.inputAudio() - usage.cacheReadAudio());
            BigDecimal audio = inputAudio.orElse(input);
            return times(input, plainInput)
                    .add(times(read, cachedText))
                    .add(times(write, usage.cacheWrite()))
                    .add(times(cacheWriteLong.orElse(write), usage.cacheWriteLong()))
                    .add(times(audio, usage.inputAudio() - usage.cacheReadAudio()))
                    .add(times(cacheReadAudio.orElse(audio), usage.cacheReadAudio()))
                    .add(times(output, usage.output() - usage.outputAudio()))
                    .add(times(outputAudio.orElse(output), usage.outputAudio()))
                    .multiply(NANO_PER_MILLION)
                    .setScale(0, RoundingMode.HALF_UP)
                    .longValueExact();
        }

        private static BigDecimal times(BigDecimal rate, long tokens) {
            return rate.multiply(BigDecimal.valueOf(Math.max(0, tokens)));
        }
    }
}
