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
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// Real usage through our readers and our price list, against the oracle's tokens and its price. Runs where the oracle is at hand, and prints
/// what it found.
@EnabledIf("oracleIsHere")
class OracleTest {
    /// Before the price changes of August 2026, after which the oracle's rows were taken at the old prices.
    private static final LocalDate DAY = LocalDate.parse("2026-07-15");

    /// A way in which we know better than the oracle, or count what it does not.
    private record Reason(String name, BiPredicate<OracleRow, Usage> holds) {}

    private static final List<Reason> REASONS =
            List.of(
                    new Reason(
                            "a chat's usage as an embedding's: the oracle leaves the output out",
                            (row, ours) ->
                                    row.api().equals("embeddings")
                                            && ours.output() > 0
                                            && ours.input() == row.expected("input_tokens")),
                    new Reason(
                            "the oracle reads no cache writes of Azure's",
                            (row, ours) ->
                                    row.provider().equals("azure")
                                            && row.api().equals("chat")
                                            && row.usage()
                                                            .at(
                                                                    "/prompt_tokens_details/cache_write_tokens")
                                                            .asLong()
                                                    == ours.cacheWrite()));

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
            boolean sameTokens = tokens(row, ours).isEmpty();
            count(sameTokens ? "tokens: matched" : "tokens: differing");
            Optional<Price> price = row.vendor().flatMap(it -> prices.find(it, row.model(), DAY));
            boolean samePrice =
                    price.map(it -> it.cost(ours) == row.expectedNanoUsd()).orElse(true);
            count(
                    price.isEmpty()
                            ? "price: none"
                            : "price: " + (samePrice ? "matched" : "differing"));
            if (!sameTokens || !samePrice) {
                String differs =
                        tokens(row, ours)
                                + price.map(it ->
                                                " cost "
                                                        + it.cost(ours)
                                                        + " not "
                                                        + row.expectedNanoUsd())
                                        .orElse("");
                REASONS.stream()
                        .filter(it -> it.holds().test(row, ours))
                        .findFirst()
                        .ifPresentOrElse(
                                it -> count("explained: " + it.name()),
                                () -> unexplained.add(differs + " " + row));
            }
        }
        System.out.println();
        count.forEach((what, rows) -> System.out.printf("%-60s %5d%n", "oracle, " + what, rows));

        assertEquals("", String.join("\n", unexplained));
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

    /// The classes of tokens that differ.
    private static List<String> tokens(OracleRow row, Usage ours) {
        Map<String, Long> counted =
                new TreeMap<>(
                        Map.of(
                                "input_tokens", ours.input(),
                                "cache_read_tokens", ours.cacheRead(),
                                "cache_write_tokens", ours.cacheWrite() + ours.cacheWriteLong(),
                                "input_audio_tokens", ours.inputAudio(),
                                "output_tokens", ours.output(),
                                "output_reasoning_tokens", ours.reasoning(),
                                "output_audio_tokens", ours.outputAudio()));
        List<String> differing = new ArrayList<>();
        counted.forEach((name, tokens) -> {
            if (row.expected(name) != tokens) {
                differing.add(name + " " + tokens + " not " + row.expected(name));
            }
        });
        return differing;
    }
}
