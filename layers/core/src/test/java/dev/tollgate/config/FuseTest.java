package dev.tollgate.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
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
    private final Fuse fuse = new Fuse(new Timing(clock, _ -> {}, () -> 0L));

    @Test
    void a_store_that_answers_is_always_asked() {
        fuse.held();

        assertTrue(fuse.isWhole());
        assertTrue(fuse.isWhole());
    }

    @Test
    void a_store_that_was_waited_for_in_vain_is_left_alone_and_then_asked_by_one() {
        Instant asked = now;
        now = now.plusSeconds(1);
        fuse.blew(asked);

        assertFalse(fuse.isWhole());
        now = now.plus(Fuse.REST);
        assertTrue(fuse.isWhole());
        assertFalse(fuse.isWhole(), "one tries, the others do not");
        fuse.held();
        assertTrue(fuse.isWhole());
    }

    @Test
    void if_the_one_who_tries_never_says_what_became_of_it_another_tries_later() {
        blow();
        now = now.plus(Fuse.REST);
        assertTrue(fuse.isWhole());

        now = now.plus(Fuse.REST);
        assertTrue(fuse.isWhole());
    }

    @Test
    void a_store_that_fails_at_once_is_asked_again() {
        fuse.blew(now.minus(Duration.ofMillis(20)));

        assertTrue(fuse.isWhole());
    }

    private void blow() {
        fuse.blew(now.minus(Fuse.IN_VAIN));
    }
}
