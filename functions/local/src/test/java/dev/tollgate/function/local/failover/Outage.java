package dev.tollgate.function.local.failover;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// S15: a provider is down for a minute, while a call comes every four seconds. Each of them is answered, and soon after the minute the provider
/// answers them again.
final class Outage {
    static final Scenario SCENARIO =
            Scenario.of("S15", "down for 60 s, then well", "status-503+for-60s+tokens-60", _ -> {});

    private static final Duration DOWN = Duration.ofSeconds(60);
    private static final Duration RECOVERY = Duration.ofSeconds(30);
    private static final Duration EVERY = Duration.ofSeconds(4);

    private Outage() {}

    /// @return every call; the last one was answered by the provider that is well again
    static List<Seen> play(Stage stage, boolean streamed) throws Exception {
        List<Seen> calls = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; ; i++) {
            Duration due = EVERY.multipliedBy(i);
            assertTrue(
                    due.compareTo(DOWN.plus(RECOVERY)) <= 0,
                    "not recovered " + RECOVERY + " after the provider is well");
            Thread.sleep(due.minusNanos(System.nanoTime() - start));
            Seen seen = stage.play(SCENARIO, streamed);
            calls.add(seen);
            String by = seen.answerer();
            seen.rescuedBy(by);
            assertTrue(seen.one().size() <= 6, "tried too often");
            seen.within(RECOVERY);
            if (by.equals("one")) {
                assertTrue(due.plusSeconds(3).compareTo(DOWN) > 0, "answered at " + due);
                return calls;
            }
        }
    }
}
