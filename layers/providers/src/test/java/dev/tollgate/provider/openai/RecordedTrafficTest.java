package dev.tollgate.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.FakeReply;
import dev.tollgate.routing.Answer.Next;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIf;

/// Every recorded exchange of a host that speaks chat completions or embeddings, through the real reader. Runs where the recordings are at hand.
@EnabledIf("recordingsAreHere")
class RecordedTrafficTest {
    private static final Path RECORDED = Path.of("../../../shared/recorded");
    private static final List<String> HOSTS =
            List.of(
                    "openai",
                    "azure",
                    "groq",
                    "mistral",
                    "deepseek",
                    "together",
                    "openrouter",
                    "perplexity");
    private static final Map<Integer, Kind> BY_STATUS =
            Map.of(
                    400, Kind.BAD_REQUEST,
                    401, Kind.AUTH,
                    404, Kind.NOT_FOUND,
                    429, Kind.RATE_LIMITED);

    static boolean recordingsAreHere() {
        return Files.isDirectory(RECORDED);
    }

    @TestFactory
    Stream<DynamicTest> recorded_traffic_is_read_without_loss() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String host : HOSTS) {
            int line = 0;
            for (String json : Files.readAllLines(RECORDED.resolve(host + ".jsonl"))) {
                line++;
                JsonNode exchange = Json.tree(json.getBytes(UTF_8));
                String path = exchange.path("path").asText();
                if (path.endsWith("/chat/completions") || path.endsWith("/embeddings")) {
                    String name = host + ":" + line + " " + exchange.path("status").asInt();
                    tests.add(DynamicTest.dynamicTest(name, () -> replay(exchange)));
                }
            }
        }
        assertTrue(tests.size() > 150, "recordings are missing");
        return tests.stream();
    }

    private static void replay(JsonNode exchange) throws IOException {
        int status = exchange.path("status").asInt();
        boolean streamed = exchange.path("stream").asBoolean();
        byte[] body = exchange.path("response_text").asText().getBytes(UTF_8);
        Call call = call(exchange, streamed);
        Outcome outcome =
                Calls.read(
                        Calls.openAi(),
                        call,
                        new FakeReply(
                                status,
                                headers(exchange),
                                new Dribble(body, new Random(body.length))));
        if (status == 200 && !streamed && Json.tree(body).path("error").isObject()) {
            assertEquals(
                    Kind.CONTENT_POLICY, assertInstanceOf(Failed.class, outcome).failure().kind());
        } else if (status != 200) {
            Kind kind = assertInstanceOf(Failed.class, outcome).failure().kind();
            boolean tooLong = new String(body, UTF_8).contains("maximum context length");
            assertEquals(tooLong ? Kind.CONTEXT_LENGTH : BY_STATUS.get(status), kind);
        } else if (streamed) {
            relay((Streamed) assertInstanceOf(Answered.class, outcome).answer(), body);
        } else {
            Whole whole = (Whole) assertInstanceOf(Answered.class, outcome).answer();
            assertArrayEquals(body, whole.body());
            JsonNode usage = Json.tree(body).path("usage");
            assertEquals(usage.path("prompt_tokens").asLong(), whole.summary().usage().input());
            assertEquals(
                    usage.path("completion_tokens").asLong(), whole.summary().usage().output());
            assertEquals(usage.isMissingNode(), whole.summary().usage().estimated());
        }
    }

    private static void relay(Streamed stream, byte[] sent) {
        ByteArrayOutputStream relayed = new ByteArrayOutputStream();
        for (Next next = stream.next(); ; next = stream.next()) {
            if (next instanceof Next.Piece(byte[] bytes)) {
                relayed.writeBytes(bytes);
            } else {
                relayed.writeBytes(assertInstanceOf(Next.End.class, next).bytes());
                break;
            }
        }
        String all = new String(sent, UTF_8);
        String end = all.contains("data: [DONE]") ? "" : "data: [DONE]\n\n";
        assertEquals((all + end).strip(), relayed.toString(UTF_8).strip());
        assertTrue(stream.summary().finishReason().isPresent());
        boolean counted = new String(sent, UTF_8).contains("\"completion_tokens\"");
        assertEquals(!counted, stream.summary().usage().estimated());
    }

    private static Call call(JsonNode exchange, boolean streamed) {
        Operation operation =
                exchange.path("path").asText().endsWith("/embeddings")
                        ? Operation.EMBEDDINGS
                        : Operation.CHAT;
        String asked = "{\"stream_options\":{\"include_usage\":true}}";
        return Calls.of(operation, streamed ? asked : "{}", streamed);
    }

    private static Headers headers(JsonNode exchange) {
        Headers headers = Headers.none();
        for (Map.Entry<String, JsonNode> field : exchange.path("headers").properties()) {
            headers = headers.with(field.getKey(), field.getValue().asText());
        }
        return headers;
    }

    /// Gives a random few bytes at each read.
    private static final class Dribble extends ByteArrayInputStream {
        private final Random random;

        Dribble(byte[] bytes, Random random) {
            super(bytes);
            this.random = random;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, 1 + random.nextInt(400)));
        }

        @Override
        public int read(byte[] target) {
            return read(target, 0, target.length);
        }
    }
}
