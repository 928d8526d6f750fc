package dev.tollgate.function.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// The demo does what its catalogue and its announcement say.
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoTest {
    private LocalServer server;

    @BeforeAll
    void start() throws NotStarted {
        server = LocalServer.start("--port", "0", "--store", "memory");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void the_curl_lines_work_as_they_are_printed() throws Exception {
        assumeTrue(installed("bash") && installed("curl"));
        List<String> lines =
                server.announcement().stream().filter(line -> line.startsWith("curl ")).toList();
        assertEquals(2, lines.size());

        String whole = bash(lines.getFirst());
        assertTrue(whole.contains("\"object\":\"chat.completion\""), whole);
        assertTrue(whole.contains("\"finish_reason\":\"stop\""), whole);

        String streamed = bash(lines.getLast());
        assertTrue(streamed.startsWith("data: {"), streamed);
        assertTrue(streamed.contains("\"object\":\"chat.completion.chunk\""), streamed);
        assertTrue(streamed.endsWith("data: [DONE]\n\n"), streamed);
    }

    @Test
    void flaky_answers_after_two_failures_of_the_same_target() throws Exception {
        HttpResponse<String> answer = chat("flaky");
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals("3", answer.headers().firstValue("x-tollgate-attempts").orElseThrow());
        assertEquals("0", answer.headers().firstValue("x-tollgate-fallbacks").orElseThrow());
    }

    @Test
    void slow_answers_within_its_timeouts() throws Exception {
        HttpResponse<String> answer = chat("slow");
        assertEquals(200, answer.statusCode(), answer.body());
    }

    @Test
    void embed_gives_a_vector() throws Exception {
        HttpResponse<String> answer =
                post("/v1/embeddings", "{\"model\": \"embed\", \"input\": \"hello\"}");
        assertEquals(200, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("\"embedding\":"), answer.body());
    }

    private HttpResponse<String> chat(String model) throws Exception {
        return post(
                "/v1/chat/completions",
                "{\"model\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]}"
                        .formatted(model));
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return Fronts.send(
                HttpRequest.newBuilder(server.address().resolve(path))
                        .header("authorization", "Bearer " + server.key())
                        .POST(BodyPublishers.ofString(body))
                        .build());
    }

    private static boolean installed(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /// What a line prints on standard output; a proxy of this machine is not for loopback.
    private static String bash(String line) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", line);
        builder.environment().put("no_proxy", "127.0.0.1");
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        try {
            String out = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertEquals(0, process.waitFor(), out);
            assertFalse(out.isEmpty());
            return out;
        } finally {
            process.destroy();
        }
    }
}
