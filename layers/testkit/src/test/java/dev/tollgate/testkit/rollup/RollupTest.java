package dev.tollgate.testkit.rollup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.rollup.Change;
import dev.tollgate.rollup.Measure;
import dev.tollgate.rollup.Rollup;
import dev.tollgate.rollup.Rollup.Folded;
import dev.tollgate.rollup.RollupStore;
import dev.tollgate.rollup.Rollups;
import dev.tollgate.rollup.Segment;
import dev.tollgate.testkit.rollup.RandomCalls.Shape;
import dev.tollgate.testkit.store.InMemoryRollupStore;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RollupTest {
    private final InMemoryRollupStore store = new InMemoryRollupStore();
    private final Rollup rollup = new Rollup(store);
    private final Told told = new Told();

    @Test
    void a_batch_becomes_one_segment_of_its_team_and_day() {
        List<Change> batch = told.more(20);

        Folded folded = rollup.fold("shard", batch);

        assertEquals(batch.size(), folded.done());
        assertEquals(1, folded.segments().size());
        assertEquals(Optional.of(batch.getLast().sequence()), store.watermark("shard"));
        assertEquals(20, calls());
    }

    @Test
    void what_was_counted_is_not_counted_again() {
        List<Change> first = told.more(20);
        rollup.fold("shard", first);
        told.more(5);

        Folded again = rollup.fold("shard", first);
        Folded both = rollup.fold("shard", told.all());

        assertEquals(first.size(), again.done());
        assertEquals(List.of(), again.segments());
        assertEquals(told.all().size(), both.done());
        assertEquals(25, calls());
    }

    @Test
    void a_batch_that_is_too_much_for_one_append_is_counted_in_several() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        List<String> teams = IntStream.range(0, 60).mapToObj(team -> "team" + team).toList();
        RandomCalls calls = new RandomCalls(random, new Shape(teams, Told.START, 2, 3, 0));
        List<Change> batch = new ArrayList<>();
        for (int call = 0; call < 200; call++) {
            batch.add(
                    new Change(
                            Change.sortable(Integer.toString(call + 1)),
                            Optional.empty(),
                            calls.next().getFirst()));
        }

        Folded folded = rollup.fold("shard", batch);

        assertEquals(200, folded.done());
        assertTrue(folded.segments().stream().map(Segment::sequence).distinct().count() > 4);
        long sum =
                teams.stream()
                        .flatMap(team ->
                                new Rollups(store)
                                                .read(
                                                        team,
                                                        Told.START,
                                                        Told.END.plus(Duration.ofDays(1)),
                                                        Set.of())
                                                .stream())
                        .mapToLong(row -> row.figures().of(Measure.CALLS))
                        .sum();
        assertEquals(200, sum);
    }

    @Test
    void a_batch_that_sums_up_to_nothing_still_moves_the_mark() {
        Change change = told.more(1).getFirst();
        Change again =
                new Change(Change.sortable("9"), Optional.of(change.after()), change.after());

        Folded folded = rollup.fold("shard", List.of(again));

        assertEquals(List.of(), folded.segments());
        assertEquals(Optional.of(again.sequence()), store.watermark("shard"));
    }

    @Test
    void where_the_store_fails_it_is_told_how_far_all_went() {
        List<Change> batch = told.more(5);
        store.failing(true);

        Folded folded = rollup.fold("shard", batch);

        assertEquals(0, folded.done());
        assertTrue(folded.failure().isPresent());
        store.failing(false);
        assertEquals(batch.size(), rollup.fold("shard", batch).done());
    }

    @Test
    void who_was_overtaken_by_another_reader_goes_on_from_there() {
        List<Change> batch = told.more(20);
        RollupStore overtaken =
                new Overtaken(
                        store,
                        Overtaken.At.APPEND,
                        () -> rollup.fold("shard", batch.subList(0, 7)));

        Folded folded = new Rollup(overtaken).fold("shard", batch);

        assertEquals(batch.size(), folded.done());
        new SumsCheck(told.sums(), new Rollups(store))
                .equal(Told.TEAM, Told.START, Told.END, Set.of());
        assertEquals(2, store.segments(Told.TEAM, LocalDate.MIN, LocalDate.MAX).size());
    }

    @Test
    void shards_may_be_told_in_any_order() {
        List<Change> all = new ArrayList<>(told.more(40));
        Collections.reverse(all);
        for (Change change : all) {
            rollup.fold("shard" + change.sequence(), List.of(change));
        }

        new SumsCheck(told.sums(), new Rollups(store))
                .equal(Told.TEAM, Told.START, Told.END, Set.of());
    }

    private long calls() {
        return new Rollups(store)
                .read(Told.TEAM, Told.START, Told.END, Set.of()).stream()
                        .mapToLong(row -> row.figures().of(Measure.CALLS))
                        .sum();
    }
}
