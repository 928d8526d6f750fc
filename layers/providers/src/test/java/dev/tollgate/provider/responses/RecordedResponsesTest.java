package dev.tollgate.provider.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.core.ObjectMappers;
import com.openai.models.responses.Response;
import dev.tollgate.conversation.Assembly;
import dev.tollgate.conversation.Chunk;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Part;
import dev.tollgate.dialect.responses.ResponsesDialect;
import dev.tollgate.http.EventReader;
import dev.tollgate.http.EventReader.Event;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.FakeReply;
import dev.tollgate.provider.wire.StreamReader.Step;
import dev.tollgate.provider.wire.Wire.Unreadable;
import dev.tollgate.routing.Answer.Next;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import dev.tollgate.usage.Usage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIf;

/// Every recorded exchange over `/responses`, through the real readers. An independent walk over the raw JSON is the judge.
@EnabledIf("recordingsAreHere")
class RecordedResponsesTest {
    private static final Map<String, Kind> KINDS =
            Map.of(
                    "model_not_found", Kind.NOT_FOUND,
                    "context_length_exceeded", Kind.CONTEXT_LENGTH,
                    "invalid_api_key", Kind.AUTH);

    static boolean recordingsAreHere() {
        return Recordings.areHere();
    }

    @TestFactory
    Stream<DynamicTest> whole_answers_are_read_without_loss() throws IOException {
        return tests(
                "whole",
                38,
                it -> it.status() == 200 && !it.streamed(),
                it -> {
                    byte[] body = it.response().getBytes(UTF_8);
                    JsonNode response = Json.tree(body);
                    judge(response, ResponsesAnswer.read(response));

                    Outcome outcome = read(call(false), FakeReply.of(200, it.response()));
                    Whole whole = (Whole) assertInstanceOf(Answered.class, outcome).answer();
                    assertArrayEquals(body, whole.body());
                    assertEquals(usage(response.path("usage")), whole.summary().usage());
                });
    }

    @TestFactory
    Stream<DynamicTest> whole_answers_can_be_written_as_the_sdk_reads_them() throws IOException {
        String asked =
                "{\"model\":\"a\",\"input\":\"x\",\"include\":[\"reasoning.encrypted_content\"]}";
        ResponsesDialect dialect = new ResponsesDialect();
        Call call = Calls.of(dialect, Operation.CHAT, asked, false);
        return tests(
                "written",
                38,
                it -> it.status() == 200 && !it.streamed(),
                it -> {
                    JsonNode response = Json.tree(it.response().getBytes(UTF_8));
                    byte[] written = dialect.write(ResponsesAnswer.read(response), call.ask());

                    ObjectMappers.jsonMapper().readValue(written, Response.class).validate();
                    judge(response, ResponsesAnswer.read(Json.tree(written)));
                });
    }

    @TestFactory
    Stream<DynamicTest> streams_say_what_their_last_event_holds() throws IOException {
        return tests(
                "streams",
                11,
                it -> it.status() == 200 && it.streamed(),
                it -> {
                    byte[] body = it.response().getBytes(UTF_8);
                    List<Chunk> uncut = chunks(new ByteArrayInputStream(body));
                    JsonNode response = lastResponse(body);
                    Assembly assembly = new Assembly();
                    uncut.forEach(assembly::add);

                    assertEquals(
                            withoutIds(ResponsesAnswer.read(response)),
                            withoutIds(assembly.completion()));
                    judge(response, assembly.completion());
                    for (int seed = 0; seed < 20; seed++) {
                        assertEquals(uncut, chunks(new Dribble(body, new Random(seed))));
                    }
                });
    }

    @TestFactory
    Stream<DynamicTest> streams_pass_byte_for_byte() throws IOException {
        return tests(
                "passing",
                11,
                it -> it.status() == 200 && it.streamed(),
                it -> {
                    byte[] body = it.response().getBytes(UTF_8);
                    InputStream pieces = new Dribble(body, new Random(body.length));
                    Outcome outcome = read(call(true), new FakeReply(200, Headers.none(), pieces));
                    Streamed stream = (Streamed) assertInstanceOf(Answered.class, outcome).answer();

                    String sent = it.response().replace("data: [DONE]", "").strip();
                    assertEquals(sent, relayed(stream).strip());
                    assertEquals(usage(lastResponse(body).path("usage")), stream.summary().usage());
                });
    }

    @TestFactory
    Stream<DynamicTest> errors_are_classified_by_their_code() throws IOException {
        return tests(
                "errors",
                9,
                it -> it.status() != 200,
                it -> {
                    Outcome outcome = read(call(false), FakeReply.of(it.status(), it.response()));
                    String code =
                            Json.tree(it.response().getBytes(UTF_8)).at("/error/code").asText();
                    assertEquals(
                            KINDS.getOrDefault(code, Kind.BAD_REQUEST),
                            assertInstanceOf(Failed.class, outcome).failure().kind());
                });
    }

    @TestFactory
    Stream<DynamicTest> requests_are_read_and_written_again() throws IOException {
        return tests(
                "requests",
                58,
                it -> it.request().has("model"),
                it -> {
                    byte[] written =
                            Responses.translated(
                                            it.request().toString(),
                                            it.request().path("stream").asBoolean())
                                    .outgoing()
                                    .body();
                    assertEquals(Semantics.of(it.request()), Semantics.of(Json.tree(written)));
                    assertEquals(false, Json.tree(written).path("store").asBoolean(true));
                });
    }

