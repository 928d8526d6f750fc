package dev.tollgate.function.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.config.Deadline;
import dev.tollgate.http.Headers;
import dev.tollgate.http.ReplySink;
import dev.tollgate.http.Request;
import dev.tollgate.http.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReadYourWritesTest {
    private static final Request REQUEST =
            new Request(
                    "GET",
                    "/",
                    Map.of(),
                    Headers.none(),
                    Request.Body.of(new byte[0]),
                    new Deadline(Fronts.NOW));

    private final List<String> order = new CopyOnWriteArrayList<>();
    private final CountDownLatch replied = new CountDownLatch(1);
    private final CountDownLatch maySettle = new CountDownLatch(1);
    private final ReadYourWrites consistency = new ReadYourWrites();
    private final Service reports = consistency.reports((_, _) -> order.add("reported"));

    @Test
    void a_report_waits_for_a_call_that_has_replied_and_is_not_settled() throws Exception {
        Thread call =
                start(
                        consistency.calls(
                                settlingAfter(
                                        sink -> sink.reply(200, Headers.none(), new byte[0]))));
        replied.await();
        Thread report = start(reports);
        awaitWaiting(report);
        maySettle.countDown();
        call.join();
        report.join();
        assertEquals(List.of("settled", "reported"), order);
    }

    @Test
    void a_report_waits_for_a_stream_that_has_ended_and_is_not_settled() throws Exception {
        Thread call =
                start(
                        consistency.calls(
                                settlingAfter(
                                        sink -> sink.begin(200, Headers.none()).end(new byte[0]))));
        replied.await();
        Thread report = start(reports);
        awaitWaiting(report);
        maySettle.countDown();
        call.join();
        report.join();
        assertEquals(List.of("settled", "reported"), order);
    }

    @Test
    void a_report_does_not_wait_for_a_stream_under_way() throws Exception {
        Thread call =
                start(
                        consistency.calls(
                                settlingAfter(sink ->
                                        sink.begin(200, Headers.none()).send(new byte[0]))));
        replied.await();
        reports.handle(REQUEST, new Nowhere());
        maySettle.countDown();
        call.join();
        assertEquals(List.of("reported", "settled"), order);
    }

    @Test
    void a_report_does_not_wait_for_a_call_for_longer_than_its_bound() throws Exception {
        Thread call =
                start(
                        consistency.calls(
                                settlingAfter(
                                        sink -> sink.reply(200, Headers.none(), new byte[0]))));
        replied.await();
        long start = System.nanoTime();
        reports.handle(REQUEST, new Nowhere());
        assertTrue(System.nanoTime() - start >= ReadYourWrites.MAX_WAIT_MILLIS * 1_000_000);
        maySettle.countDown();
        call.join();
    }

    private Service settlingAfter(Reply reply) {
        return (_, sink) -> {
            try {
                reply.on(sink);
                replied.countDown();
                maySettle.await();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            order.add("settled");
        };
    }

    private static Thread start(Service service) {
        return Thread.ofPlatform().daemon().start(() -> service.handle(REQUEST, new Nowhere()));
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }

    @FunctionalInterface
    private interface Reply {
        void on(ReplySink sink) throws IOException;
    }

    /// A caller that does not listen.
    private static final class Nowhere implements ReplySink {
        @Override
        public void reply(int status, Headers headers, byte[] body) {}

        @Override
        public Stream begin(int status, Headers headers) {
            return new Stream() {
                @Override
                public void send(byte[] piece) {}

                @Override
                public void end(byte[] piece) {}
            };
        }
    }
}
