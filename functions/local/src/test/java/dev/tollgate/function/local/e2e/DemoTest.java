package dev.tollgate.function.local.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.function.local.LocalServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What somebody sees who starts the server for the first time and does what it says.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoTest {
    private LocalServer server;

    @BeforeAll
    void start() throws Exception {
        server = LocalServer.start("--port", "0", "--store", "memory");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static String run(String line) throws IOException {
        Process shell =
                new ProcessBuilder("bash", "-c", line)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        return new String(shell.getInputStream().readAllBytes(), UTF_8);
    }

    @Test
    void the_curl_lines_work_as_printed() throws Exception {
        List<String> lines =
                server.announcement().stream().filter(line -> line.startsWith("curl ")).toList();

        assertEquals(2, lines.size());
        assertTrue(run(lines.get(0)).contains("\"finish_reason\":\"stop\""));
        assertTrue(run(lines.get(1)).endsWith("data: [DONE]\n\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat-standard", "falls-back", "flaky", "slow"})
    void every_demo_alias_answers(String alias) throws Exception {
        String body =
                "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
                        .formatted(alias);

        assertEquals(200, post("/v1/chat/completions", body));
    }

    @Test
    void the_demo_embeds() throws Exception {
        assertEquals(200, post("/v1/embeddings", "{\"model\":\"embed\",\"input\":\"hi\"}"));
    }

    private int post(String path, String body) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(server.address() + path))
                            .header("authorization", "Bearer " + server.key())
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        }
    }
}
