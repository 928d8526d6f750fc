package dev.tollgate.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FuseTest {
    private Instant now = Instant.parse("2026-11-24T12:00:00Z");
    private final Clock clock =
            new Clock() {
                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return now;
                }
            };
    private final List<String> told = new ArrayList<>();
    private final Fuse fuse =
            new Fuse(
                    "less is done",
                    new Timing(clock, _ -> {}, () -> 0L),
                    (what, _) -> told.add(what));

    @Test
    void a_store_that_answers_is_always_asked() {
        fuse.held();

        assertTrue(fuse.letsPass());
        assertTrue(fuse.letsPass());
    }

    @Test
    void a_store_that_has_failed_is_left_alone_and_then_asked_by_one() {
        fuse.blew(new IllegalStateException());

        assertFalse(fuse.letsPass());
        now = now.plus(Fuse.REST);
        assertTrue(fuse.letsPass());
        assertFalse(fuse.letsPass(), "one tries, the others do not");
        fuse.held();
        assertTrue(fuse.letsPass());
    }

    @Test
    void if_the_one_who_tries_never_says_what_became_of_it_another_tries_later() {
        fuse.blew(new IllegalStateException());
        now = now.plus(Fuse.REST);
        assertTrue(fuse.letsPass());

        now = now.plus(Fuse.REST);
        assertTrue(fuse.letsPass());
    }

    @Test
    void each_time_that_it_is_down_is_told_once() {
        fuse.blew(new IllegalStateException());
        fuse.blew(new IllegalStateException());
        assertEquals(List.of("less is done"), told);

        fuse.held();
        fuse.blew(new IllegalStateException());
        assertEquals(2, told.size());
    }
}
