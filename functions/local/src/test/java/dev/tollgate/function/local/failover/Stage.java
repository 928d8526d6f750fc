package dev.tollgate.function.local.failover;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.function.local.LocalServer;
import dev.tollgate.http.Json;
import dev.tollgate.testkit.sim.Received;
import dev.tollgate.testkit.sim.SimulatedProvider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A local server with two providers behind it: `one` misbehaves, `two` answers. Each scenario has an alias of its own for each way to ask.
/// The store is this process's memory, for it is not what fails here.
final class Stage implements AutoCloseable {
    /// What every call asks.
    static final String MESSAGES =
            "[{\"role\":\"user\",\"content\":\"What makes a gateway worth its trust?\"}]";

    /// What a token costs at provider `two`; at `one` it is ten times that.
    static final long INPUT_NANO_USD = 400;

    static final long OUTPUT_NANO_USD = 1_600;

    /// What a user would write who waits for an answer: two retries, half a minute for one attempt, ten seconds for a first token, fifteen for the
    /// next, and 100 s in all.
    private static final String POLICIES =
            "retries: 2, attemptTimeout: 30s, firstTokenTimeout: 10s, stallTimeout: 15s, deadline: 100s";

    /// No call may take longer, whatever is promised.
    private static final Duration HANGS = Duration.ofSeconds(130);

    private static final String WELL = "well";

    private final Map<String, Queue<Seen.Try>> tries = new ConcurrentHashMap<>();
    private final SimulatedProvider one = SimulatedProvider.start(0, it -> note("one", it));
    private final SimulatedProvider two = SimulatedProvider.start(0, it -> note("two", it));
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final LocalServer server;
    private final String whole;

    Stage(Path folder, List<Scenario> scenarios) throws Exception {
        Path catalog = folder.resolve("catalog.yaml");
        Files.writeString(catalog, catalog(scenarios));
        server =
                LocalServer.start(
                        Map.of("SIM_KEY", "sk-sim"),
                        "--catalog",
                        catalog.toString(),
                        "--port",
                        "0",
                        "--store",
                        "memory");
        whole = ask(WELL, false).text();
    }

    private String catalog(List<Scenario> scenarios) {
        StringBuilder aliases = new StringBuilder();
        StringBuilder prices = new StringBuilder();
        aliases.append("  %s: two/tokens-60\n".formatted(WELL));
        for (Scenario scenario : scenarios) {
            for (boolean streamed : new boolean[] {true, false}) {
                String alias = alias(scenario, streamed);
                String first = "one/" + scenario.misbehaves() + "@" + alias;
                String second = "two/tokens-60@" + alias;
                String targets =
                        scenario.fallbackOn()
                                .map(kind ->
                                        "target: \"%s\", fallbackOn: {%s: [\"%s\"]}"
                                                .formatted(first, kind, second))
                                .orElse("targets: [\"%s\", \"%s\"]".formatted(first, second));
                aliases.append("  %s: {%s, %s}\n".formatted(alias, targets, POLICIES));
                prices.append(
                        "  \"%s\": {inputPerMTok: \"4\", outputPerMTok: \"16\"}\n"
                                .formatted(first));
                prices.append(
                        "  \"%s\": {inputPerMTok: \"0.40\", outputPerMTok: \"1.60\"}\n"
                                .formatted(second));
            }
        }
        return """
        providers:
          one: {dialect: openai, baseUrl: "%s", allowPrivateNetwork: true, secret: "env:SIM_KEY"}
          two: {dialect: openai, baseUrl: "%s", allowPrivateNetwork: true, secret: "env:SIM_KEY"}
        aliases:
        %sprices:
        %s\
        """
                .formatted(one.baseUri(), two.baseUri(), aliases, prices);
    }

    private static String alias(Scenario scenario, boolean streamed) {
        return scenario.id() + (streamed ? "-streamed" : "-buffered");
    }

    private void note(String provider, Received request) {
        tries.computeIfAbsent(key(provider, request.model()), _ -> new ConcurrentLinkedQueue<>())
                .add(new Seen.Try(Instant.now(), request));
    }

    /// By what a model's name has behind its words, which is its alias.
    private static String key(String provider, String model) {
        return provider + " " + model.substring(model.indexOf('@') + 1);
    }

    /// Plays a scenario once more.
    Seen play(Scenario scenario, boolean streamed) throws IOException, InterruptedException {
        String alias = alias(scenario, streamed);
        int before = tries("one", alias).size();
        int beforeTwo = tries("two", alias).size();
        Reply reply = ask(alias, streamed);
        return new Seen(
                reply,
                tries("one", alias).subList(before, tries("one", alias).size()),
                tries("two", alias).subList(beforeTwo, tries("two", alias).size()),
                record(reply),
                whole);
    }

    /// Whether the server still answers a call that nothing is wrong with.
    boolean isAlive(boolean streamed) throws IOException, InterruptedException {
        Reply reply = ask(WELL, streamed);
        return reply.looksComplete() && reply.text().equals(whole);
    }

    private List<Seen.Try> tries(String provider, String alias) {
        return List.copyOf(tries.getOrDefault(key(provider, alias), new ConcurrentLinkedQueue<>()));
    }

    private Reply ask(String alias, boolean streamed) throws IOException, InterruptedException {
        ObjectNode body = Json.object().put("model", alias);
        body.set("messages", Json.tree(MESSAGES.getBytes(UTF_8)));
        if (streamed) {
            body.put("stream", true).putObject("stream_options").put("include_usage", true);
        }
        long start = System.nanoTime();
        var response =
                http.send(
                        request("/v1/chat/completions")
                                .timeout(HANGS)
                                .POST(BodyPublishers.ofString(body.toString()))
                                .build(),
                        BodyHandlers.ofByteArray());
        return Reply.of(response, Duration.ofNanos(System.nanoTime() - start));
    }

    private JsonNode record(Reply reply) throws IOException, InterruptedException {
        String path = "/v1/requests/" + reply.header("x-tollgate-request-id");
        return Json.tree(http.send(request(path).build(), BodyHandlers.ofByteArray()).body());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.address() + path))
                .header("authorization", "Bearer " + server.key());
    }

    @Override
    public void close() {
        http.close();
        server.close();
        one.close();
        two.close();
    }
}
