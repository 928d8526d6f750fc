package dev.tollgate.function.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

/// Weighs the SDK's two blocking HTTP clients: from a fresh JVM to the first GetItem, one call, and calls per second from 32
/// virtual threads. The other side is a socket here that answers every request with the same item.
public final class AwsHttpClients {
    private static final List<String> KINDS = List.of("apache5", "url-connection");
    private static final int STARTS = 10;
    private static final int WARM_UP = 20_000;
    private static final int CALLS = 20_000;
    private static final int THREADS = 32;
    private static final Duration RUN = Duration.ofSeconds(5);
    private static final byte[] BODY = "{\"Item\":{\"pk\":{\"S\":\"current\"}}}".getBytes(US_ASCII);

    private AwsHttpClients() {}

    public static void main(String[] args) throws Exception {
        if (args.length == 2) {
            try (DynamoDbClient client = client(args[0], Integer.parseInt(args[1]))) {
                get(client);
            }
            return;
        }
        try (Stub stub = Stub.start()) {
            long[][] starts = starts(stub.port());
            for (int i = 0; i < KINDS.size(); i++) {
                String kind = KINDS.get(i);
                try (DynamoDbClient client = client(kind, stub.port())) {
                    repeat(client, WARM_UP);
                    long[] calls = repeat(client, CALLS);
                    System.out.printf(
                            Locale.ROOT,
                            "%-15s first GetItem %d ms, call p50 %d us, p99 %d us, %d/s from %d"
                                    + " threads%n",
                            kind,
                            starts[i][STARTS / 2] / 1_000_000,
                            calls[CALLS / 2] / 1_000,
                            calls[CALLS * 99 / 100] / 1_000,
                            perSecond(client),
                            THREADS);
                }
            }
        }
    }

    private static DynamoDbClient client(String kind, int port) {
        SdkHttpClient.Builder<?> http =
                kind.equals("apache5")
                        ? Apache5HttpClient.builder().maxConnections(THREADS)
                        : UrlConnectionHttpClient.builder();
        return DynamoDbClient.builder()
                .httpClientBuilder(http)
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .build();
    }

    private static void get(DynamoDbClient client) {
        client.getItem(
                GetItemRequest.builder()
                        .tableName("catalog")
                        .key(Map.of("pk", AttributeValue.fromS("current")))
                        .consistentRead(true)
                        .build());
    }

    /// The times of each kind, in order. The kinds take turns, so that they meet the same load.
    private static long[][] starts(int port) throws Exception {
        long[][] times = new long[KINDS.size()][STARTS];
        for (int run = 0; run < STARTS; run++) {
            for (int kind = 0; kind < KINDS.size(); kind++) {
                times[kind][run] = start(KINDS.get(kind), port);
            }
        }
        Arrays.stream(times).forEach(Arrays::sort);
        return times;
    }

    /// From the start of a JVM, with the flags that Lambda gives it, to its end after one call: in nanoseconds.
    private static long start(String kind, int port) throws Exception {
        long start = System.nanoTime();
        new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AwsHttpClients.class.getName(),
                        kind,
                        Integer.toString(port))
                .inheritIO()
                .start()
                .waitFor();
        return System.nanoTime() - start;
    }

    private static long[] repeat(DynamoDbClient client, int calls) {
        long[] times = new long[calls];
        for (int i = 0; i < calls; i++) {
            long start = System.nanoTime();
            get(client);
            times[i] = System.nanoTime() - start;
        }
        Arrays.sort(times);
        return times;
    }

    private static long perSecond(DynamoDbClient client) throws Exception {
        LongAdder calls = new LongAdder();
        long end = System.nanoTime() + RUN.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                running.add(
                        threads.submit(() -> {
                            while (System.nanoTime() < end) {
                                get(client);
                                calls.increment();
                            }
                        }));
            }
            for (Future<?> thread : running) {
                thread.get();
            }
        }
        return calls.sum() / RUN.toSeconds();
    }

    /// Answers each request on each connection with the same item.
    private record Stub(ServerSocket socket, ExecutorService threads) implements AutoCloseable {
        static Stub start() throws IOException {
            ServerSocket socket = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
            Stub stub = new Stub(socket, Executors.newVirtualThreadPerTaskExecutor());
            stub.threads.execute(stub::accept);
            return stub;
        }

        int port() {
            return socket.getLocalPort();
        }

        private void accept() {
            try {
                while (true) {
                    Socket connection = socket.accept();
                    connection.setTcpNoDelay(true);
                    threads.execute(() -> answer(connection));
                }
            } catch (IOException closed) {
                threads.shutdown();
            }
        }

        private static void answer(Socket connection) {
            String head =
                    "HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length: "
                            + BODY.length
                            + "\r\n\r\n";
            try (connection;
                    InputStream in = connection.getInputStream();
                    OutputStream out = connection.getOutputStream()) {
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, US_ASCII));
                while (skipRequest(lines)) {
                    out.write((head + new String(BODY, US_ASCII)).getBytes(US_ASCII));
                    out.flush();
                }
            } catch (IOException gone) {
                // The client has what it wanted.
            }
        }

        private static boolean skipRequest(BufferedReader lines) throws IOException {
            int length = 0;
            String line = lines.readLine();
            if (line == null) {
                return false;
            }
            while (line != null && !line.isEmpty()) {
                if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                    length = Integer.parseInt(line.substring(15).strip());
                }
                line = lines.readLine();
            }
            return lines.skip(length) == length;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
