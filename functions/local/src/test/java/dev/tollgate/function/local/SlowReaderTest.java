package dev.tollgate.function.local;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tollgate.http.Headers;
import dev.tollgate.http.ReplySink;
import dev.tollgate.http.Service;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Callers that send a request and then don't read.
@Timeout(60)
class SlowReaderTest {
    private static final SendingTime SHORT = new SendingTime(Duration.ofMillis(200));
    private static final int MORE_THAN_SOCKETS_HOLD = 64 * 1024 * 1024;

    private final BlockingQueue<Object> ends = new LinkedBlockingQueue<>();

    @Test
    void a_stream_that_nobody_reads_fails_and_leaves_no_interrupt() throws Exception {
        assertBrokenOff(sink -> {
            ReplySink.Stream stream = sink.begin(200, Headers.none());
            for (int sent = 0; sent < MORE_THAN_SOCKETS_HOLD; sent += 1024) {
                stream.send(new byte[1024]);
            }
        });
    }

    @Test
    void a_reply_that_nobody_reads_fails_and_leaves_no_interrupt() throws Exception {
        assertBrokenOff(sink -> sink.reply(200, Headers.none(), new byte[MORE_THAN_SOCKETS_HOLD]));
    }

    @Test
    void a_stream_may_take_longer_than_one_piece_may() throws Exception {
        SendingTime sendingTime = new SendingTime(Duration.ofMillis(50));
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; i < 3; i++) {
            sendingTime.send(() -> {});
            assertFalse(assertDoesNotThrow(() -> never.await(60, TimeUnit.MILLISECONDS)));
        }
    }

    @Test
    void a_send_that_was_broken_off_and_did_not_notice_fails_nevertheless() {
        CountDownLatch never = new CountDownLatch(1);
        assertThrows(
                IOException.class,
                () ->
                        SHORT.send(() ->
                                assertThrows(InterruptedException.class, () -> never.await())));
        assertFalse(Thread.interrupted());
    }

    private void assertBrokenOff(Sending sending) throws Exception {
        Service service =
                (_, sink) -> {
                    try {
                        sending.to(sink);
                        ends.add("all was sent");
                    } catch (IOException e) {
                        ends.add(e);
                    }
                    ends.add(Thread.interrupted());
                };
        try (HttpFront front =
                        Fronts.of(service, new HttpFront.Limits(SHORT, BodyMemory.ofHeap()));
                RawCaller caller = RawCaller.of(front)) {
            caller.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertInstanceOf(IOException.class, ends.poll(20, TimeUnit.SECONDS));
            assertEquals(false, ends.poll(20, TimeUnit.SECONDS));
        }
    }

    @FunctionalInterface
    private interface Sending {
        void to(ReplySink sink) throws IOException;
    }
}
