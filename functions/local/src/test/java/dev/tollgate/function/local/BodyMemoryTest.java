package dev.tollgate.function.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.api.ApiError;
import dev.tollgate.config.Bounds;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Service;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BodyMemoryTest {
    private static final int LARGEST = Bounds.MAX_BODY_BYTES;

    /// For two bodies of the largest size.
    private final BodyMemory memory = BodyMemory.of(2L * LARGEST);

    @Test
    void what_is_used_up_is_refused_until_a_request_ends() {
        BodyMemory.Share one = memory.share();
        BodyMemory.Share two = memory.share();
        BodyMemory.Share three = memory.share();
        one.hold(LARGEST);
        two.hold(LARGEST);
        assertFull(three);
        one.close();
        three.hold(LARGEST);
        assertFull(one);
    }

    @Test
    void what_a_body_did_not_need_is_given_back() {
        BodyMemory.Share one = memory.share();
        BodyMemory.Share two = memory.share();
        one.hold(LARGEST);
        two.hold(LARGEST);
        two.shrink(LARGEST / 2);
        BodyMemory.Share three = memory.share();
        assertFull(three, LARGEST / 2 + 1);
        three.hold(LARGEST / 2);
    }

    @Test
    void nothing_is_given_back_twice() {
        BodyMemory.Share one = memory.share();
        one.hold(LARGEST);
        one.hold(LARGEST);
        one.shrink(LARGEST);
        one.close();
        one.close();
        memory.share().hold(LARGEST);
        memory.share().hold(LARGEST);
        assertFull(one);
    }

    @Test
    void there_is_always_room_for_one_body_of_any_size() {
        BodyMemory.of(1).share().hold(LARGEST + 1);
    }

    @Test
    void a_front_refuses_a_body_that_has_no_room_and_takes_it_once_it_has() throws Exception {
        BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
        Service service =
                (request, sink) -> {
                    try {
                        int length = request.body().read(LARGEST).length;
                        sink.reply(200, Headers.none(), Fronts.bytes(length + " bytes"));
                    } catch (ApiError refusal) {
                        Fronts.reply(sink, refusal.status(), "refused");
                    } catch (IOException e) {
                        seen.add(e);
                    }
                };
        SendingTime sendingTime = new SendingTime(Duration.ofSeconds(20));
        try (HttpFront front = Fronts.of(service, new HttpFront.Limits(sendingTime, memory));
                BodyMemory.Share other = memory.share()) {
            String five =
                    "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello";
            other.hold(2 * LARGEST);
            assertTrue(RawCaller.exchange(front, five).startsWith("HTTP/1.1 503 "));
            other.shrink(0);
            for (int i = 0; i < 5; i++) {
                String chunked =
                        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
                assertTrue(RawCaller.exchange(front, chunked).endsWith("5 bytes"));
                assertTrue(RawCaller.exchange(front, five).endsWith("5 bytes"));
            }
            assertEquals(null, seen.poll(0, TimeUnit.SECONDS));
        }
    }

    private static void assertFull(BodyMemory.Share share) {
        assertFull(share, LARGEST);
    }

    private static void assertFull(BodyMemory.Share share, int bytes) {
        ApiError refusal = assertThrows(ApiError.class, () -> share.hold(bytes));
        assertEquals(503, refusal.status());
        assertEquals("1", refusal.headers().first("retry-after").orElseThrow());
    }
}
