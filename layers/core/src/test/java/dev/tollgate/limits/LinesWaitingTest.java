package dev.tollgate.limits;

import static dev.tollgate.limits.Day.limit;
import static dev.tollgate.limits.Day.matching;
import static dev.tollgate.limits.Day.waiting;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.config.Deadline;
import dev.tollgate.limits.Admission.Reason;
import dev.tollgate.limits.Admission.Refused;
import dev.tollgate.limits.Limit.Measure.Concurrent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How many wait, and who makes way when that is too many. Every limit here is full for good.
@Timeout(30)
class LinesWaitingTest {
    private record Refusal(Priority priority, Reason reason, Duration after) {}

    private final Stage stage = new Stage();
    private final Limits limits = new Limits(new Shelf(), new Day(), stage.timing(), Runnable::run);
    private final List<Refusal> refusals = new ArrayList<>();

    private static Limit full(String team) {
        return waiting(limit(new Concurrent(10), matching("team", team)), Duration.ofMillis(300));
    }

    /// So many calls of a team that come after so many milliseconds, one after the other.
    private void enter(int millis, int calls, String team, Priority priority) {
        for (int i = 0; i < calls; i++) {
            stage.enter(Duration.ofMillis(millis), () -> call(team, priority));
        }
    }

    private void call(String team, Priority priority) {
        Deadline deadline = new Deadline(Day.NOON.plusSeconds(60));
        Admission admission =
                limits.admit(
                        List.of(full(team)),
                        new Subject("key-1", team, "chat", Map.of()),
                        Optional.empty(),
                        priority,
                        Need.NOTHING,
                        deadline,
                        deadline,
                        () -> false);
        if (admission instanceof Refused refused) {
            synchronized (refusals) {
                refusals.add(
                        new Refusal(
                                priority,
                                refused.reason(),
                                Duration.between(Day.NOON, stage.instant())));
            }
        }
    }

    private void fill(String... teams) {
        for (String team : teams) {
            enter(0, 10, team, Priority.CRITICAL);
        }
    }

    private Map<Reason, Long> reasons(Priority priority) {
        return refusals.stream()
                .filter(refusal -> refusal.priority == priority)
                .collect(groupingBy(Refusal::reason, counting()));
    }

    @Test
    void no_more_wait_at_a_bucket_than_may() throws InterruptedException {
        fill("a");
        enter(1, Lines.MAX_IN_LINE + 3, "a", Priority.NORMAL);

        stage.play();

        assertEquals(
                Map.of(Reason.TOO_MANY_WAITING, 3L, Reason.NO_ROOM, (long) Lines.MAX_IN_LINE),
                reasons(Priority.NORMAL));
    }

    @Test
    void a_crowd_at_one_bucket_takes_no_room_at_another() throws InterruptedException {
        fill("a", "b");
        enter(1, 2 * Lines.MAX_IN_LINE, "a", Priority.NORMAL);
        enter(2, 5, "b", Priority.LOW);

        stage.play();

        assertEquals(Map.of(Reason.NO_ROOM, 5L), reasons(Priority.LOW));
    }

    @Test
    void who_is_more_urgent_takes_the_last_place_of_a_full_line() throws InterruptedException {
        fill("a");
        enter(1, Lines.MAX_IN_LINE, "a", Priority.LOW);
        enter(100, 7, "a", Priority.CRITICAL);
        enter(101, 1, "a", Priority.LOW);

        stage.play();

        assertEquals(Map.of(Reason.NO_ROOM, 7L), reasons(Priority.CRITICAL));
        assertEquals(
                Map.of(Reason.TOO_MANY_WAITING, 8L, Reason.NO_ROOM, Lines.MAX_IN_LINE - 7L),
                reasons(Priority.LOW));
        refusals.stream()
                .filter(refusal -> refusal.reason == Reason.TOO_MANY_WAITING)
                .forEach(refusal ->
                        assertTrue(refusal.after.toMillis() <= 111, () -> refusal + " waits on"));
    }

    @Test
    void when_all_lines_are_full_who_is_more_urgent_takes_the_last_place_of_any()
            throws InterruptedException {
        String[] teams = {"a", "b", "c", "d"};
        fill(teams);
        fill("e");
        for (String team : teams) {
            enter(1, Lines.MAX_WAITING / teams.length, team, Priority.LOW);
        }
        enter(100, 2, "e", Priority.CRITICAL);
        enter(100, 1, "e", Priority.LOW);

        stage.play();

        assertEquals(Map.of(Reason.NO_ROOM, 2L), reasons(Priority.CRITICAL));
        assertEquals(
                Map.of(Reason.TOO_MANY_WAITING, 3L, Reason.NO_ROOM, Lines.MAX_WAITING - 2L),
                reasons(Priority.LOW));
    }
}
