package dev.tollgate.function.local.storm;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/// Callers that call again and again, streamed and not, until they are told to stop.
final class Callers implements AutoCloseable {
    static final int COUNT = 8;

    /// Nobody may ever read it in a log.
    static final String PROMPT = "canary-prompt-of-the-storm";

    private static final Duration PAUSE = Duration.ofMillis(400);
    private static final Duration HANGS = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Made> made = new ConcurrentLinkedQueue<>();
    private final AtomicInteger next = new AtomicInteger();
    private final URI address;
    private final String key;
    private final List<Ask> asks;
    private volatile boolean stopped;

    /// @param asks what is asked in turn
    Callers(URI address, String key, List<Ask> asks) {
        this.address = address.resolve("/v1/chat/completions");
        this.key = key;
        this.asks = asks;
    }

    /// What is asked, and the status that is right while the store is down. While it is well, that is 200.
    record Ask(String alias, int statusInStorm) {}

    /// A call and what came of it.
    ///
    /// @param at when it was sent, as the system's clock counts nanoseconds
    /// @param status 0 if there was no reply
    record Made(Ask ask, long at, Duration took, int status, String id, String body) {

        boolean isWhole() {
            return status == 200 && body.contains("\"finish_reason\":\"stop\"");
        }

        /// Whether it is what must come back while the store is down.
        boolean isRightInStorm() {
            return ask.statusInStorm() == 200 ? isWhole() : status == ask.statusInStorm();
        }
    }

    void start() {
        for (int i = 0; i < COUNT; i++) {
            threads.execute(this::callOnAndOn);
        }
    }

    List<Made> made() {
        return List.copyOf(made);
    }

    private void callOnAndOn() {
        try {
            while (!stopped) {
                int number = next.getAndIncrement();
                made.add(call(asks.get(number % asks.size()), number % 3 == 0));
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    Made call(Ask ask, boolean streamed) throws InterruptedException {
        String body =
                "{\"model\": \"%s\", \"stream\": %s, \"messages\": [{\"role\": \"user\", \"content\": \"%s\"}]}"
                        .formatted(ask.alias(), streamed, PROMPT);
        HttpRequest request =
                HttpRequest.newBuilder(address)
                        .header("authorization", "Bearer " + key)
                        .timeout(HANGS)
                        .POST(BodyPublishers.ofString(body))
                        .build();
        long start = System.nanoTime();
        try {
            HttpResponse<String> reply = http.send(request, BodyHandlers.ofString());
            String id = reply.headers().firstValue("x-tollgate-request-id").orElse("");
            return new Made(ask, start, since(start), reply.statusCode(), id, reply.body());
        } catch (IOException e) {
            return new Made(ask, start, since(start), 0, "", e.toString());
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /// Lets the calls under way end.
    @Override
    public void close() {
        stopped = true;
        threads.close();
        http.close();
    }

    /// How often each status came.
    static Map<Integer, Long> statuses(List<Made> calls) {
        return calls.stream()
                .collect(Collectors.groupingBy(Made::status, TreeMap::new, Collectors.counting()));
    }
}
