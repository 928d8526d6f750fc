package dev.tollgate.function.local.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.function.local.LocalServer;
import dev.tollgate.http.Json;
import dev.tollgate.testkit.sim.SimulatedProvider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A company whose applications have called a while: a local server with a simulated provider behind it, and what it has seen.
final class Company implements AutoCloseable {
    /// Calls that were made, those that got no answer among them.
    static final int CALLS = 400;

    private static final String CATALOG =
            """
            providers:
              openai: {dialect: openai, baseUrl: "BASE", allowPrivateNetwork: true, secret: "env:SIM_KEY"}
              anthropic: {dialect: openai, baseUrl: "BASE", allowPrivateNetwork: true, secret: "env:SIM_KEY"}
            aliases:
              chat-standard: openai/tokens-80@gpt
              chat-large: {target: anthropic/delay-40ms+tokens-200@claude, retries: 1}
              chat-cached: openai/tokens-60@cached
              falls-back: {targets: [openai/status-503@down, anthropic/tokens-40@spare], retries: 1}
              broken: {target: openai/status-500@broken, retries: 0}
              unpriced: openai/tokens-20@new
            cache: {aliases: {chat-cached: {ttl: 1h}}}
            limits:
              - {match: {team: local}, budget: {usd: "5", per: month}}
              - {each: feature, budget: {usd: "0.05", per: day}, exceeded: warn}
              - {match: {feature: batch}, requestsPerMinute: 1}
            prices:
              openai/tokens-80@gpt: {inputPerMTok: "0.40", outputPerMTok: "1.60"}
              anthropic/delay-40ms+tokens-200@claude: {inputPerMTok: "3.00", outputPerMTok: "15.00"}
              openai/tokens-60@cached: {inputPerMTok: "0.40", outputPerMTok: "1.60"}
              openai/status-503@down: {inputPerMTok: "0.40", outputPerMTok: "1.60"}
              anthropic/tokens-40@spare: {inputPerMTok: "1.00", outputPerMTok: "5.00"}
              openai/status-500@broken: {inputPerMTok: "1.00", outputPerMTok: "5.00"}
            """;

    private static final List<String> ALIASES =
            List.of(
                    "chat-standard",
                    "chat-standard",
                    "chat-standard",
                    "chat-large",
                    "chat-large",
                    "chat-cached",
                    "chat-cached",
                    "falls-back",
                    "broken",
                    "unpriced");
    private static final List<String> FEATURES =
            List.of(
                    "summarize",
                    "translate",
                    "search",
                    "draft-reply",
                    "classify",
                    "extract",
                    "moderate",
                    "onboarding",
                    "code-review",
                    "batch",
                    "");
    private static final List<String> GROUPS = List.of("free", "pro", "enterprise", "beta");
    private static final List<String> TEMPLATES = List.of("short-v1", "short-v2", "long-v1");

    private final SimulatedProvider provider = SimulatedProvider.start();
    private final LocalServer server;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Company(Path folder) throws Exception {
        Path catalog = folder.resolve("catalog.yaml");
        Files.writeString(catalog, CATALOG.replace("BASE", provider.baseUri().toString()));
        server =
                LocalServer.start(
                        Map.of("SIM_KEY", "sk-sim"),
                        "--catalog",
                        catalog.toString(),
                        "--port",
                        "0",
                        "--store",
                        "dynamodb-local");
    }

    /// Makes [#CALLS] calls, the same for every company.
    void call() throws Exception {
        Random random = new Random(5);
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            String alias = one(ALIASES, random);
            String feature =
                    FEATURES.get(
                            Math.min(
                                    FEATURES.size() - 1,
                                    (int) Math.abs(random.nextGaussian() * 5)));
            List<String> tags = new ArrayList<>();
            if (!feature.isEmpty()) {
                tags.add("feature=" + feature);
            }
            tags.add("user_group=" + one(GROUPS, random));
            tags.add("template=" + one(TEMPLATES, random));
            tags.add("variant=" + (random.nextBoolean() ? "a" : "b"));
            int number = random.nextInt(12);
            String question = "Say something about " + number + ". ".repeat(1 + 16 * number);
            calls.add(() -> send(alias, String.join(",", tags), question));
        }
        try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
            for (Future<Integer> call : callers.invokeAll(calls)) {
                call.get();
            }
        }
    }

    private static String one(List<String> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    private int send(String alias, String tags, String question)
            throws IOException, InterruptedException {
        String body =
                Json.object()
                        .put("model", alias)
                        .set(
                                "messages",
                                Json.mapper()
                                        .createArrayNode()
                                        .add(
                                                Json.object()
                                                        .put("role", "user")
                                                        .put("content", question)))
                        .toString();
        return http.send(
                        request("/v1/chat/completions")
                                .header("content-type", "application/json")
                                .header("x-tollgate-tags", tags)
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    URI address() {
        return server.address();
    }

    String key() {
        return server.key();
    }

    /// A key of the team `local` that may only call.
    String applicationKey() throws IOException, InterruptedException {
        HttpResponse<byte[]> made =
                http.send(
                        HttpRequest.newBuilder(URI.create(server.address() + "/admin/keys"))
                                .header("authorization", "Bearer " + server.adminKey())
                                .header("content-type", "application/json")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "{\"team\": \"local\", \"roles\": [\"app\"]}"))
                                .build(),
                        BodyHandlers.ofByteArray());
        return Json.tree(made.body()).path("key").asText();
    }

    /// What the API says.
    JsonNode get(String path) {
        return Json.tree(bytes(path));
    }

    byte[] bytes(String path) {
        try {
            HttpResponse<byte[]> reply =
                    http.send(request(path).GET().build(), BodyHandlers.ofByteArray());
            if (reply.statusCode() != 200) {
                throw new AssertionError(path + " gave " + reply.statusCode());
            }
            return reply.body();
        } catch (IOException e) {
            throw new AssertionError(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(path, e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.address() + path))
                .header("authorization", "Bearer " + server.key());
    }

    @Override
    public void close() {
        http.close();
        server.close();
        provider.close();
    }
}
