package dev.tollgate.testkit.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tollgate.cache.CacheStore;
import dev.tollgate.cache.IdempotencyStore;
import dev.tollgate.cache.IdempotencyStore.Claim;
import dev.tollgate.config.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What every idempotency store does. A run needs a store of its own.
public abstract class IdempotencyStoreContract {
    protected static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123Z");
    protected static final Instant LEASE = NOON.plusSeconds(70);
    protected static final Instant KEPT = NOON.plus(Duration.ofHours(24));

    private static final Claim MINE = new Claim.Mine();
    private static final byte[] ANSWER = {1, 2, 3};

    protected abstract IdempotencyStore store();

    /// The same kind of store while it does not answer.
    protected abstract IdempotencyStore failing();

    private Claim claim(String id, String owner) {
        return claim(id, owner, NOON);
    }

    private Claim claim(String id, String owner, Instant now) {
        return store().claim(id, "f", owner, now.plusSeconds(70), now);
    }

    private static byte[] answer(Claim claim) {
        return assertInstanceOf(Claim.Done.class, claim).answer();
    }

    @Test
    void the_first_to_claim_executes_and_others_see_it_in_flight() {
        assertEquals(MINE, claim("a", "one"));
        assertEquals(new Claim.InFlight(LEASE), claim("a", "two", NOON.plusSeconds(5)));
        assertEquals(MINE, claim("b", "two"), "another id");
    }

    @Test
    void a_claim_that_is_repeated_by_its_owner_is_still_its_owners() {
        claim("c", "one");

        assertEquals(MINE, claim("c", "one"));
        assertEquals(new Claim.InFlight(LEASE), claim("c", "two"));
    }

