package dev.tollgate.testkit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.routing.BreakerStore;
import dev.tollgate.routing.BreakerStore.Counts;
import dev.tollgate.routing.BreakerStore.Opening;
import dev.tollgate.routing.BreakerStore.State;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What every breaker store does. Each test needs one that is empty.
public abstract class BreakerStoreContract {
    /// The start of a window.
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private static final Target TARGET = Target.parse("sim/meta-llama/Llama-3");
    private static final Target OTHER = Target.parse("sim/meta-llama/Llama-4");
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Instant LATER = NOON.plusSeconds(5);
    private static final Opening OPENING = new Opening(LATER, Kind.SERVER_ERROR, 3);

    protected abstract BreakerStore empty();

    /// The same kind of store while it does not answer.
    protected abstract BreakerStore failing();

    @Test
    void nothing_is_known_of_a_target_that_was_never_reported() {
        assertEquals(Map.of(), empty().read(List.of(TARGET, OTHER), NOON));
        assertEquals(Map.of(), empty().read(List.of(), NOON));
    }

    @Test
    void a_report_answers_with_what_all_have_seen() {
        BreakerStore store = empty();
        store.report(TARGET, new Counts(3, 1), NOON);

        State both = store.report(TARGET, new Counts(4, 2), NOON.plusSeconds(9));

        assertEquals(new State(Optional.empty(), new Counts(7, 3)), both);
        assertEquals(Map.of(TARGET, both), store.read(List.of(TARGET, OTHER), NOON.plusSeconds(9)));
    }

    @Test
    void counts_are_of_this_window_and_the_one_before() {
        BreakerStore store = empty();
        Instant next = NOON.plus(BreakerStore.WINDOW);
        store.report(TARGET, new Counts(1, 0), NOON.minusMillis(1));
        store.report(TARGET, new Counts(10, 0), NOON);

        assertEquals(new Counts(110, 0), store.report(TARGET, new Counts(100, 0), next).recent());
        assertEquals(new Counts(110, 0), recent(store, next));
        assertEquals(new Counts(100, 0), recent(store, next.plus(BreakerStore.WINDOW)));
        assertEquals(
                Map.of(),
                store.read(List.of(TARGET), next.plus(BreakerStore.WINDOW.multipliedBy(2))));
    }

    @Test
    void old_windows_leave_nothing_behind_however_long_a_target_is_reported() {
        BreakerStore store = empty();
        Instant now = NOON;
        for (int i = 0; i < 60; i++) {
            now = now.plus(BreakerStore.WINDOW.multipliedBy(1 + i % 4));
            store.report(TARGET, new Counts(1, 1), now);
        }

        assertEquals(new Counts(1, 1), recent(store, now));
    }

    @Test
    void reports_of_many_at_once_are_all_counted() throws Exception {
        BreakerStore store = empty();

        atOnce(32, () -> store.report(TARGET, new Counts(2, 1), NOON));

        assertEquals(new Counts(64, 32), recent(store, NOON));
    }

    @Test
    void an_opening_is_seen_by_all_until_it_is_forgotten() {
        BreakerStore store = empty();
        store.open(TARGET, OPENING, NOON);

        assertEquals(Optional.of(OPENING), opening(store, NOON));
        assertEquals(Optional.of(OPENING), opening(store, LATER));
        Instant end = LATER.plus(BreakerStore.MEMORY);
        assertEquals(Optional.of(OPENING), opening(store, end.minusMillis(1)));
        assertEquals(Optional.empty(), opening(store, end));
        assertEquals(Optional.of(OPENING), store.report(TARGET, Counts.NONE, LATER).opening());
    }

    @Test
    void the_longest_opening_holds() {
        BreakerStore store = empty();
        Opening longer = new Opening(LATER.plusMillis(1), Kind.AUTH, 1);
        store.open(TARGET, OPENING, NOON);
        store.open(TARGET, longer, NOON);

        store.open(TARGET, new Opening(LATER, Kind.QUOTA, 9), NOON);

        assertEquals(Optional.of(longer), opening(store, NOON));
    }

    @Test
    void a_cooldown_is_over_by_itself_and_needs_no_probe() {
        BreakerStore store = empty();
        Opening cooldown = Opening.cooldown(LATER);
        store.open(TARGET, cooldown, NOON);

        assertEquals(Optional.of(cooldown), opening(store, NOON));
        assertEquals(Optional.empty(), opening(store, LATER));
        assertFalse(store.probe(TARGET, LEASE, LATER));
    }

