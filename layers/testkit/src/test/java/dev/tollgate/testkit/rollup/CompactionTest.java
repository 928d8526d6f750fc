package dev.tollgate.testkit.rollup;

import static dev.tollgate.testkit.rollup.Told.DAY;
import static dev.tollgate.testkit.rollup.Told.END;
import static dev.tollgate.testkit.rollup.Told.START;
import static dev.tollgate.testkit.rollup.Told.TEAM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.config.Timing;
import dev.tollgate.rollup.Change;
import dev.tollgate.rollup.Compaction;
import dev.tollgate.rollup.Counting;
import dev.tollgate.rollup.Dimension;
import dev.tollgate.rollup.Rollup;
import dev.tollgate.rollup.RollupStore;
import dev.tollgate.rollup.Rollups;
import dev.tollgate.rollup.Segment;
import dev.tollgate.rollup.Sums;
import dev.tollgate.rollup.ViewBounds;
import dev.tollgate.testkit.rollup.Overtaken.At;
import dev.tollgate.testkit.store.InMemoryRollupStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompactionTest {
    private final InMemoryRollupStore store = new InMemoryRollupStore();
    private final Told told = new Told();
    private Instant now = START.plus(Duration.ofHours(12));

    @Test
    void a_merged_day_has_no_segments_and_the_same_sums() {
        fold(20);
        assertTrue(compaction(store).merge(TEAM, DAY));
        fold(20);
        check(store);

        assertTrue(compaction(store).merge(TEAM, DAY));

        assertEquals(List.of(), segments());
        check(store);
    }

    @Test
    void what_is_merged_while_a_report_is_read_is_read_again() {
        fold(20);
        compaction(store).merge(TEAM, DAY);
        fold(20);

        Set<Dimension> by = Set.of(Dimension.named("feature"));
        List<Sums.Row> rows =
                new Rollups(new Overtaken(store, At.PARTS, () -> mergeTwice(store)))
                        .read(TEAM, START, END, by);

        assertEquals(Set.copyOf(told.sums().read(TEAM, START, END, by)), Set.copyOf(rows));
    }

    /// The second merge writes where the parts that the report knows of stand.
    private void mergeTwice(RollupStore into) {
        compaction(into).merge(TEAM, DAY);
        fold(1);
        compaction(into).merge(TEAM, DAY);
    }

    @Test
    void a_merge_that_has_lost_its_claim_puts_nothing_in_place() {
        fold(20);
        RollupStore slow =
                new Overtaken(
                        store,
                        At.REPLACE,
                        () -> {
                            now = now.plus(Duration.ofMinutes(6));
                            fold(20);
                            assertTrue(compaction(store).merge(TEAM, DAY));
                        });

        assertFalse(compaction(slow).merge(TEAM, DAY));

        check(store);
    }

    @Test
    void while_a_day_is_being_merged_nobody_else_merges_it() {
        fold(20);
        RollupStore slow =
                new Overtaken(
                        store, At.REPLACE, () -> assertFalse(compaction(store).merge(TEAM, DAY)));

        assertTrue(compaction(slow).merge(TEAM, DAY));
        check(store);
    }

    @Test
    void segments_that_a_merge_left_behind_do_not_count_and_go_with_the_next() {
        fold(20);
        List<Segment> before = segments();
        compaction(store).merge(TEAM, DAY);
        putBack(before);
        check(store);

        fold("another shard", 1);
        compaction(store).merge(TEAM, DAY);

        assertEquals(List.of(), segments());
        check(store);
    }

    @Test
    void who_has_found_them_knows_that_they_do_not_count_however_long_ago_they_were_merged() {
        fold(20);
        List<Segment> before = segments();
        compaction(store).merge(TEAM, DAY);
        putBack(before);
        now = now.plus(Duration.ofHours(5));
        Runnable merges =
                () -> {
                    for (int merge = 0; merge < 3; merge++) {
                        fold("another shard", 1);
                        now = now.plus(Duration.ofMinutes(10));
                        compaction(store).merge(TEAM, DAY);
                    }
                };

        List<Sums.Row> rows =
                new Rollups(new Overtaken(store, At.HEADS, merges))
                        .read(TEAM, START, END, Set.of());

        assertEquals(told.sums().read(TEAM, START, END, Set.of()), rows);
    }

    /// As if they had never been removed.
    private void putBack(List<Segment> segments) {
        String shard = "anything" + now;
        store.append(shard, store.watermark(shard), "1", segments);
    }

    @Test
    void a_day_is_merged_when_it_has_grown_enough() {
        Compaction compaction = compaction(store);
        int most = 0;
        for (int batch = 0; batch < 200; batch++) {
            compaction.after(fold(1));
            most = Math.max(most, segments().size());
        }

        assertTrue(most >= 10 && most <= 40, most + " segments at most");
        check(store);
    }

    @Test
    void a_bug_in_merging_is_told_of_once_and_what_has_been_counted_stays_so() {
        Degradations observer = new Degradations();
        RollupStore broken =
                new Overtaken(
                        store,
                        At.HEADS,
                        () -> {
                            throw new IllegalStateException("no head of ours");
                        });
        Counting counting = new Counting(new Rollup(store), compaction(broken), observer);

        for (int batch = 0; batch < 40; batch++) {
            List<Change> changes = told.more(1);
            assertEquals(changes.size(), counting.fold("shard", changes).done());
        }

        assertEquals(List.of("a bug: roll-ups are not merged"), observer.told);
        check(store);
    }

    @Test
    void a_merge_that_the_store_fails_holds_its_day_no_longer() {
        fold(20);
        RollupStore failing =
                new Overtaken(
                        store,
                        At.REPLACE,
                        () -> {
                            throw new StoreUnavailable("PutItem on rollups: none");
                        });
        assertThrows(StoreUnavailable.class, () -> compaction(failing).merge(TEAM, DAY));

        assertTrue(compaction(store).merge(TEAM, DAY));
        check(store);
    }

    @Test
    void that_it_cannot_be_released_either_does_not_hide_why_a_merge_failed() {
        fold(20);
        StoreUnavailable why = new StoreUnavailable("PutItem on rollups: none");
        RollupStore failing =
                new Overtaken(
                        store,
                        At.REPLACE,
                        () -> {
                            store.failing(true);
                            throw why;
                        });

        assertSame(
                why,
                assertThrows(StoreUnavailable.class, () -> compaction(failing).merge(TEAM, DAY)));
    }

    @Test
    void a_day_that_is_over_is_merged_whatever_there_is() {
        fold(1);
        assertTrue(compaction(store).mergeIfDue(TEAM, DAY));
        assertEquals(1, segments().size());

        now = END.plus(Duration.ofHours(1));
        assertTrue(compaction(store).mergeIfDue(TEAM, DAY));

        assertEquals(0, segments().size());
        check(store);
    }

    @Test
    void names_of_tags_are_known_before_and_after_a_merge() {
        fold(100);
        Set<String> names = told.sums().tags(TEAM, START, END);
        assertEquals(names, new Rollups(store).tags(TEAM, START, END));

        compaction(store).merge(TEAM, DAY);

        assertEquals(names, new Rollups(store).tags(TEAM, START, END));
        assertEquals(Set.of(), new Rollups(store).tags(TEAM, END, START));
    }

    /// Printed for the figures, checked for their order.
    @ParameterizedTest
    @ValueSource(ints = {1, 10, 100, 1_000})
    void merges_write_no_more_than_a_few_times_what_batches_do(int size) {
        WriteMeter meter = new WriteMeter(store);
        Compaction compaction = compaction(meter);
        int calls = Math.min(3_000, 400 * size);
        for (int call = 0; call < calls; call += size) {
            compaction.after(new Rollup(meter).fold("shard", told.more(size)).segments());
        }

        System.out.printf(
                "write units for 1,000 calls in batches of %d: %d for batches, %d for merges%n",
                size, meter.appended() * 1_000 / calls, meter.merged() * 1_000 / calls);
        assertTrue(meter.merged() < 4 * meter.appended() + 100);
        check(store);
    }

    private List<Segment> fold(int calls) {
        return fold("shard", calls);
    }

    private List<Segment> fold(String shard, int calls) {
        List<Change> changes = told.more(calls);
        Rollup.Folded folded = new Rollup(store).fold(shard, changes);
        assertEquals(changes.size(), folded.done());
        return folded.segments();
    }

    private Compaction compaction(RollupStore into) {
        ViewBounds bounds = new ViewBounds(30, 50_000, 20_000, 5_000, 1_000, 40, 8, 250_000);
        return new Compaction(
                into, new Timing(Clock.fixed(now, ZoneOffset.UTC), _ -> {}, new Random(1)), bounds);
    }

    private List<Segment> segments() {
        return store.segments(TEAM, LocalDate.MIN, LocalDate.MAX);
    }

    private void check(RollupStore from) {
        for (String name : List.of("feature", "model", "hour", "day", "tag:model")) {
            new SumsCheck(told.sums(), new Rollups(from))
                    .equal(TEAM, START, END, Set.of(Dimension.named(name)));
        }
    }
}
