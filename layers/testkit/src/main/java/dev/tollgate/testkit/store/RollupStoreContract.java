package dev.tollgate.testkit.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.rollup.Change;
import dev.tollgate.rollup.Head;
import dev.tollgate.rollup.RollupStore;
import dev.tollgate.rollup.RollupStore.Claim;
import dev.tollgate.rollup.RollupStore.PartKey;
import dev.tollgate.rollup.Segment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every store of roll-ups does.
public abstract class RollupStoreContract {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);
    private static final Instant NOW = Instant.parse("2026-11-24T00:10:00Z");
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final String SHARD = "shardId-00000001763856000000-a1b2c3d4";
    private static final String OTHER_SHARD = "shardId-00000001763856000001-e5f6a7b8";

    /// An empty store.
    protected abstract RollupStore empty();

    /// One that does not answer.
    protected abstract RollupStore failing();

    @Test
    void an_append_adds_segments_and_moves_the_watermark() {
        RollupStore store = empty();
        assertEquals(Optional.empty(), store.watermark(SHARD));

        assertTrue(store.append(SHARD, Optional.empty(), at(5), List.of(segment("a", DAY, 5))));
        assertTrue(store.append(SHARD, Optional.of(at(5)), at(9), List.of(segment("a", DAY, 9))));

        assertEquals(Optional.of(at(9)), store.watermark(SHARD));
        assertEquals(Optional.empty(), store.watermark(OTHER_SHARD));
        assertEquals(Set.of("a 2026-11-23 5", "a 2026-11-23 9"), told(store, "a"));
    }

    @Test
    void an_append_may_bring_no_segment() {
        RollupStore store = empty();

        assertTrue(store.append(SHARD, Optional.empty(), at(5), List.of()));

        assertEquals(Optional.of(at(5)), store.watermark(SHARD));
        assertEquals(Set.of(), store.teams());
    }

    @Test
    void an_append_from_elsewhere_than_the_watermark_writes_nothing() {
        RollupStore store = empty();
        List<Segment> late = List.of(segment("late", DAY, 9));

        assertFalse(store.append(SHARD, Optional.of(at(3)), at(9), late));
        assertEquals(Optional.empty(), store.watermark(SHARD));

        store.append(SHARD, Optional.empty(), at(5), List.of());
        assertFalse(store.append(SHARD, Optional.empty(), at(9), late));
        assertFalse(store.append(SHARD, Optional.of(at(4)), at(9), late));

        assertEquals(Optional.of(at(5)), store.watermark(SHARD));
        assertEquals(Set.of(), told(store, "late"));
    }

    @Test
    void shards_do_not_meet() {
        RollupStore store = empty();
        store.append(SHARD, Optional.empty(), at(5), List.of(segment("a", DAY, 5)));
        Segment other = new Segment("a", DAY, OTHER_SHARD, at(5), bytes("other"));

        assertTrue(store.append(OTHER_SHARD, Optional.empty(), at(5), List.of(other)));

        assertEquals(Optional.of(at(5)), store.watermark(SHARD));
        assertEquals(2, store.segments("a", DAY, DAY).size());
    }

    @Test
    void of_those_who_append_to_the_same_place_at_once_exactly_one_does() throws Exception {
        RollupStore store = empty();
        List<Callable<Boolean>> appends =
                IntStream.range(0, 16)
                        .<Callable<Boolean>>mapToObj(i ->
                                () ->
                                        store.append(
                                                SHARD,
                                                Optional.empty(),
                                                at(100 + i),
                                                List.of(
                                                        segment("a", DAY, 100 + i),
                                                        segment("b", DAY, 100 + i))))
                        .toList();

        assertEquals(1, successes(appends));

        assertEquals(1, store.segments("a", DAY, DAY).size());
        assertEquals(1, store.segments("b", DAY, DAY).size());
        assertEquals(
                store.watermark(SHARD).orElseThrow(),
                store.segments("b", DAY, DAY).getFirst().sequence());
    }

    @Test
    void as_many_segments_as_are_allowed_fit_into_one_append() {
        RollupStore store = empty();
        List<Segment> many =
                IntStream.range(0, RollupStore.MAX_SEGMENTS)
                        .mapToObj(i -> sized("team-" + i, 120_000))
                        .toList();

        assertTrue(store.append(SHARD, Optional.empty(), at(1), many));

        assertEquals(RollupStore.MAX_SEGMENTS, store.teams().size());
        assertArrayEquals(
                many.get(7).table(), store.segments("team-7", DAY, DAY).getFirst().table());
    }

    @Test
    void a_segment_comes_back_as_it_was() {
        RollupStore store = empty();
        Segment largest = sized("a", Segment.MAX_BYTES);
        store.append(SHARD, Optional.empty(), at(1), List.of(largest));

        Segment there = store.segments("a", DAY, DAY).getFirst();

        assertEquals("a", there.team());
        assertEquals(DAY, there.day());
        assertEquals(SHARD, there.shard());
        assertEquals(at(1), there.sequence());
        assertArrayEquals(largest.table(), there.table());
    }

    @Test
    void segments_are_read_by_days_however_much_they_hold() {
        RollupStore store = empty();
        long sequence = 0;
        for (int day = -2; day <= 2; day++) {
            for (int i = 0; i < 4; i++) {
                Segment segment =
                        new Segment(
                                "a",
                                DAY.plusDays(day),
                                SHARD + i,
                                at(++sequence),
                                new byte[Segment.MAX_BYTES]);
                store.append(SHARD + i, store.watermark(SHARD + i), at(sequence), List.of(segment));
            }
        }

        assertEquals(12, store.segments("a", DAY.minusDays(1), DAY.plusDays(1)).size());
        assertEquals(4, store.segments("a", DAY, DAY).size());
        assertEquals(20, store.segments("a", DAY.minusDays(9), DAY.plusDays(9)).size());
        assertEquals(List.of(), store.segments("a", DAY.plusDays(3), DAY.plusDays(9)));
        assertEquals(List.of(), store.segments("a", DAY.plusDays(1), DAY));
    }

    @Test
    void teams_are_apart_whatever_their_names_hold() {
        List<String> teams = List.of("a", "a#", "a#2026-11-23", "#", "0#a", "1#a", "A", "ä", "a ");
        RollupStore store = empty();
        List<Segment> segments = teams.stream().map(team -> segment(team, DAY, 1)).toList();
        store.append(SHARD, Optional.empty(), at(1), segments);
        for (String team : teams) {
            replaced(store, team, "head of " + team, "part of " + team);
        }

        assertEquals(new TreeSet<>(teams), store.teams());
        for (String team : teams) {
            assertEquals(Set.of(team + " 2026-11-23 1"), told(store, team));
            Head head = head(store, team);
            assertEquals("head of " + team, text(head.directory()));
            assertEquals(Optional.of("part of " + team), part(store, head, 0));
        }
        assertEquals(List.of(), store.segments("b", DAY, DAY));
        assertEquals(List.of(), store.heads("b", DAY, DAY));
    }

    @Test
    void what_is_removed_is_gone_and_may_be_removed_again() {
        RollupStore store = empty();
        List<Segment> segments =
                IntStream.range(0, 60).mapToObj(i -> segment("a", DAY.plusDays(i), 1)).toList();
        String before = null;
        for (int i = 0; i < segments.size(); i += 20) {
            store.append(
                    SHARD, Optional.ofNullable(before), at(i + 1), segments.subList(i, i + 20));
            before = at(i + 1);
        }

        store.remove(segments.subList(0, 55));
        store.remove(segments.subList(50, 55));
        store.remove(List.of());

        assertEquals(5, store.segments("a", DAY, DAY.plusDays(99)).size());
        assertEquals(Set.of("a"), store.teams());
    }

    @Test
    void heads_are_read_by_days_in_order() {
        RollupStore store = empty();
        for (int day : List.of(2, 0, 1, 4)) {
            replaced(store, "a", DAY.plusDays(day), "day " + day);
        }

        assertEquals(
                List.of("day 0", "day 1", "day 2"),
                store.heads("a", DAY, DAY.plusDays(3)).stream()
                        .map(head -> text(head.directory()))
                        .toList());
        assertEquals(List.of(), store.heads("a", DAY.plusDays(1), DAY));
    }

    @Test
    void a_day_that_is_only_claimed_has_no_head() {
        RollupStore store = empty();

        Claim claim = store.claim("a", DAY, NOW, LEASE).orElseThrow();

        assertEquals(Optional.empty(), claim.head());
        assertEquals(List.of(), store.heads("a", DAY, DAY));
    }

    @Test
    void of_those_who_claim_at_once_exactly_one_does() throws Exception {
        RollupStore store = empty();
        List<Callable<Boolean>> claims =
                IntStream.range(0, 16)
                        .<Callable<Boolean>>mapToObj(
                                _ -> () -> store.claim("a", DAY, NOW, LEASE).isPresent())
                        .toList();

        assertEquals(1, successes(claims));
    }

    @Test
    void a_claim_is_held_until_its_lease_ends_or_it_is_released() {
        RollupStore store = empty();
        Claim first = store.claim("a", DAY, NOW, LEASE).orElseThrow();

        assertTrue(store.claim("a", DAY, NOW.plusSeconds(59), LEASE).isEmpty());
        assertTrue(store.claim("a", DAY.plusDays(1), NOW, LEASE).isPresent());
        Claim second = store.claim("a", DAY, NOW.plusSeconds(60), LEASE).orElseThrow();
        store.release(first);
        assertTrue(store.claim("a", DAY, NOW.plusSeconds(60), LEASE).isEmpty());
        store.release(second);
        Claim third = store.claim("a", DAY, NOW.plusSeconds(60), LEASE).orElseThrow();

        assertTrue(first.version() < second.version() && second.version() < third.version());
    }

    @Test
    void a_replaced_head_frees_the_claim_and_the_next_one_gets_the_other_slot() {
        RollupStore store = empty();
        Claim first = store.claim("a", DAY, NOW, LEASE).orElseThrow();
        assertTrue(store.replace(first, headOf(first, 1, "one"), List.of(bytes("1"))));

        Claim second = store.claim("a", DAY, NOW, LEASE).orElseThrow();

        assertEquals(1 - first.slot(), second.slot());
        assertEquals("one", text(second.head().orElseThrow().directory()));
        assertEquals(first.version(), second.head().orElseThrow().version());
        assertEquals(first.slot(), second.head().orElseThrow().slot());
        assertEquals(1, second.head().orElseThrow().parts());
    }

    @Test
    void who_was_too_slow_replaces_nothing_and_harms_nobody() {
        RollupStore store = empty();
        replaced(store, "a", "in force", "part in force");
        Head inForce = head(store, "a");
        Claim slow = store.claim("a", DAY, NOW, LEASE).orElseThrow();
        Claim quick = store.claim("a", DAY, NOW.plus(LEASE), LEASE).orElseThrow();

        assertFalse(store.replace(slow, headOf(slow, 2, "slow"), List.of(bytes("s"), bytes("s"))));
        assertEquals("in force", text(head(store, "a").directory()));
        assertEquals(Optional.of("part in force"), part(store, inForce, 0));

        assertTrue(store.replace(quick, headOf(quick, 1, "quick"), List.of(bytes("q"))));
        assertFalse(store.replace(slow, headOf(slow, 2, "slow"), List.of(bytes("s"), bytes("s"))));
        store.release(slow);

        Head now = head(store, "a");
        assertEquals("quick", text(now.directory()));
        assertEquals(Optional.of("q"), part(store, now, 0));
        assertEquals(Optional.of("part in force"), part(store, inForce, 0));
    }

    @Test
    void who_is_late_but_has_not_been_overtaken_may_replace() {
        RollupStore store = empty();
        Claim claim = store.claim("a", DAY, NOW, Duration.ofMillis(1)).orElseThrow();

        assertTrue(store.replace(claim, headOf(claim, 0, "late"), List.of()));
    }

    @Test
    void what_is_released_replaces_nothing() {
        RollupStore store = empty();
        Claim claim = store.claim("a", DAY, NOW, LEASE).orElseThrow();
        store.release(claim);

        assertFalse(store.replace(claim, headOf(claim, 0, "late"), List.of()));

        assertEquals(List.of(), store.heads("a", DAY, DAY));
    }

    @Test
    void parts_can_be_read_until_the_version_after_the_next() {
        RollupStore store = empty();
        replaced(store, "a", "one", "1");
        Head one = head(store, "a");
        replaced(store, "a", "two", "2");

        assertEquals(Optional.of("1"), part(store, one, 0));
        assertEquals(Optional.of("2"), part(store, head(store, "a"), 0));

        replaced(store, "a", "three", "3");

        assertEquals(Optional.empty(), part(store, one, 0));
        assertEquals(Optional.of("3"), part(store, head(store, "a"), 0));
    }

    @Test
    void many_parts_of_several_days_come_in_the_order_asked_for() {
        RollupStore store = empty();
        List<PartKey> keys = new ArrayList<>();
        for (LocalDate day = DAY; day.isBefore(DAY.plusDays(2)); day = day.plusDays(1)) {
            Claim claim = store.claim("a", day, NOW, LEASE).orElseThrow();
            List<byte[]> parts =
                    IntStream.range(0, 35).mapToObj(i -> filled(Head.PART_BYTES, i)).toList();
            assertTrue(store.replace(claim, headOf(claim, 35, "large"), parts));
            for (int i = 34; i >= 0; i--) {
                keys.add(new PartKey("a", day, claim.slot(), claim.version(), i));
            }
        }
        keys.add(new PartKey("a", DAY, 0, 1, 35));
        keys.add(keys.getFirst());

        List<Optional<byte[]>> parts = store.parts(keys);

        assertEquals(72, parts.size());
        for (int i = 0; i < 70; i++) {
            assertArrayEquals(
                    filled(Head.PART_BYTES, 34 - i % 35), parts.get(i).orElseThrow(), "part " + i);
        }
        assertEquals(Optional.empty(), parts.get(70));
        assertTrue(parts.get(71).isPresent());
        assertEquals(List.of(), store.parts(List.of()));
    }

    @Test
    void a_store_that_does_not_answer_is_unavailable() {
        RollupStore failing = failing();
        Claim claim = new Claim("a", DAY, Optional.empty(), 1, 0);
        List<Runnable> calls =
                List.of(
                        () -> failing.watermark(SHARD),
                        () ->
                                failing.append(
                                        SHARD,
                                        Optional.empty(),
                                        at(1),
                                        List.of(segment("a", DAY, 1))),
                        () -> failing.segments("a", DAY, DAY),
                        () -> failing.remove(List.of(segment("a", DAY, 1))),
                        () -> failing.heads("a", DAY, DAY),
                        () -> failing.parts(List.of(new PartKey("a", DAY, 0, 1, 0))),
                        () -> failing.claim("a", DAY, NOW, LEASE),
                        () -> failing.replace(claim, headOf(claim, 0, ""), List.of()),
                        () -> failing.release(claim),
                        failing::teams);

        calls.forEach(call -> assertThrows(StoreUnavailable.class, call::run));
    }

    private static void replaced(RollupStore store, String team, String directory, String part) {
        Claim claim = store.claim(team, DAY, NOW, LEASE).orElseThrow();
        assertTrue(store.replace(claim, headOf(claim, 1, directory), List.of(bytes(part))));
    }

    private static void replaced(RollupStore store, String team, LocalDate day, String directory) {
        Claim claim = store.claim(team, day, NOW, LEASE).orElseThrow();
        assertTrue(store.replace(claim, headOf(claim, 0, directory), List.of()));
    }

    private static Head headOf(Claim claim, int parts, String directory) {
        return new Head(
                claim.team(), claim.day(), claim.version(), claim.slot(), parts, bytes(directory));
    }

    private static Head head(RollupStore store, String team) {
        return store.heads(team, DAY, DAY).getFirst();
    }

    private static Optional<String> part(RollupStore store, Head head, int number) {
        PartKey key = new PartKey(head.team(), head.day(), head.slot(), head.version(), number);
        return store.parts(List.of(key)).getFirst().map(RollupStoreContract::text);
    }

    private static Set<String> told(RollupStore store, String team) {
        return store.segments(team, DAY, DAY).stream()
                .map(it -> it.team() + " " + it.day() + " " + it.sequence().replaceFirst("^0+", ""))
                .collect(Collectors.toSet());
    }

    private static Segment segment(String team, LocalDate day, long sequence) {
        return new Segment(team, day, SHARD, at(sequence), bytes("table of " + team));
    }

    private static Segment sized(String team, int size) {
        return new Segment(team, DAY, SHARD, at(1), filled(size, team.hashCode()));
    }

    private static byte[] filled(int size, int seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static String at(long sequence) {
        return Change.sortable(Long.toString(sequence));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int successes(List<Callable<Boolean>> tries) throws Exception {
        int successes = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> each : threads.invokeAll(tries)) {
                successes += each.get() ? 1 : 0;
            }
        }
        return successes;
    }
}
