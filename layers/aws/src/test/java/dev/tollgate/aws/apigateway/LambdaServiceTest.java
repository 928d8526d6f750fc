package dev.tollgate.aws.apigateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.config.Bounds;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.http.ReplySink;
import dev.tollgate.http.Request;
import dev.tollgate.http.Service;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LambdaServiceTest {
    private static final Instant NOW = Instant.parse("2026-11-23T09:30:00Z");
    private static final Path EVENTS = Path.of("..", "..", "events");
    private static final Headers JSON = Headers.of("content-type", "application/json");

    private final List<Request> requests = new ArrayList<>();

    /// All but that of the ledger's stream.
    static List<Path> events() throws IOException {
        try (Stream<Path> files = Files.list(EVENTS)) {
            return files.filter(file -> !file.endsWith("stream.json")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void every_event_is_read_as_the_request_that_it_stands_for(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        JsonNode event = Json.tree(bytes);

        invoke(bytes, ReplyForm.BUFFERED, LambdaServiceTest::fine);

        Request request = requests.getFirst();
        assertEquals(event.path("httpMethod").textValue(), request.method());
        assertEquals(event.path("path").textValue(), request.path());
        event.path("multiValueHeaders")
                .properties()
                .forEach(header ->
                        assertEquals(
                                header.getValue().path(0).textValue(),
                                request.headers().first(header.getKey()).orElseThrow()));
        event.path("queryStringParameters")
                .properties()
                .forEach(parameter ->
                        assertEquals(
                                parameter.getValue().textValue(),
                                request.queryParameter(parameter.getKey()).orElseThrow()));
        String body = event.path("body").asText("");
        byte[] expected =
                event.path("isBase64Encoded").asBoolean()
                        ? Base64.getDecoder().decode(body)
                        : body.getBytes(UTF_8);
        assertArrayEquals(expected, request.body().read(Bounds.MAX_BODY_BYTES));
    }

    @Test
    void the_deadline_leaves_time_to_settle_and_to_spill_if_that_fails() {
        invoke(event("/health"), ReplyForm.BUFFERED, LambdaServiceTest::fine);

        assertEquals(NOW.plusSeconds(25), requests.getFirst().deadline().at());
    }

    @Test
    void a_path_is_decoded() {
        invoke(
                event("/v1/models/openai%2Fgpt-4.1%20%E6%9D%B1%zz%4"),
                ReplyForm.BUFFERED,
                LambdaServiceTest::fine);

        assertEquals("/v1/models/openai/gpt-4.1 東%zz%4", requests.getFirst().path());
    }

    @Test
    void single_values_serve_where_there_are_no_lists() {
        byte[] event =
                """
                {"httpMethod": "GET", "path": "/v1/usage", "headers": {"X-A": "1"}, "queryStringParameters": {"from": "a"}}
                """
                        .getBytes(UTF_8);

        invoke(event, ReplyForm.BUFFERED, LambdaServiceTest::fine);

        assertEquals(List.of("1"), requests.getFirst().headers().all("x-a"));
        assertEquals(Map.of("from", List.of("a")), requests.getFirst().query());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{",
                "7",
                "\"x\"",
                "{\"httpMethod\": \"GET\"}",
                "{\"httpMethod\": \"GET\", \"path\": 7}",
                "{\"httpMethod\": \"POST\", \"path\": \"/\", \"body\": \"?\", \"isBase64Encoded\": true}"
            })
    void what_is_no_proxy_event_is_refused_without_a_stack_trace(String event) {
        JsonNode reply =
                Json.tree(
                        invoke(event.getBytes(UTF_8), ReplyForm.BUFFERED, LambdaServiceTest::fine));

        assertEquals(400, reply.path("statusCode").intValue());
        JsonNode error = Json.tree(reply.path("body").textValue().getBytes(UTF_8)).path("error");
        assertEquals("malformed_event", error.path("code").textValue());
        assertFalse(reply.toString().contains("Exception"));
        assertEquals(List.of(), requests);
    }

    @Test
    void a_buffered_reply_is_one_document() {
        byte[] reply =
                invoke(
                        event("/"),
                        ReplyForm.BUFFERED,
                        sink ->
                                sink.reply(
                                        201, JSON.with("x-a", "1"), "{\"é\":1}".getBytes(UTF_8)));

        assertEquals(
                "{\"statusCode\":201,\"multiValueHeaders\":{\"content-type\":[\"application/json\"],"
                        + "\"x-a\":[\"1\"]},\"body\":\"{\\\"é\\\":1}\",\"isBase64Encoded\":false}",
                new String(reply, UTF_8));
    }

    @Test
    void a_body_that_is_no_text_is_sent_in_base64() {
        byte[] body = {(byte) 0xFF, 0, 1};

        JsonNode reply =
                Json.tree(
                        invoke(
                                event("/"),
                                ReplyForm.BUFFERED,
                                sink -> sink.reply(200, Headers.none(), body)));

        assertTrue(reply.path("isBase64Encoded").booleanValue());
        assertArrayEquals(body, Base64.getDecoder().decode(reply.path("body").textValue()));
    }

    @Test
    void a_streamed_reply_is_a_prelude_eight_nuls_and_the_body() {
        byte[] reply = invoke(event("/"), ReplyForm.STREAMED, LambdaServiceTest::inThreePieces);

        assertEquals(
                "{\"statusCode\":200,\"multiValueHeaders\":{\"content-type\":[\"application/json\"]}}"
                        + "\0".repeat(8)
                        + "one two three",
                new String(reply, UTF_8));
    }

    @Test
    void a_stream_becomes_one_document_where_replies_are_buffered() {
        JsonNode reply =
                Json.tree(invoke(event("/"), ReplyForm.BUFFERED, LambdaServiceTest::inThreePieces));

        assertEquals("one two three", reply.path("body").textValue());
    }

    @Test
    void every_piece_of_a_stream_is_flushed_as_it_is_sent() {
        List<String> flushed = new ArrayList<>();
        ByteArrayOutputStream out =
                new ByteArrayOutputStream() {
                    @Override
                    public void flush() {
                        flushed.add(toString(UTF_8).replaceAll(".*\0", ""));
                        reset();
                    }
                };

        invoke(event("/"), ReplyForm.STREAMED, LambdaServiceTest::inThreePieces, out);

        assertEquals(List.of("", "one ", "two ", "three"), flushed);
    }

    @ParameterizedTest
    @EnumSource
    void the_service_hears_of_a_caller_that_is_gone(ReplyForm form) {
        List<IOException> heard = new ArrayList<>();
        ByteArrayOutputStream gone =
                new ByteArrayOutputStream() {
                    @Override
                    public void flush() throws IOException {
                        throw new IOException("broken pipe");
                    }
                };

        invoke(
                event("/"),
                form,
                sink -> {
                    try {
                        inThreePieces(sink);
                    } catch (IOException e) {
                        heard.add(e);
                    }
                },
                gone);

        assertEquals(1, heard.size());
    }

    private static void fine(ReplySink sink) throws IOException {
        sink.reply(200, JSON, "{}".getBytes(UTF_8));
    }

    private static void inThreePieces(ReplySink sink) throws IOException {
        ReplySink.Stream stream = sink.begin(200, JSON);
        stream.send("one ".getBytes(UTF_8));
        stream.send("two ".getBytes(UTF_8));
        stream.end("three".getBytes(UTF_8));
    }

    private static byte[] event(String path) {
        return ("{\"httpMethod\": \"GET\", \"path\": \"" + path + "\"}").getBytes(UTF_8);
    }

    private byte[] invoke(byte[] event, ReplyForm form, Answer answer) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        invoke(event, form, answer, out);
        return out.toByteArray();
    }

    private void invoke(byte[] event, ReplyForm form, Answer answer, ByteArrayOutputStream out) {
        Service service =
                (request, sink) -> {
                    requests.add(request);
                    try {
                        answer.to(sink);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                };
        try {
            new LambdaService(service, form, Clock.fixed(NOW, ZoneOffset.UTC))
                    .handleRequest(new ByteArrayInputStream(event), out, new FakeContext(30_000));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FunctionalInterface
    private interface Answer {
        void to(ReplySink sink) throws IOException;
    }
}
