package dev.tollgate.function.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.ErrorBoundary;
import dev.tollgate.api.Dialects;
import dev.tollgate.api.RequestBody;
import dev.tollgate.dialect.chat.ChatDialect;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Service;
import dev.tollgate.telemetry.Telemetry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BrokenHttpTest {
    private static final long CHUNK_BYTES = 100L * 1024 * 1024;

    /// Reads the body as the gateway does.
    private final Service reading =
            new ErrorBoundary(
                    Dialects.of(new ChatDialect()),
                    Fronts.TIMING,
                    Telemetry.silent(),
                    exchange -> {
                        byte[] body = RequestBody.json(exchange.request()).bytes();
                        exchange.reply(200, Headers.none(), body);
                    });

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "\r\n\r\n",
                "GET\r\n\r\n",
                "GET /\r\n\r\n",
                "GET / HTTP/1.0\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\nHost: x\n\n",
                "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /%e2%28%a1 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a?b=%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a?b=% HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /\u0000 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /\u00ff HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET * HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET http://[::1/ HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /../../etc HTTP/1.1\r\nHost: x\r\n\r\n",
                "G@T / HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n: nameless\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nBad Name: v\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nX: \u0000\u0001\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\nhello",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: five\r\n\r\nhello",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\nhello",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\nhello",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{\"cut",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffff\r\nhello",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\nhello\n",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\nhello",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
            })
    void broken_http_is_refused_with_a_4xx(String text) throws Exception {
        try (HttpFront front = Fronts.of(reading)) {
            String reply = RawCaller.exchange(front, text);
            assertTrue(reply.startsWith("HTTP/1.1 4"), reply);
            assertFalse(reply.contains("at dev.") || reply.contains("Exception"), reply);
            assertTrue(reply.contains("{\"error\":{"), reply);
        }
    }

    @Test
    void a_request_line_beyond_its_bound_is_refused() throws Exception {
        try (HttpFront front = Fronts.of(reading)) {
            String line = "GET /" + "a".repeat(HttpFront.MAX_REQUEST_LINE) + " HTTP/1.1\r\n";
            assertTrue(
                    RawCaller.exchange(front, line + "Host: x\r\n\r\n").startsWith("HTTP/1.1 414"));
        }
    }

    @Test
    void headers_beyond_their_bound_are_refused_however_they_are_cut() throws Exception {
        try (HttpFront front = Fronts.of(reading)) {
            String start = "GET / HTTP/1.1\r\nHost: x\r\n";
            String one = "X: " + "a".repeat(HttpFront.MAX_HEADER_BYTES) + "\r\n";
            String many = "X: y\r\n".repeat(HttpFront.MAX_HEADER_BYTES / 5);
            assertTrue(RawCaller.exchange(front, start + one + "\r\n").startsWith("HTTP/1.1 4"));
            assertTrue(RawCaller.exchange(front, start + many + "\r\n").startsWith("HTTP/1.1 4"));
        }
    }

    @Test
    void a_body_of_100_megabytes_is_a_413_that_a_caller_who_writes_it_all_can_read()
            throws Exception {
        try (HttpFront front = Fronts.of(reading)) {
            String length = "Content-Length: " + CHUNK_BYTES + "\r\n\r\n";
            assertEquals("HTTP/1.1 413", statusOfFlood(front, length));
        }
    }

    @Test
    void a_chunk_of_100_megabytes_is_a_413_and_is_never_held() throws Exception {
        try (HttpFront front = Fronts.of(reading)) {
            String chunk =
                    "Transfer-Encoding: chunked\r\n\r\n" + Long.toHexString(CHUNK_BYTES) + "\r\n";
            assertEquals("HTTP/1.1 413", statusOfFlood(front, chunk));
        }
    }

    @Test
    void a_chunk_whose_announcement_never_ends_is_refused_and_never_held() throws Exception {
        try (HttpFront front = Fronts.of(reading)) {
            assertEquals(
                    "HTTP/1.1 413", statusOfFlood(front, "Transfer-Encoding: chunked\r\n\r\n"));
        }
    }

    /// Writes a head and then 100 MB without looking, as simple clients do.
    private static String statusOfFlood(HttpFront front, String head) throws Exception {
        String piece = "a".repeat(1024 * 1024);
        try (RawCaller caller = RawCaller.of(front)) {
            caller.write("POST / HTTP/1.1\r\nHost: x\r\n" + head);
            for (long written = 0; written < CHUNK_BYTES; written += piece.length()) {
                caller.write(piece);
            }
            caller.socket().shutdownOutput();
            return caller.readUntil("\r\n").substring(0, 12);
        }
    }
}
