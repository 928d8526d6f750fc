package dev.tollgate.function.local.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.http.Json;
import java.time.Duration;
import java.util.List;

/// The scenarios, all but S15, which is no single call ([Outage]).
///
/// Faults, numbers and bounds are those of the public catalogue (github.com/failoverbench/failoverbench, `scenarios/catalogue.yaml`, full profile);
/// where it also counts an answer in part that says so as safe (S08, S09, S10, S14), that is what a stream past its first token must be.
final class Scenarios {
    private static final Duration PROMPTLY = Duration.ofSeconds(20);

    private Scenarios() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of(
                        "S01",
                        "429 once, Retry-After: 2",
                        "status-429-retry-after-2+times-1+tokens-60",
                        Scenarios::waitedFor),
                Scenario.of(
                        "S02",
                        "429 for ever",
                        "status-429",
                        seen -> {
                            seen.rescuedBy("two");
                            seen.triesAtMost(4, Duration.ofSeconds(3));
                            seen.triesAtMost(6);
                            seen.within(PROMPTLY);
                        }),
                Scenario.of(
                        "S03",
                        "500 once",
                        "status-500+times-1+tokens-60",
                        seen -> {
                            seen.rescuedBy("one");
                            seen.tries(2, 0);
                            seen.within(PROMPTLY);
                        }),
                Scenario.of(
                        "S04",
                        "503 for ever",
                        "status-503",
                        seen -> {
                            seen.rescuedBy("two");
                            seen.triesAtMost(6);
                            seen.within(PROMPTLY);
                        }),
                Scenario.of(
                        "S05",
                        "TCP reset, once",
                        "reset+times-1+tokens-60",
                        seen -> {
                            seen.rescuedBy("one");
                            seen.tries(2, 0);
                            seen.within(PROMPTLY);
                        }),
                Scenario.of(
                        "S06",
                        "silence for 120 s",
                        "delay-120s+tokens-60",
                        seen -> {
                            seen.rescuedBy("two");
                            seen.tries(1, 1);
                            seen.within(Duration.ofSeconds(100));
                        }),
                Scenario.of(
                                "S07",
                                "first token at 20 s",
                                "slow-first-token-20s+tokens-60",
                                seen -> {
                                    seen.rescuedBy("two");
                                    seen.tries(1, 1);
                                    seen.within(Duration.ofSeconds(15));
                                })
                        .streamedOnly(),
                Scenario.of(
                                "S08",
                                "cut after 40 of 60 tokens",
                                "tokens-60+cut-after-40",
                                seen -> {
                                    seen.cut();
                                    seen.tries(1, 0);
                                    seen.within(PROMPTLY);
                                })
                        .buffered(Scenarios::rescued),
                Scenario.of(
                                "S09",
                                "stall of 30 s after 20 tokens",
                                "tokens-60+stall-after-20",
                                seen -> {
                                    seen.cut();
                                    seen.tries(1, 0);
                                    seen.within(Duration.ofSeconds(45));
                                })
                        .buffered(seen -> {
                            seen.rescuedBy("two");
                            seen.tries(1, 1);
                            seen.within(Duration.ofSeconds(45));
                        }),
                Scenario.of(
                                "S10",
                                "the tenth event is no JSON",
                                "tokens-60+malformed-after-9",
                                seen -> {
                                    seen.cut();
                                    seen.tries(1, 0);
                                    seen.within(PROMPTLY);
                                })
                        .buffered(Scenarios::rescued),
                Scenario.of(
                                "S11",
                                "no [DONE]",
                                "tokens-60+no-done",
                                seen -> {
                                    seen.rescuedBy("one");
                                    seen.tries(1, 0);
                                    assertTrue(seen.reply().usage().isPresent());
                                    seen.within(Duration.ofSeconds(8));
                                })
                        .streamedOnly(),
                Scenario.of(
                                "S12",
                                "context_length 400",
                                "context-length",
                                seen -> {
                                    seen.rescuedBy("two");
                                    seen.tries(1, 1);
                                    seen.within(PROMPTLY);
                                })
                        .fallbackOn("context_length"),
                Scenario.of(
                        "S13",
                        "content-filter 400",
                        "content-policy",
                        seen -> {
                            seen.refused(400, "content_policy");
                            seen.tries(1, 0);
                            seen.within(PROMPTLY);
                        }),
                Scenario.of(
                                "S14",
                                "cut, and the fallback takes no prefill",
                                "tokens-60+cut-after-40",
                                seen -> {
                                    seen.cut();
                                    seen.two().forEach(Scenarios::askedAsTheCallerDid);
                                    seen.within(PROMPTLY);
                                })
                        .buffered(seen -> {
                            rescued(seen);
                            seen.two().forEach(Scenarios::askedAsTheCallerDid);
                        }),
                Scenario.of(
                        "S16", "503 for ever: who is paid", "status-503", Scenarios::accounted));
    }

    /// To go elsewhere at once would be right, too.
    private static void waitedFor(Seen seen) {
        seen.rescuedBy(seen.answerer());
        seen.triesAtMost(2);
        if (seen.one().size() == 2) {
            Duration pause = Duration.between(seen.one().get(0).at(), seen.one().get(1).at());
            assertTrue(pause.compareTo(Duration.ofMillis(1_900)) >= 0, pause.toString());
        }
        seen.within(PROMPTLY);
    }

    private static void rescued(Seen seen) {
        seen.rescuedBy("two");
        seen.triesAtMost(6);
        seen.within(PROMPTLY);
    }

    /// No answer in part was put in the model's mouth.
    private static void askedAsTheCallerDid(Seen.Try attempt) {
        JsonNode messages = Json.tree(attempt.request().body()).path("messages");
        assertEquals(Stage.MESSAGES, messages.toString());
    }

    /// Caller and ledger name the model that answered, and its tokens alone are paid, at its price.
    private static void accounted(Seen seen) {
        seen.rescuedBy("two");
        seen.triesAtMost(6);
        seen.within(PROMPTLY);
        assertEquals(seen.two().getFirst().request().model(), seen.reply().model());
        JsonNode told = seen.reply().usage().orElseThrow();
        JsonNode usage = seen.record().path("usage");
        long input = usage.path("input_tokens").asLong();
        long output = usage.path("output_tokens").asLong();
        assertEquals(told.path("prompt_tokens").asLong(), input);
        assertEquals(told.path("completion_tokens").asLong(), output);
        assertFalse(usage.path("estimated").asBoolean(true));
        assertEquals(
                input * Stage.INPUT_NANO_USD + output * Stage.OUTPUT_NANO_USD,
                seen.record().path("cost_nano_usd").asLong());
        assertEquals(seen.one().size() + seen.two().size(), seen.record().path("attempts").size());
    }
}
