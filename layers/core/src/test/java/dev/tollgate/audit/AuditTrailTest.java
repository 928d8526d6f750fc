package dev.tollgate.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tollgate.config.Fuse;
import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.config.Timing;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AuditTrailTest {
    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private final List<String> kept = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private final List<String> degraded = new ArrayList<>();
    private int asked;
    private Optional<RuntimeException> failure = Optional.empty();

    private final PayloadStore store =
            new PayloadStore() {
                @Override
                public void put(Payload payload) {
                    asked++;
                    failure.ifPresent(it -> {
                        throw it;
                    });
                    kept.add(payload.id());
                }

                @Override
                public Optional<Payload> find(String team, String id, Instant at) {
                    return Optional.empty();
                }
            };

    private final AuditTrail trail =
            new AuditTrail(
                    store,
                    new Timing(clock(), _ -> {}, new Random(1)),
                    new PayloadObserver() {
                        @Override
                        public void payloadLost(String requestId, Throwable cause) {
                            lost.add(requestId);
                        }

                        @Override
                        public void degraded(String what, Throwable cause) {
                            degraded.add(what);
                        }
                    });

    private Clock clock() {
        InstantSource source = () -> now;
        return source.withZone(ZoneOffset.UTC);
    }

    private Payload payload(String id) {
        return new Payload("team", id, now, "{\"canary\":1}".getBytes(UTF_8));
    }

    private void keep(String id) {
        trail.keep(id, () -> payload(id));
    }

    @Test
    void each_payload_that_is_not_kept_is_told() {
        failure = Optional.of(new StoreUnavailable("down"));
        keep("a");
        keep("b");
        failure = Optional.empty();
        now = now.plus(Fuse.REST);
        keep("c");

        assertEquals(List.of("a", "b"), lost);
        assertEquals(List.of("c"), kept);
        assertEquals(2, asked, "a store that has just failed is left alone");
        assertEquals(List.of("payloads are not kept"), degraded);
    }

    @Test
    void a_bug_loses_one_payload_and_says_nothing_of_the_store() {
        trail.keep(
                "a",
                () -> {
                    throw new IllegalStateException("a bug");
                });
        keep("b");

        assertEquals(List.of("a"), lost);
        assertEquals(List.of("b"), kept);
        assertEquals(List.of(), degraded);
    }

    @Test
    void what_is_worse_than_a_bug_loses_one_payload_as_well() {
        trail.keep(
                "a",
                () -> {
                    throw new StackOverflowError();
                });
        keep("b");

        assertEquals(List.of("a"), lost);
        assertEquals(List.of("b"), kept);
    }

    @Test
    void nothing_shows_what_was_said() {
        assertFalse(payload("a").toString().contains("canary"));
    }
}
