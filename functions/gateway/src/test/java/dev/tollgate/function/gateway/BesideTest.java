package dev.tollgate.function.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tollgate.config.Deadline;
import dev.tollgate.http.Headers;
import dev.tollgate.http.ReplySink;
import dev.tollgate.http.Request;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BesideTest {
    private static final ReplySink NOWHERE =
            new ReplySink() {
                @Override
                public void reply(int status, Headers headers, byte[] body) {}

                @Override
                public Stream begin(int status, Headers headers) {
                    throw new AssertionError("nothing is streamed here");
                }
            };

    private final Beside beside = new Beside();
    private final List<String> log = new CopyOnWriteArrayList<>();

    @Test
    void a_call_is_over_when_nothing_is_done_beside_it_any_more() {
        CountDownLatch replied = new CountDownLatch(1);
        beside.awaitedBy(
                        (_, _) -> {
                            beside.execute(() -> {
                                await(replied);
                                beside.execute(() -> log.add("done beside"));
                            });
                            log.add("replied");
                            replied.countDown();
                        })
                .handle(request(), NOWHERE);
        log.add("over");

        assertEquals(List.of("replied", "done beside", "over"), log);
    }

    @Test
    void what_fails_beside_a_call_does_not_hold_it_for_ever() {
        beside.awaitedBy((_, _) ->
                        beside.execute(() -> {
                            throw new IllegalStateException("on purpose");
                        }))
                .handle(request(), NOWHERE);
        log.add("over");

        assertEquals(List.of("over"), log);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Request request() {
        return new Request(
                "GET",
                "/health",
                Map.of(),
                Headers.none(),
                Request.Body.of(new byte[0]),
                new Deadline(Instant.MAX));
    }
}
