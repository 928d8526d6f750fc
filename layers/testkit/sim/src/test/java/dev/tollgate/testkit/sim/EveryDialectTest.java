package dev.tollgate.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.testkit.sim.Client.Heard;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the words of the grammar do in whichever dialect.
class EveryDialectTest {

    private static final String LAST_CHUNK = "\r\n0\r\n\r\n";
    private static final Pattern USAGE = Pattern.compile("[tT]oken(s|Count)\"\\s*:\\s*[1-9]");

    private final SimulatedProvider provider = SimulatedProvider.start();
    private final Client client = new Client(provider.origin());

    @AfterEach
    void close() {
        provider.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_healthy_answer_is_whole_and_a_call(Spoken dialect) throws IOException {
        var document = whole(dialect, "ok");
        assertTrue(document.text().startsWith("HTTP/1.1 200 OK"), document.text());
        assertTrue(document.text().contains("You said: Say hi."), document.text());
        var stream = stream(dialect, "ok");
        assertTrue(stream.text().contains(dialect.end()), stream.text());
        assertTrue(stream.text().endsWith(LAST_CHUNK), stream.text());
        assertEquals(2, provider.calls());
        assertEquals("ok", provider.received().getFirst().model());
    }

    @ParameterizedTest
    @EnumSource
    void every_status_comes_with_an_object(Spoken dialect) throws IOException {
        for (int status = 400; status < 600; status++) {
            var heard = stream(dialect, "status-" + status + "-retry-after-2");
            assertTrue(heard.text().startsWith("HTTP/1.1 " + status + " "), heard.text());
            assertTrue(
                    Client.json(body(heard)).at(dialect.refusing().message()).isTextual(),
                    heard.text());
            assertTrue(heard.text().contains(dialect.refusing().told()), heard.text());
        }
    }

    @ParameterizedTest
    @EnumSource
    void named_errors_are_errors(Spoken dialect) throws IOException {
        for (var word : new String[] {"quota", "bad-key", "not-found", "context-length"}) {
            var heard = whole(dialect, word);
            assertTrue(heard.text().startsWith("HTTP/1.1 4"), heard.text());
            var message = Client.json(body(heard)).at(dialect.refusing().message());
            assertFalse(message.asText().isEmpty(), heard.text());
        }
        assertTrue(whole(dialect, "html-502").text().contains("<html>"));
        assertTrue(whole(dialect, "status-abc").text().startsWith("HTTP/1.1 400 "));
    }

    @ParameterizedTest
    @EnumSource
    void a_key_word_answers_one_key(Spoken dialect) throws IOException {
        var model = "key-" + dialect.key("k1");
        var right = client.hear(dialect.request(model, false, "k1"));
        assertTrue(right.text().startsWith("HTTP/1.1 200 "), right.text());
        var wrong = client.hear(dialect.request(model, false, "k2"));
        int status = dialect.refusing().wrongKey();
        assertTrue(wrong.text().startsWith("HTTP/1.1 " + status + " "), wrong.text());
    }

    @ParameterizedTest
    @EnumSource
    void dead_connections_say_nothing_or_no_more_than_headers(Spoken dialect) throws IOException {
        assertEquals(new Heard("", "reset"), stream(dialect, "reset"));
        var heard = stream(dialect, "reset-after-headers");
        assertEquals("reset", heard.end());
        assertTrue(heard.text().endsWith("\r\n\r\n"), heard.text());
    }

    @ParameterizedTest
    @EnumSource
    void a_cut_stream_has_neither_end_nor_last_chunk(Spoken dialect) throws IOException {
        for (var word : new String[] {"cut-before-first-token", "cut-after-2", "cut-after-20"}) {
            var heard = stream(dialect, word);
            assertEquals("eof", heard.end());
            assertFalse(heard.text().contains(dialect.end()), heard.text());
            assertFalse(heard.text().endsWith(LAST_CHUNK), heard.text());
        }
    }

    @ParameterizedTest
    @EnumSource
    void other_breaks_end_the_chunks_but_not_the_answer(Spoken dialect) throws IOException {
        for (var word : new String[] {"error-after-2", "truncated-json", "no-done"}) {
            var heard = stream(dialect, word);
            assertFalse(heard.text().contains(dialect.end()), heard.text());
            assertTrue(heard.text().endsWith(LAST_CHUNK), heard.text());
        }
        var error = stream(dialect, "error-after-2").text();
        assertTrue(error.contains("\"error\"") || error.contains(":exception-type"), error);
        assertTrue(stream(dialect, "bad-chunk-after-2").text().contains("\r\nnot-hex\r\n"));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BEDROCK") // whose frames are no lines
    void what_can_not_be_read_stands_within_an_answer_that_goes_on(Spoken dialect)
            throws IOException {
        var heard = stream(dialect, "malformed-after-1");
        assertTrue(
                Client.events(heard.text()).stream()
                        .anyMatch(data -> Client.json(data).isMissingNode()));
        assertTrue(heard.text().contains(dialect.end()), heard.text());
        assertTrue(Client.json(body(whole(dialect, "truncated-json"))).isMissingNode());
    }

    @ParameterizedTest
    @EnumSource
    void a_stalled_stream_is_silent(Spoken dialect) throws IOException {
        try (var socket = client.connect()) {
            Client.send(socket, dialect.request("stall-after-2", true, "test"));
            Client.hearUntil(socket, " said");
            socket.setSoTimeout(100);
            assertThrows(SocketTimeoutException.class, () -> Client.hearUntil(socket, LAST_CHUNK));
        }
    }

    @ParameterizedTest
    @EnumSource
    void no_usage_means_no_number_of_tokens(Spoken dialect) throws IOException {
        assertTrue(USAGE.matcher(whole(dialect, "ok").text()).find());
        assertFalse(USAGE.matcher(whole(dialect, "no-usage").text()).find());
        assertFalse(USAGE.matcher(stream(dialect, "no-usage").text()).find());
    }

    @ParameterizedTest
    @EnumSource
    void pings_leave_the_answer_readable(Spoken dialect) throws IOException {
        assertTrue(Client.json(body(whole(dialect, "ping"))).isObject());
        var heard = stream(dialect, "ping+tokens-3");
        assertTrue(heard.text().contains(dialect.end()), heard.text());
        for (var data : Client.events(heard.text())) {
            assertTrue(data.equals("[DONE]") || Client.json(data).isObject(), data);
        }
    }

    private Heard whole(Spoken dialect, String model) throws IOException {
        return client.hear(dialect.request(model, false, "test"));
    }

    private Heard stream(Spoken dialect, String model) throws IOException {
        return client.hear(dialect.request(model, true, "test"));
    }

    private static String body(Heard heard) {
        return heard.text().split("\r\n\r\n", 2)[1];
    }
}
