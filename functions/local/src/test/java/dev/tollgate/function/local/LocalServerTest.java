package dev.tollgate.function.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class LocalServerTest {
    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"memory", "dynamodb-local"})
    void the_demo_answers_and_reports_what_it_cost(String store) throws Exception {
        try (LocalServer server = LocalServer.start("--port", "0", "--store", store)) {
            HttpResponse<String> answer =
                    Fronts.send(
                            HttpRequest.newBuilder(server.address().resolve("/v1/chat/completions"))
                                    .header("authorization", "Bearer " + server.key())
                                    .header("x-tollgate-tags", "feature=hello")
                                    .POST(
                                            BodyPublishers.ofString(
                                                    "{\"model\": \"falls-back\", \"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]}"))
                                    .build());
            assertEquals(200, answer.statusCode(), answer.body());
            assertEquals("1", answer.headers().firstValue("x-tollgate-fallbacks").orElseThrow());

            HttpResponse<String> usage =
                    Fronts.send(
                            HttpRequest.newBuilder(
                                            server.address().resolve("/v1/usage?group_by=feature"))
                                    .header("authorization", "Bearer " + server.key())
                                    .build());
            assertTrue(usage.body().contains("\"feature\":\"hello\",\"calls\":1"), usage.body());
            assertTrue(usage.body().contains("\"answered\":1"), usage.body());
        }
    }

    @Test
    void what_is_announced_ends_with_ready_and_the_address() throws Exception {
        try (LocalServer server = LocalServer.start("--port", "0", "--store", "memory")) {
            List<String> lines = server.announcement();
            assertEquals("key " + server.key(), lines.getFirst());
            assertEquals("admin-key " + server.adminKey(), lines.get(1));
            assertTrue(lines.get(2).startsWith("curl "), lines.get(2));
            assertTrue(
                    lines.contains(
                            "dashboard " + server.address() + "/dashboard#key=" + server.key()),
                    lines::toString);
            assertEquals("ready " + server.address(), lines.getLast());
        }
    }

    @Test
    void a_key_outlives_its_server_with_its_data() throws Exception {
        String data = folder.resolve("data").toString();
        String key;
        try (LocalServer server = LocalServer.start("--port", "0", "--data", data)) {
            key = server.key();
        }
        try (LocalServer server = LocalServer.start("--port", "0", "--data", data)) {
            HttpResponse<String> models =
                    Fronts.send(
                            HttpRequest.newBuilder(server.address().resolve("/v1/models"))
                                    .header("x-api-key", key)
                                    .build());
            assertEquals(200, models.statusCode(), models.body());
        }
    }

    @Test
    void a_catalogue_that_is_not_valid_is_named_with_all_its_problems() throws Exception {
        Path file = folder.resolve("catalog.yaml");
        Files.writeString(file, "providers: {sim: {dialect: opnai}}\naliases: {a: simm/x}\n");
        NotStarted refusal = refusal("--store", "memory", "--catalog", file.toString());
        assertEquals(NotStarted.MISUSED, refusal.status());
        assertTrue(refusal.message().contains("providers.sim.dialect"), refusal.message());
        assertTrue(refusal.message().contains("aliases.a"), refusal.message());
    }

    @Test
    void a_port_that_is_taken_is_a_failure_and_no_misuse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            NotStarted refusal = refusal("--store", "memory", "--port", port);
            assertEquals(NotStarted.FAILED, refusal.status());
            assertTrue(refusal.message().contains("127.0.0.1:" + port), refusal.message());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--nope",
                "--port=-1",
                "--port=65536",
                "--port=x",
                "--store=nope",
                "--key=short",
                "--catalog=no/such/file",
                "--sim-port=70000",
            })
    void what_can_not_be_done_is_misuse(String argument) {
        assertEquals(NotStarted.MISUSED, refusal(argument).status());
    }

    @Test
    void a_file_never_replaces_the_catalogue_of_an_account() {
        NotStarted refusal = refusal("--store", "dynamodb", "--catalog", "catalog.yaml");
        assertEquals(NotStarted.MISUSED, refusal.status());
        assertTrue(refusal.message().contains("/admin/catalog"), refusal.message());
    }

    @Test
    void only_a_store_of_this_machine_has_secrets_from_its_environment() throws Exception {
        assertTrue(knowsEnvironmentSecrets("memory"));
        assertTrue(knowsEnvironmentSecrets("dynamodb-local"));
        assertFalse(knowsEnvironmentSecrets("dynamodb"));
    }

    private static boolean knowsEnvironmentSecrets(String store) throws NotStarted {
        return Wiring.reader(Arguments.parse("--store", store)).environmentSecrets();
    }

    @Test
    void help_is_no_error() {
        NotStarted help = refusal("--help");
        assertEquals(NotStarted.HELP, help.status());
        assertTrue(help.message().contains("--catalog"), help.message());
    }

    private static NotStarted refusal(String... arguments) {
        return assertThrows(
                NotStarted.class,
                () -> {
                    try (LocalServer server = LocalServer.start(arguments)) {
                        throw new AssertionError("it serves at " + server.address());
                    }
                });
    }
}
