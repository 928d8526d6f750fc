package dev.tollgate.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// HTTP/1.1 as raw sockets see it.
class WireTest {

    private static final String CHAT = Client.chatBody("ok", "hi", "");

    private final SimulatedProvider provider = SimulatedProvider.start();
    private final Client client = new Client(provider.baseUri());

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void one_connection_serves_many_requests_and_stays_open() throws IOException {
        try (var socket = client.connect()) {
            for (int i = 0; i < 3; i++) {
                Client.send(socket, Client.rawPost("content-length: " + CHAT.length(), CHAT));
                var head = Client.hearUntil(socket, "\r\n\r\n");
                assertTrue(head.contains("connection: keep-alive"), head);
                Client.hearUntil(socket, "fp_simulated\"}");
            }
        }
        assertEquals(3, provider.calls());
    }

    @Test
    void a_connection_survives_an_error_and_a_stream() throws IOException {
        try (var socket = client.connect()) {
            for (var model : new String[] {"status-503", "ok"}) {
                var body = Client.chatBody(model, "hi", ", \"stream\": true");
                Client.send(socket, Client.rawPost("content-length: " + body.length(), body));
            }
            Client.hearUntil(socket, "HTTP/1.1 503");
            Client.hearUntil(socket, "[DONE]\n\n\r\n0\r\n\r\n");
        }
    }

    @Test
    void a_body_may_come_in_chunks() throws IOException {
        int half = CHAT.length() / 2;
        var chunks =
                "%x;ext=1\r\n%s\r\n%X\r\n%s\r\n0\r\nx-trailer: 1\r\n\r\n"
                        .formatted(
                                half,
                                CHAT.substring(0, half),
                                CHAT.length() - half,
                                CHAT.substring(half));
        var heard =
                client.hear(
                        Client.rawPost("connection: close\r\ntransfer-encoding: chunked", chunks));
        assertTrue(heard.text().contains("You said: hi"), heard.text());
        assertEquals(CHAT, provider.received().getFirst().bodyText());
    }

    @Test
    void a_client_that_asks_first_is_told_to_go_on() throws IOException {
        try (var socket = client.connect()) {
            var headers = "expect: 100-continue\r\ncontent-length: " + CHAT.length();
            Client.send(socket, Client.rawPost(headers, ""));
            assertEquals("HTTP/1.1 100 Continue\r\n\r\n", Client.hearUntil(socket, "\r\n\r\n"));
            Client.send(socket, CHAT);
            assertTrue(Client.hearUntil(socket, "\r\n\r\n").startsWith("HTTP/1.1 200 OK"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content-length: 99999999",
                "content-length: 99999999\r\nexpect: 100-continue",
                "transfer-encoding: chunked\r\n\r\nfffffff\r\n"
            })
    void a_body_over_the_limit_is_a_413(String headers) throws IOException {
        assertRefused(413, Client.rawPost(headers, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content-length: 1\r\ncontent-length: 1",
                "content-length: -1",
                "content-length: 1\r\ntransfer-encoding: chunked",
                "transfer-encoding: gzip",
                "transfer-encoding: chunked\r\n\r\nzz\r\n",
                "transfer-encoding: chunked\r\n\r\n1\r\nabc\r\n",
                "no colon",
                ": no name",
                "space : 1"
            })
    void a_request_that_is_not_http_is_a_400_and_the_end(String headers) throws IOException {
        assertRefused(400, Client.rawPost(headers, ""));
    }

    @Test
    void other_request_lines_are_refused() throws IOException {
        assertRefused(400, "nonsense\r\n\r\n");
        assertRefused(505, "GET / HTTP/1.0\r\n\r\n");
        assertRefused(431, "GET /" + "a".repeat(70_000) + " HTTP/1.1\r\n\r\n");
    }

    @Test
    void a_body_that_never_comes_whole_is_not_a_call() throws IOException {
        try (var socket = client.connect()) {
            Client.send(socket, Client.rawPost("content-length: 100", "{"));
            socket.shutdownOutput();
            assertEquals("", Client.hearOut(socket).text());
        }
        assertEquals(0, provider.calls());
    }

    private void assertRefused(int status, String bytes) throws IOException {
        try (var socket = client.connect()) {
            Client.send(socket, bytes);
            socket.shutdownOutput();
            var heard = Client.hearOut(socket);
            assertTrue(heard.text().startsWith("HTTP/1.1 " + status), heard.text());
            assertTrue(heard.text().contains("connection: close"), heard.text());
            assertEquals("eof", heard.end());
        }
    }
}
