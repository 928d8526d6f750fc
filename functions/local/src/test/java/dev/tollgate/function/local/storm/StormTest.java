package dev.tollgate.function.local.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.testkit.faults.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// While DynamoDB answers errors, throttles or hangs, calls go on as declared, nothing grows, and no record is lost.
///
/// Each storm has a server of its own in a process of its own; all rage at the same time, for `-Dtollgate.storm.seconds=60`.
@Timeout(600)
class StormTest {
    private static final Duration STORM =
            Duration.ofSeconds(Long.getLong("tollgate.storm.seconds", 60));

    /// A call may meet the store three times before it is sent (its key, the catalogue, its record), each for three seconds at most. The rest is
    /// for a machine that is busy.
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private static final int MORE_THREADS = 100;
    private static final int MORE_HEAP_MIB = 32;

    @Test
    void a_storm_of_errors_throttling_or_silence_loses_no_record(@TempDir Path folder)
            throws Exception {
        Map<String, Fault> storms = new LinkedHashMap<>();
        storms.put("errors", Fault.dynamoFails());
        storms.put("throttling", Fault.dynamoThrottles());
        storms.put("silence", Fault.SILENCE);
        List<Storm.Outcome> outcomes = new ArrayList<>();
        try (Account account = new Account();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Storm.Outcome>> raging = new ArrayList<>();
            for (Map.Entry<String, Fault> storm : storms.entrySet()) {
                String name = storm.getKey();
                Account.Share share = account.share(name);
                Storm town = new Storm(name, share, Files.createDirectory(folder.resolve(name)));
                raging.add(
                        threads.submit(() -> {
                            try (share;
                                    town) {
                                return town.rage(storm.getValue(), STORM);
                            }
                        }));
            }
            for (Future<Storm.Outcome> outcome : raging) {
                outcomes.add(outcome.get());
            }
        }
        System.out.println(
                outcomes.stream().map(Storm.Outcome::told).collect(Collectors.joining("\n")));
        outcomes.forEach(StormTest::check);
    }

    private static void check(Storm.Outcome outcome) {
        String storm = outcome.name();
        assertTrue(
                outcome.within().size() > Callers.COUNT, storm + ": too few calls to say anything");
        for (Callers.Made call : outcome.calls()) {
            boolean asInCalm = call.isWhole() && !outcome.within().contains(call);
            assertTrue(asInCalm || call.isRightInStorm(), () -> storm + ": " + call);
            assertTrue(call.took().compareTo(LONGEST) < 0, () -> storm + ": " + call);
        }
        List<Callers.Made> last =
                outcome.after().stream().skip(outcome.after().size() / 2).toList();
        assertTrue(last.stream().allMatch(Callers.Made::isWhole), storm + ": it does not recover");
        assertTrue(
                last.stream().noneMatch(call -> outcome.spilled().contains(call.id())),
                storm + ": records are still spilled when the storm is over");

        Pulse.Sample before = outcome.samples().getFirst();
        for (Pulse.Sample sample : outcome.samples()) {
            assertTrue(sample.threads() <= before.threads() + MORE_THREADS, outcome::told);
            assertTrue(sample.heapMiB() <= before.heapMiB() + MORE_HEAP_MIB, outcome::told);
        }

        Set<String> kept = new HashSet<>(outcome.written());
        kept.addAll(outcome.spilled());
        assertEquals(Set.of(), less(outcome.sent(), kept), storm + ": records lost");
        assertFalse(outcome.spilled().isEmpty(), storm + ": nothing was spilled");
        assertFalse(outcome.logShowsPrompts(), storm + ": a prompt is in the log");

        assertTrue(outcome.firstReplay().endsWith("; 0 unreadable"), outcome.firstReplay());
        assertEquals(Set.of(), less(outcome.sent(), outcome.settled()), storm + ": not restored");
        assertEquals(outcome.settled().size(), outcome.records(), storm + ": some are pending");
        assertTrue(outcome.secondReplay().contains("records: 0 restored,"), outcome.secondReplay());
        assertTrue(outcome.secondReplayChangedNothing(), storm);
    }

    private static Set<String> less(Set<String> all, Set<String> some) {
        Set<String> rest = new HashSet<>(all);
        rest.removeAll(some);
        return rest;
    }
}
