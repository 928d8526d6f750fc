package dev.tollgate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.config.Bounds;
import dev.tollgate.config.Timing;
import dev.tollgate.http.ReplySink;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LivelyStreamTest {
    private static final String COMMENT = new String(LivelyStream.COMMENT, UTF_8);

    /// A clock that moves by what is slept, and each sleep ends when the test says so.
    private static final class Nap extends Clock {
        final BlockingQueue<Duration> asked = new LinkedBlockingQueue<>();
        final SynchronousQueue<Boolean> wake = new SynchronousQueue<>();
        private volatile Instant now = Instant.parse("2026-11-24T12:00:00Z");

        Timing timing() {
            return new Timing(this, this::sleep, new Random(1));
        }

        private void sleep(Duration time) throws InterruptedException {
            asked.add(time);
            wake.take();
            now = now.plus(time);
        }

        void passes(Duration time) {
            now = now.plus(time);
        }

        /// Lets the sleep under way end, and waits for the next one.
        Duration next() throws InterruptedException {
            wake.put(true);
            return asked.take();
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static final class Caller implements ReplySink.Stream {
        final StringBuilder heard = new StringBuilder(); // LivelyStream sends one piece at a time
        volatile boolean left;

        @Override
        public void send(byte[] piece) throws IOException {
            if (left) {
                throw new IOException("broken pipe");
            }
            heard.append(new String(piece, UTF_8));
        }

        @Override
        public void end(byte[] piece) throws IOException {
            send(piece);
        }
    }

    private final Nap nap = new Nap();
    private final Caller caller = new Caller();

    @Test
    void a_pause_is_filled_with_a_comment_every_15_seconds() throws Exception {
        try (LivelyStream stream = new LivelyStream(caller, nap.timing(), () -> {})) {
            assertEquals(Bounds.KEEP_ALIVE, nap.asked.take());
            stream.send("a".getBytes(UTF_8));
            nap.next();
            nap.next();
            stream.end("z".getBytes(UTF_8));
        }

        assertEquals("a" + COMMENT + COMMENT + "z", caller.heard.toString());
    }

    @Test
    void a_comment_is_due_15_seconds_after_what_was_sent_last() throws Exception {
        try (LivelyStream stream = new LivelyStream(caller, nap.timing(), () -> {})) {
            nap.asked.take();
            nap.passes(
                    Duration.ofSeconds(
                            -5)); // of the 15 s that are slept, 10 come before this piece
            stream.send("a".getBytes(UTF_8));
            nap.passes(Duration.ofSeconds(-5));

            assertEquals(Duration.ofSeconds(5), nap.next());
            assertEquals("a", caller.heard.toString());
        }
    }

    @Test
    void a_caller_who_left_in_a_pause_is_noticed_and_the_upstream_call_is_stopped()
            throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        try (LivelyStream stream = new LivelyStream(caller, nap.timing(), stopped::countDown)) {
            nap.asked.take();
            caller.left = true;
            nap.wake.put(true);

            assertTrue(stopped.await(10, TimeUnit.SECONDS));
            assertThrows(IOException.class, stream::requireCaller);
            assertThrows(IOException.class, () -> stream.send(new byte[1]));
        }
    }
}
