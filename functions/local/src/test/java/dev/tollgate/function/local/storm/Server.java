package dev.tollgate.function.local.storm;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;

/// A local server on an account's tables, as a container would run it.
record Server(Program program, URI address) implements AutoCloseable {
    static final String KEY = "tg_storm_key_of_the_team_local";

    private static final String ADMIN_KEY = "tg_storm_admin_key";
    private static final int STARTS = 5;

    /// Starts one with a catalogue. A machine that is busy may take longer for the first request to the store than any call has: then again.
    static Server start(Map<String, String> environment, Path log, String catalog)
            throws IOException, InterruptedException {
        for (int i = 1; ; i++) {
            Program program =
                    Program.start(
                            environment,
                            log,
                            "--store=dynamodb",
                            "--port=0",
                            "--key=" + KEY,
                            "--admin-key=" + ADMIN_KEY);
            try {
                Server server = new Server(program, URI.create(program.await("ready ")));
                server.publish(catalog);
                return server;
            } catch (IOException e) {
                program.close();
                if (i == STARTS) {
                    throw e;
                }
            }
        }
    }

    private void publish(String catalog) throws IOException, InterruptedException {
        HttpRequest put =
                HttpRequest.newBuilder(address.resolve("/admin/catalog"))
                        .header("authorization", "Bearer " + ADMIN_KEY)
                        .PUT(BodyPublishers.ofString(catalog))
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> reply = http.send(put, BodyHandlers.ofString());
            if (reply.statusCode() != 200) {
                throw new IOException("no catalogue: " + reply.body());
            }
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
