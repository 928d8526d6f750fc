package dev.tollgate.cache;

import static dev.tollgate.cache.Samples.NOON;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.cache.Idempotency.Claimed;
import dev.tollgate.cache.IdempotencyStore.Claim;
import dev.tollgate.config.Deadline;
import dev.tollgate.config.Fuse;
import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.config.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdempotencyTest {
    private static final Idempotent REQUEST = new Idempotent("id", "fingerprint");
    private static final Deadline DEADLINE = new Deadline(NOON.plusSeconds(60));
    private static final Claimed.InFlight SEEN = new Claimed.InFlight(NOON.plusSeconds(40));

    private final Samples clock = new Samples();
    private final Store store = new Store();
    private final List<String> told = new ArrayList<>();
    private final Idempotency idempotency =
            new Idempotency(store, clock.timing(), (what, _) -> told.add(what));

    /// Answers claims from a script, the last of which holds for ever, and notes what else it hears.
    private static final class Store implements IdempotencyStore {
        final Deque<Claim> script = new ArrayDeque<>();
        final List<String> heard = new ArrayList<>();
        byte[] answer = {9};
        int claims;
        boolean down;

        @Override
        public Claim claim(
                String id, String fingerprint, String owner, Instant leaseUntil, Instant now) {
            claims++;
            check();
            heard.add("claim " + owner + " until " + leaseUntil);
            return script.size() > 1 ? script.remove() : script.element();
        }

        @Override
        public void complete(
                String id, String owner, byte[] given, Instant keptUntil, Instant now) {
            check();
            heard.add("complete " + owner + " until " + keptUntil);
            answer = given;
        }

        @Override
        public void release(String id, String owner) {
            check();
            heard.add("release " + owner);
        }

        private void check() {
            if (down) {
                throw new StoreUnavailable("down", new IllegalStateException());
            }
        }
    }

    private Claimed claim(Claim... script) {
        store.script.clear();
        store.script.addAll(Arrays.asList(script));
        return idempotency.claim(REQUEST, "me", DEADLINE);
    }

    private Execution execution(Claimed standing) {
        return assertInstanceOf(Claimed.Mine.class, standing).execution();
    }

    private Claimed await(Claim... script) {
        store.script.clear();
        store.script.addAll(Arrays.asList(script));
        return idempotency.await(REQUEST, "me", DEADLINE, SEEN);
    }

    @Test
    void who_claims_first_executes_under_a_lease_a_little_longer_than_its_deadline() {
        Execution mine = execution(claim(new Claim.Mine()));
        mine.complete(Optional.of(Samples.kept("answer")));

        assertEquals(
                List.of(
                        "claim me until " + DEADLINE.at().plusSeconds(10),
                        "complete me until " + NOON.plus(Duration.ofHours(24))),
                store.heard);
        Kept kept = KeptCodec.read(store.answer).orElseThrow();
        assertArrayEquals(Samples.kept("answer").bytes(), kept.bytes());
    }

    @Test
    void an_execution_ends_once() {
        Execution answered = execution(claim(new Claim.Mine()));
        try (answered) {
            answered.complete(Optional.of(Samples.kept("answer")));
            answered.complete(Optional.empty());
        }
        assertEquals(2, store.heard.size());

        Execution failed = execution(claim(new Claim.Mine()));
        failed.close();
        failed.release();
        assertEquals("release me", store.heard.getLast());
        assertEquals(4, store.heard.size());
    }

    @Test
    void an_answer_that_is_too_large_is_known_to_have_been_given() {
        execution(claim(new Claim.Mine()))
                .complete(Optional.of(Samples.kept("x".repeat(KeptCodec.MAX_UNPACKED_BYTES))));
        assertEquals(0, store.answer.length);
        assertEquals(new Claimed.TooLarge(), claim(new Claim.Done(store.answer)));

        store.answer = new byte[] {9};
        execution(claim(new Claim.Mine())).complete(Optional.empty());
        assertEquals(0, store.answer.length);
    }

    @Test
    void what_was_answered_is_told_again() {
        byte[] packed = KeptCodec.write(Samples.kept("answer")).orElseThrow();

        Claimed.Answered answered =
                assertInstanceOf(Claimed.Answered.class, claim(new Claim.Done(packed)));

        assertArrayEquals(Samples.kept("answer").bytes(), answered.kept().bytes());
    }

    @Test
    void what_is_in_flight_or_another_request_is_told_so() {
        assertEquals(new Claimed.InFlight(NOON), claim(new Claim.InFlight(NOON)));
        assertEquals(new Claimed.Mismatch(), claim(new Claim.Mismatch()));
    }

    @Test
    void a_repeat_that_waits_looks_ever_less_often_until_there_is_an_answer() {
        byte[] packed = KeptCodec.write(Samples.kept("answer")).orElseThrow();
        Claim flying = new Claim.InFlight(NOON.plusSeconds(40));
        List<Claim> script = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            script.add(flying);
        }
        script.add(new Claim.Done(packed));

        assertInstanceOf(Claimed.Answered.class, await(script.toArray(Claim[]::new)));
        // .1 + .2 + .4 + .8 + 1.6 + 2 + 2 + 2
        assertEquals(NOON.plusMillis(9_100), clock.now);
        assertEquals(8, clock.sleeps);
    }

    @Test
    void a_repeat_that_waits_executes_once_the_other_has_failed() {
        assertInstanceOf(Claimed.Mine.class, await(new Claim.InFlight(NOON), new Claim.Mine()));
    }

    @Test
    void a_repeat_waits_no_longer_than_its_deadline() {
        Claim flying = new Claim.InFlight(NOON.plusSeconds(200));

        assertEquals(new Claimed.InFlight(NOON.plusSeconds(200)), await(flying));
        assertEquals(DEADLINE.at(), clock.now);
        assertTrue(clock.sleeps < 40);
    }

    @Test
    void a_repeat_that_is_interrupted_waits_no_longer() {
        Idempotency hasty =
                new Idempotency(
                        store,
                        new Timing(
                                clock,
                                _ -> {
                                    throw new InterruptedException();
                                },
                                new Random(1)),
                        (_, _) -> {});

        assertEquals(SEEN, hasty.await(REQUEST, "me", DEADLINE, SEEN));
        assertTrue(Thread.interrupted());
    }

    @Test
    void without_the_store_requests_are_executed_all_the_same() {
        store.down = true;

        Execution mine = execution(claim());
        mine.complete(Optional.of(Samples.kept("answer")));
        for (int i = 0; i < 10; i++) {
            execution(claim()).close();
        }

        assertEquals(1, store.claims, "it is left alone");
        assertEquals(List.of("repeated requests are executed again"), told);
    }

    @Test
    void a_claim_that_may_have_arrived_is_ended_when_the_store_is_back() {
        store.down = true;
        Execution mine = execution(claim());
        store.down = false;

        mine.complete(Optional.of(Samples.kept("answer")));

        assertEquals(1, store.heard.size());
    }

    @Test
    void while_the_store_is_down_a_repeat_waits_as_long_as_the_other_may_live() {
        store.down = true;

        assertInstanceOf(Claimed.Mine.class, await());
        assertTrue(!clock.now.isBefore(SEEN.leaseUntil()));
        assertTrue(clock.now.isBefore(SEEN.leaseUntil().plusSeconds(2)));
    }

    @Test
    void what_the_store_says_when_it_is_back_counts() {
        store.down = true;
        assertInstanceOf(Claimed.Mine.class, claim());
        store.down = false;
        clock.pass(Fuse.REST);

        assertEquals(new Claimed.Mismatch(), await(new Claim.Mismatch()));
    }
}
