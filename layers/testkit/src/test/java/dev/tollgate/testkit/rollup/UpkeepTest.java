package dev.tollgate.testkit.rollup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.config.Timing;
import dev.tollgate.rollup.Dimension;
import dev.tollgate.rollup.Segment;
import dev.tollgate.rollup.Sums;
import dev.tollgate.rollup.Sweep;
import dev.tollgate.rollup.Upkeep;
import dev.tollgate.telemetry.Telemetry;
import dev.tollgate.testkit.store.InMemoryLedger;
import dev.tollgate.testkit.store.InMemoryRollupStore;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class UpkeepTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:40:00Z");
    private static final List<String> TEAMS = List.of("a", "b", "c", "d", "e", "f", "g");

    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

    private final InMemoryRollupStore store = new InMemoryRollupStore();
    private final List<String> done = new ArrayList<>();
    private Instant now = NOW;
    private final Degradations observer = new Degradations();
    private final Random random = new Random(5);
    private final Timing timing = new Timing(clock(), _ -> {}, random);

    UpkeepTest() {
        List<Segment> segments =
                TEAMS.stream()
                        .map(team ->
                                new Segment(
                                        team, LocalDate.of(2026, 11, 23), "s", "1", new byte[0]))
                        .toList();
        store.append("s", Optional.empty(), "1", segments);
    }

    @Test
    void every_team_is_swept_and_merged() {
        assertTrue(
                upkeep((team, day) -> done.add("merge " + team + " " + day))
                        .run(NOW.plusSeconds(1)));

        for (String team : TEAMS) {
            assertEquals(
                    done.indexOf("sweep " + team) + 1,
                    done.indexOf("merge " + team + " 2026-11-23"));
        }
        assertEquals(2 * TEAMS.size(), done.size());
    }

    @Test
    void no_team_is_always_the_last() {
        List<String> first = new ArrayList<>();
        upkeep((team, _) -> first.add(team)).run(NOW.plusSeconds(1));
        List<String> second = new ArrayList<>();
        upkeep((team, _) -> second.add(team)).run(NOW.plusSeconds(1));

        assertNotEquals(first, second);
        assertEquals(Set.copyOf(first), Set.copyOf(second));
    }

    @Test
    void what_fails_for_one_team_is_done_for_the_others() {
        boolean all =
                upkeep(
                                (team, _) -> {
                                    if (team.equals("c")) {
                                        throw new StoreUnavailable("Query on rollups: none");
                                    }
                                    return done.add(team);
                                })
                        .run(NOW.plusSeconds(1));

        assertFalse(all);
        assertTrue(done.containsAll(List.of("a", "b", "d", "e", "f", "g")));
    }

    @Test
    void a_bug_that_one_team_meets_first_is_told_of_and_keeps_nobody_else_waiting() {
        List<String> merged = new ArrayList<>();
        boolean all =
                upkeep(
                                (team, _) -> {
                                    merged.add(team);
                                    if (merged.size() == 1) {
                                        throw new IllegalStateException("part 3 is too short");
                                    }
                                    return true;
                                })
                        .run(NOW.plusSeconds(1));

        assertFalse(all);
        assertEquals(Set.copyOf(TEAMS), Set.copyOf(merged));
        assertEquals(List.of("a bug: the roll-ups of a team are not kept in order"), observer.told);
    }

    @Test
    void a_day_that_there_is_no_time_for_is_left() {
        store.append(
                "t",
                Optional.empty(),
                "1",
                IntStream.range(0, 8)
                        .mapToObj(i -> new Segment("a", DAY.plusDays(i), "t", "1", new byte[0]))
                        .toList());

        boolean all =
                upkeep(
                                (team, day) -> {
                                    now = team.equals("a") ? now.plusSeconds(10) : now;
                                    return done.add(team + " " + day);
                                })
                        .run(NOW.plusSeconds(25));

        assertFalse(all);
        assertEquals(3, done.stream().filter(line -> line.startsWith("a ")).count());
    }

    @Test
    void after_the_end_of_its_time_no_team_is_begun() {
        assertFalse(upkeep((team, _) -> done.add(team)).run(NOW));

        assertEquals(List.of(), done);
    }

    @Test
    void without_the_list_of_teams_nothing_can_be_done() {
        store.failing(true);

        assertThrows(
                StoreUnavailable.class,
                () -> upkeep((team, _) -> done.add(team)).run(NOW.plusSeconds(1)));
    }

    private Clock clock() {
        InstantSource source = () -> now;
        return source.withZone(ZoneOffset.UTC);
    }

    private Upkeep upkeep(Upkeep.Merging merging) {
        Sweep sweep = new Sweep(new Noting(), new InMemoryLedger(), timing, Telemetry.silent());
        return new Upkeep(store, sweep, merging, timing, observer);
    }

    /// Sums of nothing, and who asks for them.
    private final class Noting implements Sums {
        @Override
        public List<Row> read(String team, Instant from, Instant to, Set<Dimension> by) {
            done.add("sweep " + team);
            return List.of();
        }

        @Override
        public SortedSet<String> tags(String team, Instant from, Instant to) {
            return new TreeSet<>();
        }
    }
}
