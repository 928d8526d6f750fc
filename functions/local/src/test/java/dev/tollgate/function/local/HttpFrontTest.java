package dev.tollgate.function.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.config.Bounds;
import dev.tollgate.http.Headers;
import dev.tollgate.http.ReplySink;
import dev.tollgate.http.Request;
import dev.tollgate.http.Service;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpFrontTest {
    private final BlockingQueue<Request> seen = new LinkedBlockingQueue<>();
    private final BlockingQueue<Object> ends = new LinkedBlockingQueue<>();

    private final Service echo =
            (request, sink) -> {
                seen.add(request);
                try {
                    byte[] body = request.body().read(Bounds.MAX_BODY_BYTES);
                    sink.reply(200, Headers.of("x-seen", request.method()), body);
                } catch (IOException e) {
                    ends.add(e);
                }
            };

    @Test
    void a_request_arrives_with_everything_it_had() throws Exception {
        try (HttpFront front = Fronts.of(echo)) {
            HttpResponse<String> reply =
                    Fronts.send(
                            HttpRequest.newBuilder(
                                            Fronts.uri(
                                                    front,
                                                    "/v1/a%20b?feature=x%26y&feature=z+1&empty"))
                                    .header("X-Two", "one")
                                    .header("X-Two", "two")
                                    .POST(BodyPublishers.ofString("the body"))
                                    .build());
            assertEquals(200, reply.statusCode());
            assertEquals("the body", reply.body());
            assertEquals("POST", reply.headers().firstValue("x-seen").orElseThrow());

            Request request = seen.take();
            assertEquals("/v1/a b", request.path());
            assertEquals(List.of("x&y", "z 1"), request.query().get("feature"));
            assertEquals(List.of(""), request.query().get("empty"));
            assertEquals(List.of("one", "two"), request.headers().all("x-two"));
            assertEquals(Fronts.NOW.plus(Bounds.MAX_DEADLINE), request.deadline().at());
        }
    }

    @Test
    void a_chunked_body_is_read_like_any_other() throws Exception {
        try (HttpFront front = Fronts.of(echo)) {
            String reply =
                    RawCaller.exchange(
                            front,
                            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
            assertTrue(reply.endsWith("abcde"), reply);
        }
    }

    @Test
    void a_caller_that_asks_first_is_told_to_continue() throws Exception {
        try (HttpFront front = Fronts.of(echo);
                RawCaller caller = RawCaller.of(front)) {
            caller.write(
                    "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
            caller.readUntil("HTTP/1.1 100 Continue\r\n\r\n");
            caller.write("asked");
            caller.readUntil("\r\n\r\nasked");
        }
    }

    @Test
    void a_connection_serves_many_requests_whether_their_bodies_are_wanted_or_not()
            throws Exception {
        try (HttpFront front = Fronts.of(Fronts.answering(401, "no"));
                RawCaller caller = RawCaller.of(front)) {
            for (int i = 0; i < 3; i++) {
                caller.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");
                assertTrue(caller.readUntil("\r\n\r\nno").startsWith("HTTP/1.1 401 "));
            }
        }
    }

    @Test
    void the_connection_ends_with_the_reply_when_the_caller_asks_so() throws Exception {
        try (HttpFront front = Fronts.of(echo);
                RawCaller caller = RawCaller.of(front)) {
            caller.write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertTrue(caller.readAll().startsWith("HTTP/1.1 200 "));
        }
    }

    @Test
    void a_head_request_gets_the_length_and_no_body() throws Exception {
        try (HttpFront front = Fronts.of(Fronts.answering(200, "hello"))) {
            String reply = RawCaller.exchange(front, "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertTrue(reply.toLowerCase(Locale.ROOT).contains("content-length: 5\r\n"), reply);
            assertTrue(reply.endsWith("\r\n\r\n"), reply);
        }
    }

    @Test
    void each_piece_of_a_stream_is_there_before_the_next_is_sent() throws Exception {
        CountDownLatch firstSeen = new CountDownLatch(1);
        Service service =
                streaming(stream -> {
                    stream.send(Fronts.bytes("data: 1\n\n"));
                    assertTrue(firstSeen.await(20, TimeUnit.SECONDS));
                    stream.end(Fronts.bytes("data: 2\n\n"));
                });
        try (HttpFront front = Fronts.of(service);
                RawCaller caller = RawCaller.of(front)) {
            caller.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            String first = caller.readUntil("data: 1\n\n");
            assertTrue(
                    first.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked"), first);
            firstSeen.countDown();
            caller.readUntil("data: 2\n\n\r\n0\r\n\r\n");
        }
    }

    @Test
    void the_caller_has_the_whole_stream_before_the_service_returns() throws Exception {
        CountDownLatch settled = new CountDownLatch(1);
        Service service =
                streaming(stream -> {
                    stream.end(Fronts.bytes("last"));
                    assertTrue(settled.await(20, TimeUnit.SECONDS));
                });
        try (HttpFront front = Fronts.of(service)) {
            assertEquals("last", Fronts.get(front, "/").body());
            settled.countDown();
        }
    }

    @Test
    void a_stream_that_was_not_ended_does_not_look_complete() throws Exception {
        Service service = streaming(stream -> stream.send(Fronts.bytes("data: 1\n\n")));
        try (HttpFront front = Fronts.of(service);
                RawCaller caller = RawCaller.of(front)) {
            caller.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertFalse(caller.readAll().contains("\r\n0\r\n"));
        }
    }

    @Test
    void a_callers_disconnect_fails_a_send_soon_after() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        Service service =
                streaming(stream -> {
                    stream.send(Fronts.bytes("data: 1\n\n"));
                    left.await();
                    for (int i = 0; i < 100_000; i++) {
                        stream.send(new byte[1024]);
                    }
                    ends.add("all was sent");
                });
        try (HttpFront front = Fronts.of(service)) {
            try (RawCaller caller = RawCaller.of(front)) {
                caller.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
                caller.readUntil("data: 1\n\n");
            }
            left.countDown();
            assertInstanceOf(IOException.class, ends.poll(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void a_service_that_throws_is_an_opaque_500() throws Exception {
        Service broken =
                (_, _) -> {
                    throw new IllegalStateException("the secret of the house");
                };
        try (HttpFront front = Fronts.of(broken)) {
            HttpResponse<String> reply = Fronts.get(front, "/");
            assertEquals(500, reply.statusCode());
            assertTrue(reply.body().contains("internal_error"), reply.body());
            assertFalse(reply.body().contains("secret"), reply.body());
        }
    }

    @Test
    void closing_lets_a_request_under_way_end() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Service service =
                streaming(stream -> {
                    stream.send(Fronts.bytes("begun"));
                    begun.countDown();
                    mayEnd.await();
                    stream.end(Fronts.bytes("ended"));
                });
        HttpFront front = Fronts.of(service);
        try (RawCaller caller = RawCaller.of(front)) {
            caller.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            begun.await();
            Thread closing = Thread.ofVirtual().start(front::close);
            caller.readUntil("begun");
            mayEnd.countDown();
            caller.readUntil("ended\r\n0\r\n\r\n");
            closing.join();
        }
    }

    private Service streaming(Script script) {
        return (_, sink) -> {
            try {
                script.run(sink.begin(200, Headers.of("content-type", "text/event-stream")));
            } catch (IOException | InterruptedException e) {
                ends.add(e);
            }
        };
    }

    @FunctionalInterface
    private interface Script {
        void run(ReplySink.Stream stream) throws IOException, InterruptedException;
    }
}
