package dev.tollgate.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.testkit.sim.Client.Heard;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a socket really hears when an answer breaks.
class BrokenAnswersTest {

    private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

    private final SimulatedProvider provider = SimulatedProvider.start();
    private final Client client = new Client(provider.baseUri());

    @AfterEach
    void close() {
        provider.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void reset_comes_before_any_byte(boolean stream) throws IOException {
        assertEquals(new Heard("", "reset"), client.hear("reset", stream));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void reset_after_headers_comes_after_the_headers(boolean stream) throws IOException {
        var heard = client.hear("reset-after-headers", stream);
        assertEquals("reset", heard.end());
        assertTrue(heard.text().startsWith("HTTP/1.1 200 OK\r\n"), heard.text());
        assertTrue(heard.text().endsWith("\r\n\r\n"), heard.text());
    }

    @ParameterizedTest
    @CsvSource({"cut-before-first-token, 0", "cut-after-1, 1", "cut-after-5, 5"})
    void a_cut_stream_ends_without_its_terminal_chunk(String model, int tokens) throws IOException {
        var heard = client.hear(model, true);
        assertEquals("eof", heard.end());
        assertEquals(tokens, Client.contents(heard.text()).size());
        assertTrue(heard.text().contains("\"role\":\"assistant\""), heard.text());
        assertFalse(heard.text().endsWith(LAST_CHUNK), heard.text());
        assertFalse(heard.text().contains("[DONE]"), heard.text());
        assertFalse(heard.text().contains("\"stop\""), heard.text());
    }

    @Test
    void a_cut_comes_before_the_finish_of_an_answer_that_is_too_short() throws IOException {
        var heard = client.hear("tokens-2+cut-after-9", true);
        assertEquals(2, Client.contents(heard.text()).size());
        assertFalse(heard.text().contains("\"stop\""), heard.text());
    }

    @ParameterizedTest
    @CsvSource({"cut-before-first-token, true", "cut-after-5, false"})
    void a_cut_reply_is_shorter_than_it_says(String model, boolean empty) throws IOException {
        var heard = client.hear(model, false);
        assertEquals("eof", heard.end());
        assertTrue(body(heard).length() < contentLength(heard), heard.text());
        assertEquals(empty, body(heard).isEmpty());
    }

    @Test
    void a_malformed_event_stands_between_good_ones() throws IOException {
        var heard = client.hear("malformed-after-3", true);
        var events = Client.events(heard.text());
        var bad = events.stream().filter(e -> Client.json(e).isMissingNode()).toList();
        assertEquals(2, bad.size());
        assertEquals("[DONE]", bad.getLast());
        assertEquals(1 + 3, events.indexOf(bad.getFirst()));
        assertTrue(heard.text().endsWith(LAST_CHUNK), heard.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"malformed-after-3", "truncated-json"})
    void a_reply_that_is_not_json_has_its_right_length(String model) throws Exception {
        var reply = client.chat(model, "");
        assertEquals(200, reply.statusCode());
        assertFalse(reply.body().isEmpty());
        assertTrue(Client.json(reply.body()).isMissingNode(), reply.body());
    }

    @Test
    void a_truncated_stream_ends_cleanly_within_an_event() throws IOException {
        var heard = client.hear("truncated-json", true);
        assertTrue(heard.text().endsWith(LAST_CHUNK), heard.text());
        assertFalse(heard.text().contains("[DONE]"), heard.text());
        assertTrue(Client.json(Client.events(heard.text()).getLast()).isMissingNode());
        assertFalse(Client.contents(heard.text()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_bad_chunk_has_no_size(boolean stream) throws IOException {
        var heard = client.hear("bad-chunk-after-3", stream);
        assertTrue(heard.text().contains("\r\nnot-hex\r\n"), heard.text());
        assertFalse(heard.text().endsWith(LAST_CHUNK), heard.text());
    }

    @Test
    void no_done_is_a_whole_stream_without_the_marker() throws Exception {
        var heard = client.hear("no-done", true);
        assertTrue(heard.text().contains("\"finish_reason\":\"stop\""), heard.text());
        assertTrue(heard.text().endsWith(LAST_CHUNK), heard.text());
        assertFalse(heard.text().contains("[DONE]"), heard.text());
        assertEquals(200, client.chat("no-done", "").statusCode());
    }

    @Test
    void an_error_event_follows_three_tokens() throws Exception {
        var heard = client.hear("error-after-3", true);
        var events = Client.events(heard.text());
        assertEquals(1 + 3 + 1, events.size());
        assertEquals("server_error", Client.json(events.getLast()).at("/error/type").asText());
        assertTrue(heard.text().endsWith(LAST_CHUNK), heard.text());
        assertEquals(500, client.chat("error-after-3", "").statusCode());
    }

    @Test
    void a_stalled_stream_is_silent_after_five_tokens_until_the_client_leaves() throws IOException {
        try (var socket = client.connect()) {
            Client.send(socket, Client.rawChat("stall-after-5", true));
            var text = new StringBuilder();
            while (Client.contents(text.toString()).size() < 5) {
                text.append(Client.hearUntil(socket, "\n\n\r\n"));
            }
            assertSilent(socket);
            socket.shutdownOutput();
            assertEquals(new Heard("", "eof"), Client.hearOut(socket));
        }
    }

    @Test
    void a_stalled_reply_is_silent_in_its_middle() throws IOException {
        try (var socket = client.connect()) {
            Client.send(socket, Client.rawChat("stall-after-5", false));
            Client.hearUntil(socket, "chat.completion");
            socket.getInputStream().skipNBytes(socket.getInputStream().available());
            socket.shutdownOutput();
            assertEquals("eof", Client.hearOut(socket).end());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"silence", "delay-60s", "slow-first-token-60s"})
    void a_waiting_connection_ends_when_the_client_leaves(String model) throws IOException {
        try (var socket = client.connect()) {
            Client.send(socket, Client.rawChat(model, false));
            assertSilent(socket);
            socket.shutdownOutput();
            assertEquals(new Heard("", "eof"), Client.hearOut(socket));
        }
        assertEquals(1, provider.abandoned());
    }

    @Test
    void an_answer_that_is_heard_out_or_breaks_by_itself_is_not_abandoned() throws Exception {
        client.chat("ok", ", \"stream\": true");
        client.hear("cut-after-5", true);
        client.hear("reset", false);
        assertEquals(0, provider.abandoned());
    }

    @ParameterizedTest
    @ValueSource(strings = {"silence", "delay-60s", "stall-after-5", "slow-tokens-60s"})
    void closing_the_server_ends_every_wait(String model) throws IOException {
        try (var socket = client.connect()) {
            Client.send(socket, Client.rawChat(model, false));
            while (provider.calls() == 0) {
                Thread.onSpinWait();
            }
            long start = System.nanoTime();
            provider.close();
            Client.hearOut(socket);
            var took = Duration.ofNanos(System.nanoTime() - start);
            assertTrue(took.toSeconds() < 3, "took " + took);
        }
    }

    private static void assertSilent(java.net.Socket socket) throws IOException {
        socket.setSoTimeout(50);
        assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
        socket.setSoTimeout(10_000);
    }

    private static String body(Heard heard) {
        return heard.text().split("\r\n\r\n", 2)[1];
    }

    private static int contentLength(Heard heard) {
        return Integer.parseInt(heard.text().replaceAll("(?s).*content-length: (\\d+).*", "$1"));
    }
}
