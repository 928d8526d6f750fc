package dev.tollgate.function.usage;

import dev.tollgate.rollup.Distribution;
import dev.tollgate.rollup.Figures;
import dev.tollgate.rollup.Measure;
import dev.tollgate.usage.TokenClass;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One figure of a row, by its name.
///
/// @param money whether it is US dollars, which JSON has as text, so that no reader makes a binary fraction of them
/// @param nested the member of a JSON row that holds it under its [#shortName]; empty if it stands in the row itself
/// @param of empty where there is none: nothing was called, nothing was answered
record Column(
        String name,
        boolean money,
        Optional<String> nested,
        Function<Figures, Optional<BigDecimal>> of) {
    static final String COST_USD = "cost_usd";

    /// Decimal places of what a call costs on average: a thousandth of the least that a call can cost.
    private static final int PER_CALL_DIGITS = 12;

    private static final int NANO_DIGITS = 9;

    static final Column COST_PER_CALL =
            new Column(
                    "cost_usd_per_call",
                    true,
                    Optional.empty(),
                    figures -> mean(usd(figures.nanoUsd()), figures.priced(), PER_CALL_DIGITS));
    static final Column TOKENS_PER_CALL =
            plain(
                    "tokens_per_call",
                    figures ->
                            mean(
                                    BigDecimal.valueOf(tokens(figures, _ -> true)),
                                    figures.served(),
                                    2));

    private static final Map<String, Double> QUANTILES =
            Collections.unmodifiableMap(
                    new TreeMap<>(Map.of("p50", 0.5, "p95", 0.95, "p99", 0.99)));

    static final List<Column> ALL = all();

    private static final Map<String, Column> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Column::name, column -> column));

    static Optional<Column> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /// Under this it stands in the member that it is nested in.
    String shortName() {
        return nested.map(member -> name.substring(member.length() + 1)).orElse(name);
    }

    private static List<Column> all() {
        List<Column> all = new ArrayList<>();
        Arrays.stream(Measure.values())
                .map(measure -> whole(measure.written(), figures -> figures.of(measure)))
                .forEach(all::add);
        all.add(money("saved_usd", figures -> figures.of(Measure.SAVED_NANO_USD)));
        all.add(tokens("input_tokens", TokenClass::isInput));
        all.add(tokens("cache_read_tokens", TokenClass.CACHE_READ, TokenClass.CACHE_READ_AUDIO));
        all.add(tokens("cache_write_tokens", TokenClass.CACHE_WRITE));
        all.add(tokens("cache_write_1h_tokens", TokenClass.CACHE_WRITE_1H));
        all.add(tokens("input_audio_tokens", TokenClass.INPUT_AUDIO, TokenClass.CACHE_READ_AUDIO));
        all.add(tokens("input_image_tokens", TokenClass.INPUT_IMAGE));
        all.add(tokens("output_tokens", kind -> !kind.isInput()));
        all.add(tokens("reasoning_tokens", TokenClass.REASONING));
        all.add(tokens("output_audio_tokens", TokenClass.OUTPUT_AUDIO));
        all.add(tokens("output_image_tokens", TokenClass.OUTPUT_IMAGE));
        all.add(TOKENS_PER_CALL);
        all.add(whole("cost_nano_usd", Figures::nanoUsd));
        all.add(money(COST_USD, Figures::nanoUsd));
        all.add(COST_PER_CALL);
        all.addAll(distribution("latency_ms", Figures::latency));
        all.addAll(distribution("time_to_first_token_ms", Figures::timeToFirstToken));
        return List.copyOf(all);
    }

    private static Column tokens(String name, TokenClass... kinds) {
        return tokens(name, List.of(kinds)::contains);
    }

    private static Column tokens(String name, Predicate<TokenClass> kinds) {
        return whole(name, figures -> tokens(figures, kinds));
    }

    private static long tokens(Figures figures, Predicate<TokenClass> kinds) {
        return Arrays.stream(TokenClass.values())
                .filter(kinds)
                .map(figures::tokens)
                .reduce(0L, Math::addExact);
    }

    private static Column whole(String name, Function<Figures, Long> of) {
        return plain(name, figures -> Optional.of(BigDecimal.valueOf(of.apply(figures))));
    }

    private static Column plain(String name, Function<Figures, Optional<BigDecimal>> of) {
        return new Column(name, false, Optional.empty(), of);
    }

    private static Column money(String name, Function<Figures, Long> nanoUsd) {
        return new Column(
                name, true, Optional.empty(), figures -> Optional.of(usd(nanoUsd.apply(figures))));
    }

    private static List<Column> distribution(String name, Function<Figures, Distribution> of) {
        Stream<Column> count =
                Stream.of(
                        new Column(
                                name + "_count",
                                false,
                                Optional.of(name),
                                figures ->
                                        Optional.of(
                                                BigDecimal.valueOf(of.apply(figures).count()))));
        Stream<Column> quantiles =
                QUANTILES.entrySet().stream()
                        .map(quantile ->
                                new Column(
                                        name + "_" + quantile.getKey(),
                                        false,
                                        Optional.of(name),
                                        figures ->
                                                of.apply(figures)
                                                        .quantile(quantile.getValue())
                                                        .map(Column::millis)));
        return Stream.concat(count, quantiles).toList();
    }

    static BigDecimal usd(long nanoUsd) {
        return plain(BigDecimal.valueOf(nanoUsd, NANO_DIGITS));
    }

    private static BigDecimal millis(Duration time) {
        return plain(BigDecimal.valueOf(time.toNanos(), 6).setScale(3, RoundingMode.HALF_UP));
    }

    private static Optional<BigDecimal> mean(BigDecimal what, long calls, int digits) {
        return calls == 0
                ? Optional.empty()
                : Optional.of(
                        plain(
                                what.divide(
                                        BigDecimal.valueOf(calls), digits, RoundingMode.HALF_UP)));
    }

    /// Without needless zeros, and never with an exponent.
    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