    @Test
    void a_probe_is_had_by_one_until_its_lease_is_over() {
        BreakerStore store = empty();
        store.open(TARGET, OPENING, NOON);

        assertFalse(store.probe(TARGET, LEASE, LATER.minusMillis(1)));
        assertTrue(store.probe(TARGET, LEASE, LATER));
        assertFalse(store.probe(TARGET, LEASE, LATER.plus(LEASE).minusMillis(1)));
        assertTrue(store.probe(TARGET, LEASE, LATER.plus(LEASE)));
    }

    @Test
    void of_many_who_ask_at_once_exactly_one_has_the_probe() throws Exception {
        BreakerStore store = empty();
        store.open(TARGET, OPENING, NOON);

        List<Boolean> answers = atOnce(32, () -> store.probe(TARGET, LEASE, LATER));

        assertEquals(1, Collections.frequency(answers, true));
    }

    @Test
    void a_closed_target_is_not_probed() {
        BreakerStore store = empty();

        assertFalse(store.probe(TARGET, LEASE, NOON));
        store.report(TARGET, new Counts(1, 1), NOON);
        assertFalse(store.probe(TARGET, LEASE, NOON));
        assertEquals(new Counts(1, 1), recent(store, NOON));
    }

    @Test
    void a_target_that_is_opened_again_may_be_probed_as_soon_as_that_is_over() {
        BreakerStore store = empty();
        store.open(TARGET, OPENING, NOON);
        store.probe(TARGET, LEASE, LATER);
        Instant again = LATER.plusSeconds(2);

        store.open(TARGET, new Opening(again, Kind.TIMEOUT, 4), LATER);

        assertFalse(store.probe(TARGET, LEASE, LATER.plusSeconds(1)));
        assertTrue(store.probe(TARGET, LEASE, again));
    }

    @Test
    void closing_forgets_the_opening_and_the_counts_before_it() {
        BreakerStore store = empty();
        store.report(TARGET, new Counts(9, 9), NOON);
        store.open(TARGET, OPENING, NOON);
        store.probe(TARGET, LEASE, LATER);

        store.close(TARGET, LATER);

        assertEquals(Map.of(), store.read(List.of(TARGET), LATER));
        assertFalse(store.probe(TARGET, LEASE, LATER.plus(LEASE)));
        store.close(OTHER, LATER);
    }

    @Test
    void an_opening_by_a_clock_that_is_far_ahead_does_not_hold() {
        BreakerStore store = empty();
        Instant absurd = NOON.plus(BreakerStore.LONGEST).plusMillis(1);
        store.open(TARGET, new Opening(absurd, Kind.SERVER_ERROR, 1), NOON.plusSeconds(60));

        assertTrue(store.probe(TARGET, LEASE, NOON));
        store.open(TARGET, OPENING, NOON);
        assertEquals(Optional.of(OPENING), opening(store, NOON));
    }

    @Test
    void targets_know_nothing_of_each_other() {
        BreakerStore store = empty();
        store.open(TARGET, OPENING, NOON);
        store.report(OTHER, new Counts(1, 0), NOON);

        assertEquals(
                Map.of(
                        TARGET, new State(Optional.of(OPENING), Counts.NONE),
                        OTHER, new State(Optional.empty(), new Counts(1, 0))),
                store.read(List.of(TARGET, OTHER, TARGET), NOON));
    }

    @Test
    void many_targets_are_read_at_once() {
        BreakerStore store = empty();
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < 130; i++) {
            targets.add(new Target("sim", "model-" + i));
            if (i % 10 == 0) {
                store.report(targets.getLast(), new Counts(1, 0), NOON);
            }
        }

        assertEquals(13, store.read(targets, NOON).size());
    }

    @Test
    void a_store_that_does_not_answer_is_unavailable() {
        BreakerStore failing = failing();

        assertThrows(StoreUnavailable.class, () -> failing.read(List.of(TARGET), NOON));
        assertThrows(StoreUnavailable.class, () -> failing.report(TARGET, Counts.NONE, NOON));
        assertThrows(StoreUnavailable.class, () -> failing.open(TARGET, OPENING, NOON));
        assertThrows(StoreUnavailable.class, () -> failing.probe(TARGET, LEASE, NOON));
        assertThrows(StoreUnavailable.class, () -> failing.close(TARGET, NOON));
    }

    private static Counts recent(BreakerStore store, Instant now) {
        return store.read(List.of(TARGET), now).getOrDefault(TARGET, State.NONE).recent();
    }

    private static Optional<Opening> opening(BreakerStore store, Instant now) {
        return store.read(List.of(TARGET), now).getOrDefault(TARGET, State.NONE).opening();
    }

    private static <T> List<T> atOnce(int threads, Callable<T> work) throws Exception {
        List<T> answers = new ArrayList<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<T> done : pool.invokeAll(Collections.nCopies(threads, work))) {
                answers.add(done.get());
            }
        }
        return answers;
    }
}
