package dev.tollgate.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedProviderTest {

    @TempDir private Path folder;

    @Test
    void what_was_received_is_shown_as_it_came() throws Exception {
        try (var provider = SimulatedProvider.start()) {
            var client = new Client(provider.baseUri());
            var body = Client.chatBody("status-503", "é", ", \"odd\" :  1.0");
            client.post("/chat/completions?a=b", body, "X-Mark", "one");
            client.get("/models/tokens-5");
            var received = provider.received();
            assertEquals(2, received.size());
            var call = received.getFirst();
            assertEquals("POST", call.method());
            assertEquals("/v1/chat/completions", call.path());
            assertEquals("status-503", call.model());
            assertEquals("one", call.header("x-mark").orElseThrow());
            assertEquals("Bearer sk-test", call.header("Authorization").orElseThrow());
            assertArrayEquals(body.getBytes(StandardCharsets.UTF_8), call.body());
            assertEquals("tokens-5", received.getLast().model());
            assertEquals(1, provider.calls());
        }
    }

    @Test
    void the_listener_hears_of_a_request_before_its_answer() throws Exception {
        var heard = new CopyOnWriteArrayList<String>();
        try (var provider = SimulatedProvider.start(0, received -> heard.add(received.model()))) {
            new Client(provider.baseUri()).hear("reset", false);
            assertEquals(List.of("reset"), heard);
        }
    }

    @Test
    void no_more_is_kept_than_the_last_ten_thousand_requests_or_64_mebibytes() {
        var log = new ReceivedLog(received -> {});
        for (int i = 0; i < 10_005; i++) {
            log.add(new Received("POST", "/v1/embeddings", Map.of(), new byte[0], "m" + i));
        }
        assertEquals(10_000, log.last().size());
        assertEquals("m5", log.last().getFirst().model());
        assertEquals(10_005, log.calls());
        log.add(new Received("GET", "/", Map.of(), new byte[(64 << 20) + 1], "big"));
        assertEquals(List.of("big"), log.last().stream().map(Received::model).toList());
    }

    @Test
    void models_are_listed_and_any_can_be_asked_for() throws Exception {
        try (var provider = SimulatedProvider.start()) {
            var client = new Client(provider.baseUri());
            var list = Client.json(client.get("/models").body());
            assertEquals("list", list.path("object").asText());
            assertEquals("model", list.at("/data/0/object").asText());
            var one = Client.json(client.get("/models/a%20b+c").body());
            assertEquals("a b+c", one.path("id").asText());
            assertEquals(404, client.get("/models/not-found").statusCode());
            assertEquals(401, client.get("/models", "authorization", "none").statusCode());
        }
    }

    @Test
    void a_port_that_is_taken_is_said_so() {
        try (var provider = SimulatedProvider.start()) {
            int port = provider.baseUri().getPort();
            var error =
                    assertThrows(UncheckedIOException.class, () -> SimulatedProvider.start(port));
            assertEquals("cannot listen on 127.0.0.1:" + port, error.getMessage());
        }
    }

    @Test
    void closing_twice_is_closing_once() {
        var provider = SimulatedProvider.start();
        provider.close();
        provider.close();
        assertThrows(
                java.net.ConnectException.class, () -> new Client(provider.baseUri()).connect());
    }

    @Test
    void the_process_logs_each_call_before_it_is_answered() throws Exception {
        var log = folder.resolve("calls.log");
        try (var provider = SimulatedProviderMain.run("--port", "0", "--log", log.toString())) {
            var client = new Client(provider.baseUri());
            client.post(
                    "/chat/completions",
                    Client.chatBody("ok", "hi", ""),
                    "x-client-request-id",
                    "r1");
            client.get("/models");
            client.hear("reset", false);
            assertEquals(List.of("r1\tok", "-\treset"), Files.readAllLines(log));
        }
    }

    @Test
    void the_process_refuses_options_it_does_not_know() {
        for (var args :
                List.of(
                        new String[] {"--port"},
                        new String[] {"--port", "x"},
                        new String[] {"--port", "70000"},
                        new String[] {"--prot", "1"})) {
            assertThrows(IllegalArgumentException.class, () -> SimulatedProviderMain.run(args));
        }
    }
}
