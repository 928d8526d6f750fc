package dev.tollgate.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {

    private final SimulatedProvider provider = SimulatedProvider.start();
    private final Client client = new Client(provider.baseUri());

    @AfterEach
    void close() {
        provider.close();
    }

    @ParameterizedTest
    @CsvSource({
        "delay-40ms, 40",
        "slow-first-token-60ms, 60",
        "tokens-5+slow-tokens-10ms, 40",
        "tokens-5+slow-tokens-10ms+delay-20ms+slow-first-token-20ms, 80",
    })
    void an_answer_takes_at_least_what_its_words_add_up_to(String model, int leastMillis)
            throws Exception {
        for (boolean stream : new boolean[] {false, true}) {
            long start = System.nanoTime();
            assertEquals(200, client.chat(model, ", \"stream\": " + stream).statusCode());
            long millis = (System.nanoTime() - start) / 1_000_000;
            assertTrue(millis >= leastMillis, millis + " ms for " + model);
        }
    }

    @Test
    void a_refusal_is_delayed_too() throws Exception {
        long start = System.nanoTime();
        assertEquals(503, client.chat("delay-40ms+status-503", "").statusCode());
        assertTrue(System.nanoTime() - start >= 40_000_000);
    }

    @Test
    void a_slow_first_token_comes_long_after_the_role() throws IOException {
        try (var socket = client.connect()) {
            Client.send(socket, Client.rawChat("slow-first-token-100ms", true));
            Client.hearUntil(socket, "assistant");
            long start = System.nanoTime();
            Client.hearUntil(socket, "\"You\"");
            assertTrue(System.nanoTime() - start >= 50_000_000);
        }
    }

    @Test
    void a_delayed_connection_serves_what_was_sent_meanwhile() throws IOException {
        try (var socket = client.connect()) {
            var body = Client.chatBody("delay-40ms", "hi", "");
            var first = Client.rawPost("content-length: " + body.length(), body);
            Client.send(socket, first + Client.rawChat("ok", false));
            var heard = Client.hearOut(socket);
            assertEquals(3, heard.text().split("HTTP/1.1 200 OK", -1).length);
        }
    }
}