    /// Text, thoughts, calls, usage and status, found by walking the raw response.
    private static void judge(JsonNode response, Completion read) {
        StringBuilder texts = new StringBuilder();
        StringBuilder thoughts = new StringBuilder();
        List<String> encrypted = new ArrayList<>();
        List<String> calls = new ArrayList<>();
        for (JsonNode item : response.path("output")) {
            for (JsonNode content : item.path("content")) {
                (item.path("type").asText().equals("reasoning") ? thoughts : texts)
                        .append(content.path("text").asText());
            }
            item.path("summary").forEach(it -> thoughts.append(it.path("text").asText()));
            if (item.path("encrypted_content").isTextual()) {
                encrypted.add(item.path("encrypted_content").asText());
            }
            if (item.path("type").asText().equals("function_call")) {
                calls.add(
                        item.path("call_id").asText()
                                + item.path("name").asText()
                                + item.path("arguments").asText());
            }
        }
        List<String> readCalls = new ArrayList<>();
        List<String> readEncrypted = new ArrayList<>();
        StringBuilder readTexts = new StringBuilder();
        StringBuilder readThoughts = new StringBuilder();
        for (Part part : read.parts()) {
            switch (part) {
                case Part.Text it -> readTexts.append(it.text());
                case Part.Thinking it -> {
                    readThoughts.append(it.text());
                    it.signature()
                            .map(signature -> signature.value().split(":", 3)[2])
                            .filter(text -> !text.isEmpty())
                            .ifPresent(readEncrypted::add);
                }
                case Part.ToolCall it -> readCalls.add(it.id() + it.name() + it.arguments());
                default -> throw new AssertionError("unexpected " + part);
            }
        }
        assertEquals(texts.toString(), readTexts.toString());
        assertEquals(thoughts.toString(), readThoughts.toString().replace("\n\n\n\n", "\n\n"));
        assertEquals(encrypted, readEncrypted);
        assertEquals(calls, readCalls);
        assertEquals(Optional.of(usage(response.path("usage"))), read.usage());
        assertEquals(response.path("id").asText(), read.id());
        assertEquals(
                calls.isEmpty() ? Completion.Finish.STOP : Completion.Finish.TOOL_CALLS,
                read.finish());
    }

    private static Usage usage(JsonNode usage) {
        return new Usage(
                usage.path("input_tokens").asLong(),
                usage.at("/input_tokens_details/cached_tokens").asLong(),
                usage.at("/input_tokens_details/cache_write_tokens").asLong(),
                0,
                0,
                0,
                usage.path("output_tokens").asLong(),
                usage.at("/output_tokens_details/reasoning_tokens").asLong(),
                0,
                false);
    }

    /// OpenRouter names its items anew in the last event.
    private static Completion withoutIds(Completion completion) {
        return completion.with(
                completion.parts().stream()
                        .map(part ->
                                part instanceof Part.Thinking thought
                                        ? new Part.Thinking(
                                                thought.text(),
                                                thought.signature()
                                                        .map(it ->
                                                                new Part.Signature(
                                                                        it.origin(),
                                                                        it.value()
                                                                                .replaceFirst(
                                                                                        ":rs_tmp_\\w+:",
                                                                                        ":"))))
                                        : part)
                        .toList());
    }

    private static List<Chunk> chunks(InputStream stream) throws IOException {
        ResponsesStreamReader reader = new ResponsesStreamReader(true);
        EventReader events = new EventReader(stream);
        List<Chunk> chunks = new ArrayList<>();
        for (Optional<Event> next = events.next(); next.isPresent(); next = events.next()) {
            switch (reader.read(next.get())) {
                case Step.Said said -> chunks.addAll(said.chunks());
                case Step.Over over -> {
                    chunks.addAll(over.chunks());
                    return chunks;
                }
                case Step.Failed failed -> throw new AssertionError(failed);
            }
        }
        throw new AssertionError("the stream has no end");
    }

    private static JsonNode lastResponse(byte[] stream) {
        return new String(stream, UTF_8)
                .lines()
                .filter(line ->
                        line.startsWith("data: {\"") && line.contains("\"response.completed\""))
                .map(line -> Json.tree(line.substring(6).getBytes(UTF_8)).path("response"))
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    private static String relayed(Streamed stream) {
        ByteArrayOutputStream relayed = new ByteArrayOutputStream();
        for (Next next = stream.next(); ; next = stream.next()) {
            if (next instanceof Next.Piece(byte[] bytes)) {
                relayed.writeBytes(bytes);
            } else {
                relayed.writeBytes(assertInstanceOf(Next.End.class, next).bytes());
                return relayed.toString(UTF_8);
            }
        }
    }

    private static Call call(boolean streamed) {
        return Calls.of(new ResponsesDialect(), Operation.CHAT, "{\"model\":\"a\"}", streamed);
    }

    private static Outcome read(Call call, FakeReply reply) throws IOException {
        return Calls.read(Responses.openAi(), call, reply);
    }

    private interface Check {
        void on(Recordings.Exchange exchange) throws IOException, Unreadable;
    }

    private static Stream<DynamicTest> tests(
            String what, int atLeast, Predicate<Recordings.Exchange> which, Check check)
            throws IOException {
        List<DynamicTest> tests =
                Recordings.ofResponses().stream()
                        .filter(which)
                        .map(it -> DynamicTest.dynamicTest(it.name(), () -> check.on(it)))
                        .toList();
        assertTrue(tests.size() >= atLeast, what + ": only " + tests.size());
        return tests.stream();
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
