package dev.tollgate.provider.judges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.http.Headers;
import dev.tollgate.provider.BuiltInPrices;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.FakeReply;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.usage.Price;
import dev.tollgate.usage.PriceList;
import dev.tollgate.usage.Usage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// Real usage through our readers and our price list, against the oracle's tokens and its price. Runs where the oracle is at hand, and prints
/// what it found.
@EnabledIf("oracleIsHere")
class OracleTest {
    /// Before the price changes of August 2026, after which the oracle's rows were taken at the old prices.
    private static final LocalDate DAY = LocalDate.parse("2026-07-15");

    /// A way in which we count what the oracle does not.
    ///
    /// @param classes of tokens that may differ for it
    /// @param price whether the price may, too
    private record Reason(
            String name, Set<String> classes, boolean price, Predicate<OracleRow> holds) {
        boolean explains(OracleRow row, Set<String> differing, boolean samePrice) {
            return holds.test(row) && classes.containsAll(differing) && (price || samePrice);
        }
    }

    private static final List<Reason> REASONS =
            List.of(
                    new Reason(
                            "a chat's usage as an embedding's: the oracle leaves the output out",
                            Set.of(
                                    "input_audio_tokens",
                                    "output_tokens",
                                    "output_reasoning_tokens",
                                    "cache_write_tokens"),
                            true,
                            row ->
                                    row.api().equals("embeddings")
                                            && row.usage().path("completion_tokens").asLong() > 0),
                    new Reason(
                            "the oracle reads no cache writes of Azure's",
                            Set.of("cache_write_tokens"),
                            true,
                            row -> row.provider().equals("azure")),
                    new Reason(
                            "the oracle reads Claude's thinking only where Anthropic itself serves it",
                            Set.of("output_reasoning_tokens"),
                            false,
                            row ->
                                    row.api().equals("anthropic")
                                            && row.usage()
                                                            .at(
                                                                    "/output_tokens_details/thinking_tokens")
                                                            .asLong()
                                                    > 0));

    private final Map<String, Integer> count = new TreeMap<>();

    static boolean oracleIsHere() {
        return OracleRow.areHere();
    }

    @Test
    void our_readers_count_and_price_real_usage_as_the_oracle_does() throws IOException {
        PriceList prices = BuiltInPrices.load();
        List<String> unexplained = new ArrayList<>();
        for (OracleRow row : OracleRow.all()) {
            Optional<Wired> wired = row.wired();
            if (wired.isEmpty()) {
                count("no wire for " + row.provider() + " " + row.api());
                continue;
            }
            Usage ours = usage(row, wired.get());
            Map<String, String> differing = differing(row, ours);
            count("tokens: " + (differing.isEmpty() ? "matched" : "differing"));
            Optional<Price> price = row.vendor().flatMap(it -> prices.find(it, row.model(), DAY));
            boolean samePrice =
                    price.map(it -> it.cost(ours) == row.expectedNanoUsd()).orElse(true);
            count(
                    price.isEmpty()
                            ? "price: none"
                            : "price: " + (samePrice ? "matched" : "differing"));
            if (differing.isEmpty() && samePrice) {
                continue;
            }
            REASONS.stream()
                    .filter(it -> it.explains(row, differing.keySet(), samePrice))
                    .findFirst()
                    .ifPresentOrElse(
                            it -> count("explained: " + it.name()),
                            () ->
                                    unexplained.add(
                                            differing
                                                    + (samePrice ? " " : " and its price ")
                                                    + row));
        }
        System.out.println();
        count.forEach((what, rows) -> System.out.printf("%-60s %5d%n", "oracle, " + what, rows));

        assertEquals("", String.join("\n", unexplained));
        assertTrue(count.getOrDefault("price: matched", 0) > 1100, count::toString);
        for (Reason reason : REASONS) {
            assertTrue(count.containsKey("explained: " + reason.name()), "of no use: " + reason);
        }
    }

    private void count(String what) {
        count.merge(what, 1, Integer::sum);
    }

    private static Usage usage(OracleRow row, Wired wired) throws IOException {
        Call call =
                row.api().equals("embeddings")
                        ? Caller.embeddings()
                        : Calls.of(new Listener(), Operation.CHAT, "{}", false);
        FakeReply reply =
                new FakeReply(
                        200, Headers.none(), new ByteArrayInputStream(row.reply(wired.tongue())));
        return Rendered.of(wired.provider().apply(row.provider()), call, reply).summary().usage();
    }

    /// The classes of tokens that differ, and how.
    private static Map<String, String> differing(OracleRow row, Usage ours) {
        Map<String, Long> counted =
                Map.of(
                        "input_tokens", ours.input(),
                        "cache_read_tokens", ours.cacheRead(),
                        "cache_write_tokens", ours.cacheWrite() + ours.cacheWriteLong(),
                        "input_audio_tokens", ours.inputAudio(),
                        // ours leave out what was read from the cache
                        "input_image_tokens",
                                ours.inputImage() + row.expected("cache_image_read_tokens"),
                        "output_tokens", ours.output(),
                        "output_reasoning_tokens", ours.reasoning(),
                        "output_audio_tokens", ours.outputAudio(),
                        "output_image_tokens", ours.outputImage());
        Map<String, String> differing = new TreeMap<>();
        counted.forEach((name, tokens) -> {
            if (row.expected(name) != tokens) {
                differing.put(name, tokens + " not " + row.expected(name));
            }
        });
        return differing;
    }
}