    @Test
    void of_32_that_claim_at_once_exactly_one_executes() throws Exception {
        for (int round = 0; round < 5; round++) {
            String id = "race-" + round;
            CountDownLatch start = new CountDownLatch(1);
            List<Callable<Claim>> claims = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                String owner = "owner-" + i;
                claims.add(() -> {
                    start.countDown();
                    start.await();
                    return claim(id, owner);
                });
            }
            int mine = 0;
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<Claim> claim : threads.invokeAll(claims)) {
                    mine += claim.get().equals(MINE) ? 1 : 0;
                }
            }

            assertEquals(1, mine);
        }
    }

    @Test
    void what_was_answered_is_told_to_all_who_repeat() {
        claim("d", "one");
        store().complete("d", "one", ANSWER, KEPT, NOON);

        assertArrayEquals(ANSWER, answer(claim("d", "two")));
        assertArrayEquals(ANSWER, answer(claim("d", "one")), "the owner's own repeat");
        assertArrayEquals(ANSWER, answer(claim("d", "two", LEASE.plusSeconds(60))));
    }

    @Test
    void the_largest_answer_fits_and_so_does_none() {
        byte[] noise = new byte[CacheStore.MAX_BYTES];
        new Random(1).nextBytes(noise);
        claim("e", "one");
        store().complete("e", "one", noise, KEPT, NOON);
        claim("f", "one");
        store().complete("f", "one", new byte[0], KEPT, NOON);

        assertArrayEquals(noise, answer(claim("e", "two")));
        assertArrayEquals(new byte[0], answer(claim("f", "two")));
    }

    @Test
    void a_large_answer_is_told_as_its_owner_gave_it_first() {
        byte[] late = new byte[CacheStore.MAX_BYTES];
        byte[] heirs = new byte[CacheStore.MAX_BYTES];
        new Random(2).nextBytes(heirs);
        claim("p", "dead");
        claim("p", "heir", LEASE);

        store().complete("p", "dead", late, KEPT, LEASE);
        assertInstanceOf(Claim.InFlight.class, claim("p", "two", LEASE));
        store().complete("p", "heir", heirs, KEPT, LEASE);
        store().complete("p", "dead", late, KEPT, LEASE);
        store().complete("p", "heir", late, KEPT, LEASE);

        assertArrayEquals(heirs, answer(claim("p", "two", LEASE)));
    }

    @Test
    void an_answer_is_told_until_its_time_is_over() {
        claim("g", "one");
        store().complete("g", "one", ANSWER, KEPT, NOON);

        assertArrayEquals(ANSWER, answer(claim("g", "two", KEPT.minusMillis(1))));
        assertEquals(MINE, claim("g", "two", KEPT));
        assertInstanceOf(Claim.InFlight.class, claim("g", "three", KEPT));
    }

    @Test
    void another_request_under_the_same_key_is_a_mismatch_in_flight_and_answered() {
        claim("h", "one");

        assertEquals(new Claim.Mismatch(), store().claim("h", "g", "two", LEASE, NOON));
        assertEquals(new Claim.Mismatch(), store().claim("h", "g", "one", LEASE, NOON));
        store().complete("h", "one", ANSWER, KEPT, NOON);
        assertEquals(new Claim.Mismatch(), store().claim("h", "g", "two", LEASE, NOON));
    }

    @Test
    void what_was_released_is_claimed_anew_also_by_another_request() {
        claim("i", "one");
        store().release("i", "one");

        assertEquals(MINE, store().claim("i", "g", "two", LEASE, NOON));
    }

    @Test
    void a_dead_owners_claim_is_taken_over_when_its_lease_ends() {
        claim("j", "dead");

        assertEquals(new Claim.InFlight(LEASE), claim("j", "two", LEASE.minusMillis(1)));
        assertEquals(MINE, claim("j", "two", LEASE));
        assertEquals(
                new Claim.InFlight(LEASE.plusSeconds(70)),
                claim("j", "dead", LEASE),
                "it is the other's now");
    }

    @Test
    void of_32_that_take_a_dead_owners_claim_over_exactly_one_executes() throws Exception {
        claim("k", "dead");
        List<Callable<Claim>> claims = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            String owner = "heir-" + i;
            claims.add(() -> claim("k", owner, LEASE));
        }
        int mine = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Claim> claim : threads.invokeAll(claims)) {
                mine += claim.get().equals(MINE) ? 1 : 0;
            }
        }

        assertEquals(1, mine);
    }

    @Test
    void who_is_not_its_owner_any_more_changes_nothing() {
        claim("l", "dead");
        claim("l", "heir", LEASE);

        store().complete("l", "dead", ANSWER, KEPT, LEASE);
        store().release("l", "dead");

        assertInstanceOf(Claim.InFlight.class, claim("l", "two", LEASE));
    }

    @Test
    void an_execution_that_took_longer_than_its_lease_still_counts_if_nobody_took_it_over() {
        claim("m", "slow");
        store().complete("m", "slow", ANSWER, KEPT, LEASE.plusSeconds(5));

        assertArrayEquals(ANSWER, answer(claim("m", "two", LEASE.plusSeconds(6))));
    }

    @Test
    void what_was_answered_is_neither_answered_again_nor_released() {
        claim("n", "one");
        store().complete("n", "one", ANSWER, KEPT, NOON);

        store().complete("n", "one", new byte[] {9}, KEPT, NOON);
        store().release("n", "one");

        assertArrayEquals(ANSWER, answer(claim("n", "two")));
    }

    @Test
    void what_was_never_claimed_can_not_be_ended() {
        store().complete("o", "one", ANSWER, KEPT, NOON);
        store().release("o", "one");

        assertEquals(MINE, claim("o", "two"));
    }

    @Test
    void a_store_that_does_not_answer_is_unavailable() {
        IdempotencyStore failing = failing();

        assertThrows(StoreUnavailable.class, () -> failing.claim("a", "f", "one", LEASE, NOON));
        assertThrows(
                StoreUnavailable.class, () -> failing.complete("a", "one", ANSWER, KEPT, NOON));
        assertThrows(StoreUnavailable.class, () -> failing.release("a", "one"));
    }
}
