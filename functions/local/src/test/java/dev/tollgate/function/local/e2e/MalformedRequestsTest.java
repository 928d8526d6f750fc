package dev.tollgate.function.local.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A thousand requests that no client should send. Each gets a clear 4xx, and the server is as it was.
class MalformedRequestsTest {
    private static final int REQUESTS = 1_000;
    private static final int HUGE_BODY_BYTES = 100 * 1024 * 1024;
    private static final int MEMORY_BOUND_BYTES = 32 * 1024 * 1024;
    private static final int PATIENCE_MILLIS = 20_000;
    private static final String VALID =
            "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"héllo\"}],\"stream\":false}";

    private final Random random = new Random(20261123);

    @Test
    void a_thousand_malformed_requests_give_4xx_no_stack_trace_and_no_growth_of_memory(
            @TempDir Path folder) throws Exception {
        try (Town town = new Town(folder)) {
            for (int i = 0; i < 100; i++) {
                send(town, malformed(i, town.key()));
            }
            long before = usedMemory();
            Map<String, Integer> statuses = new TreeMap<>();
            for (int i = 0; i < REQUESTS; i++) {
                Attack attack = malformed(i, town.key());
                String reply = send(town, attack);
                statuses.merge(reply.lines().findFirst().orElse("no reply"), 1, Integer::sum);
                assertTrue(reply.startsWith("HTTP/1.1 4"), attack.name + " gave: " + reply);
                assertFalse(reply.contains("Exception"), attack.name + " gave: " + reply);
                assertFalse(reply.contains("\tat "), attack.name + " gave: " + reply);
            }
            long grown = usedMemory() - before;
            System.out.printf(
                    "%d malformed requests: %s, memory grew by %d bytes%n",
                    REQUESTS, statuses, grown);

            assertTrue(grown < MEMORY_BOUND_BYTES, "memory grew by " + grown);
            assertEquals(0, town.one.calls());
            assertEquals(200, town.post("/v1/chat/completions", VALID).statusCode());
        }
    }

    private Attack malformed(int i, String key) {
        byte[] valid = VALID.getBytes(UTF_8);
        if (i % 200 == 199) {
            return new Attack("a body of 100 MB", head(key, HUGE_BODY_BYTES), HUGE_BODY_BYTES);
        }
        return switch (i % 10) {
            case 0 -> body("truncated", key, Arrays.copyOf(valid, random.nextInt(valid.length)));
            case 1 ->
                    body(
                            "a byte that is no UTF-8",
                            key,
                            withByte(valid, 0x80 + random.nextInt(0x40)));
            case 2 ->
                    body(
                            "nested 10,000 deep",
                            key,
                            ("{\"model\":\"chat\",\"messages\":"
                                            + "[".repeat(10_000)
                                            + "]".repeat(10_000)
                                            + "}")
                                    .getBytes(UTF_8));
            case 3 -> body("a wrong type", key, wrongType().getBytes(UTF_8));
            case 4 ->
                    body(
                            "a member twice",
                            key,
                            "{\"model\":\"chat\",\"model\":\"embed\",\"messages\":[]}"
                                    .getBytes(UTF_8));
            case 5 -> raw("an oversized header", "x-big: " + "x".repeat(64 * 1024), key);
            case 6 -> raw("repeated headers", "x-many: y\r\n".repeat(5_000).strip(), key);
            case 7 ->
                    raw(
                            "a broken content-length",
                            "content-length: " + (random.nextBoolean() ? "-5" : "ten"),
                            key);
            case 8 ->
                    new Attack(
                            "no HTTP at all",
                            (random.nextBoolean()
                                            ? "GET\r\n\r\n"
                                            : "\u0016\u0003\u0001 hello\r\n\r\n")
                                    .getBytes(ISO_8859_1),
                            0);
            default -> body("random bytes", key, randomBytes());
        };
    }

    private String wrongType() {
        String[] bodies = {
            "[]",
            "\"text\"",
            "{\"model\":7,\"messages\":[]}",
            "{\"model\":\"chat\",\"messages\":{}}",
            "{\"model\":\"chat\",\"messages\":[],\"stream\":\"yes\"}",
            "{\"model\":\"chat\",\"messages\":[],\"stream_options\":[]}",
            "{\"model\":\"chat\",\"messages\":[],\"metadata\":3}",
            "{\"messages\":[]}",
            "{\"model\":\"chat\"}",
        };
        return bodies[random.nextInt(bodies.length)];
    }

    private byte[] withByte(byte[] valid, int wrong) {
        byte[] bytes = valid.clone();
        bytes[VALID.indexOf("héllo")] = (byte) wrong;
        return bytes;
    }

    private byte[] randomBytes() {
        byte[] bytes = new byte[1 + random.nextInt(2_000)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Attack body(String name, String key, byte[] body) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head(key, body.length));
        request.writeBytes(body);
        return new Attack(name, request.toByteArray(), 0);
    }

    private static Attack raw(String name, String header, String key) {
        String request =
                "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer "
                        + key
                        + "\r\n"
                        + header
                        + "\r\nconnection: close\r\n\r\n";
        return new Attack(name, request.getBytes(ISO_8859_1), 0);
    }

    private static byte[] head(String key, long length) {
        return ("POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nauthorization: Bearer "
                        + key
                        + "\r\ncontent-length: "
                        + length
                        + "\r\n\r\n")
                .getBytes(ISO_8859_1);
    }

    private static String send(Town town, Attack attack) throws IOException {
        try (Socket socket = new Socket(town.address().getHost(), town.address().getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            Thread writer = Thread.ofVirtual().start(() -> write(socket, attack));
            InputStream in = socket.getInputStream();
            String reply = readReply(in);
            writer.interrupt();
            return reply;
        } catch (SocketTimeoutException e) {
            throw new AssertionError("no end of the reply to " + attack.name, e);
        }
    }

    /// One reply, as far as its content-length says.
    private static String readReply(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return head.toString(UTF_8);
            }
            head.write(next);
        }
        int length =
                head.toString(ISO_8859_1)
                        .lines()
                        .map(line -> line.toLowerCase(Locale.ROOT))
                        .filter(line -> line.startsWith("content-length:"))
                        .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                        .findFirst()
                        .orElse(0);
        head.writeBytes(in.readNBytes(length));
        return head.toString(UTF_8);
    }

    /// A server that has answered may stop reading; what it does not take is not an error of this test.
    private static void write(Socket socket, Attack attack) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(attack.bytes);
            byte[] filler = new byte[64 * 1024];
            for (int sent = 0; sent < attack.filler; sent += filler.length) {
                out.write(filler);
            }
            out.flush();
        } catch (IOException _) {
            // see above
        }
    }

    private static long usedMemory() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /// @param filler how many bytes more to send
    private record Attack(String name, byte[] bytes, int filler) {}
}
