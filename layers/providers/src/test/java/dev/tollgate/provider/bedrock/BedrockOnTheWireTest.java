package dev.tollgate.provider.bedrock;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.catalog.ProviderSpec;
import dev.tollgate.config.Timing;
import dev.tollgate.http.RequestSigner;
import dev.tollgate.http.Transport;
import dev.tollgate.identity.Secret;
import dev.tollgate.identity.Secrets;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.Providers;
import dev.tollgate.provider.transport.Transports;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.ModelFacts;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import dev.tollgate.routing.Target;
import dev.tollgate.telemetry.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What really goes out for a signed request, read from a socket: a signature covers it to the byte.
class BedrockOnTheWireTest {
    private static final String MODEL = "arn:aws:bedrock:us-east-1:1:inference-profile/us.m-v1:0";
    private static final byte[] STREAM =
            Frames.join(
                    Frames.event("messageStart", "{}"),
                    Frames.event("contentBlockDelta", "{\"delta\":{\"text\":\"Hi\"}}"),
                    Frames.event("messageStop", "{\"stopReason\":\"end_turn\"}"),
                    Frames.event("metadata", "{\"usage\":{}}"));

    private final Transports transports = Transports.create();

    @AfterEach
    void stop() {
        transports.close();
    }

    private static final class NoSecrets implements Secrets {
        @Override
        public Secret read(String name) {
            throw new IllegalStateException("nobody asks for " + name);
        }

        @Override
        public Secret readAgain(String name) {
            return read(name);
        }
    }

    private Outcome send(RequestSigner signer, String address) {
        Timing timing =
                new Timing(Clock.fixed(Calls.START, ZoneOffset.UTC), Thread::sleep, new Random(1));
        ProviderSpec spec =
                new ProviderSpec(
                        "aws",
                        "bedrock",
                        Optional.of(URI.create(address)),
                        Optional.empty(),
                        true,
                        "bedrock",
                        Map.of("region", "us-east-1"));
        Call call =
                Calls.stream(
                        "{\"model\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
        return new Providers(
                        transports,
                        new NoSecrets(),
                        signer,
                        Calls.ESTIMATE,
                        timing,
                        Telemetry.silent())
                .connect(spec, new Target("aws", MODEL), ModelFacts.UNKNOWN)
                .send(call);
    }

    /// The signer that AWS's SDK has sets `host`, too.
    private static RequestSigner signer(String host) {
        return (outgoing, service, region) ->
                new Transport.Outgoing(
                        outgoing.method(),
                        outgoing.uri(),
                        outgoing.headers()
                                .with("host", host)
                                .with("x-amz-date", "20261123T120000Z")
                                .with("authorization", service + "/" + region),
                        outgoing.body());
    }

    @Test
    void path_and_signed_headers_go_out_as_they_were_signed_and_none_twice() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String host = "127.0.0.1:" + server.getLocalPort();
            CompletableFuture<String> head = new CompletableFuture<>();
            Thread.startVirtualThread(() -> head.complete(serve(server)));
            Outcome outcome = send(signer(host), "http://" + host);
            try (Streamed stream = (Streamed) assertInstanceOf(Answered.class, outcome).answer()) {
                List<String> lines = head.get().lines().map(String::strip).toList();

                assertEquals(
                        "POST /model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fus.m-v1%3A0"
                                + "/converse-stream HTTP/1.1",
                        lines.getFirst());
                assertEquals(List.of(host), values(lines, "host"));
                assertEquals(List.of("application/json"), values(lines, "content-type"));
                assertEquals(List.of("bedrock/us-east-1"), values(lines, "authorization"));
                assertEquals(List.of("20261123T120000Z"), values(lines, "x-amz-date"));
                assertTrue(stream.dropped().isEmpty());
            }
        }
    }

    private static List<String> values(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    /// Answers one request with a stream, and gives its head.
    private static String serve(ServerSocket server) {
        try (Socket socket = server.accept()) {
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.read());
            }
            List<String> lines = head.toString().lines().toList();
            in.readNBytes(Integer.parseInt(values(lines, "content-length").getFirst()));
            OutputStream out = socket.getOutputStream();
            String reply = "HTTP/1.1 200 OK\r\ncontent-length: " + STREAM.length + "\r\n\r\n";
            out.write(reply.getBytes(ISO_8859_1));
            out.write(STREAM);
            out.flush();
            return head.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void without_credentials_nothing_is_sent_and_the_next_target_may_do() {
        RequestSigner nobody =
                (_, _, _) -> {
                    throw new RequestSigner.NoCredentials("none", new IllegalStateException());
                };
        Outcome outcome = send(nobody, "http://127.0.0.1:9");

        assertEquals(Kind.AUTH, assertInstanceOf(Failed.class, outcome).failure().kind());
    }
}
