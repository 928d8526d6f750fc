package dev.tollgate.function.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.config.Timing;
import dev.tollgate.rollup.Rollups;
import dev.tollgate.rollup.Segment;
import dev.tollgate.rollup.Sweep;
import dev.tollgate.rollup.Upkeep;
import dev.tollgate.telemetry.Telemetry;
import dev.tollgate.testkit.store.InMemoryLedger;
import dev.tollgate.testkit.store.InMemoryRollupStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ScheduleTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:40:00Z");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

    private final InMemoryRollupStore store = new InMemoryRollupStore();
    private final List<String> merged = new ArrayList<>();
    private final ByteArrayOutputStream reply = new ByteArrayOutputStream();
    private boolean broken;

    ScheduleTest() {
        Segment segment = new Segment("growth", DAY, "s", "1", new byte[0]);
        store.append("s", Optional.empty(), "1", List.of(segment));
    }

    @Test
    void what_there_is_time_for_is_done() throws IOException {
        assertEquals("{\"all\":true}", handle(Schedule.MARGIN.plusSeconds(1)));

        assertEquals(List.of("growth 2026-11-23"), merged);
    }

    @Test
    void nothing_is_begun_in_the_time_kept_back() throws IOException {
        assertEquals("{\"all\":false}", handle(Schedule.MARGIN));

        assertEquals(List.of(), merged);
    }

    @Test
    void a_team_that_could_not_be_looked_after_is_not_all() throws IOException {
        broken = true;

        assertEquals("{\"all\":false}", handle(Duration.ofMinutes(15)));
    }

    @Test
    void without_the_list_of_teams_the_invocation_fails() {
        store.failing(true);

        assertThrows(StoreUnavailable.class, () -> handle(Duration.ofMinutes(15)));
        assertEquals(0, reply.size());
    }

    private String handle(Duration left) throws IOException {
        Timing timing = new Timing(Clock.fixed(NOW, ZoneOffset.UTC), _ -> {}, new Random(1));
        Sweep sweep =
                new Sweep(
                        new Rollups(new InMemoryRollupStore()),
                        new InMemoryLedger(),
                        timing,
                        Telemetry.silent());
        Upkeep upkeep = new Upkeep(store, sweep, this::merge, timing, Telemetry.silent());
        new Schedule(upkeep, timing).handle(left, reply);
        return reply.toString(StandardCharsets.UTF_8);
    }

    private boolean merge(String team, LocalDate day) {
        if (broken) {
            throw new IllegalStateException("part 3 is too short");
        }
        return merged.add(team + " " + day);
    }
}
