package dev.tollgate.provider.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Assembly;
import dev.tollgate.conversation.Chunk;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Part;
import dev.tollgate.http.EventReader;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.FakeReply;
import dev.tollgate.provider.wire.StreamReader.Step;
import dev.tollgate.provider.wire.Wire;
import dev.tollgate.routing.Answer.Next;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Answer.Summary;
import dev.tollgate.routing.Answer.Whole;
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

/// Every recorded exchange with Anthropic through the real readers. Runs where the recordings are at hand.
@EnabledIf("recordingsAreHere")
class AnthropicRecordedTest {
    private static final Wire WIRE = new AnthropicWire();
    private static final Map<Integer, Kind> BY_STATUS =
            Map.of(400, Kind.BAD_REQUEST, 401, Kind.AUTH, 404, Kind.NOT_FOUND);

    static boolean recordingsAreHere() {
        return RecordedMessages.areHere();
    }

    private static Stream<DynamicTest> each(
            int count, Predicate<RecordedMessages> which, Check check) throws IOException {
        List<RecordedMessages> chosen = RecordedMessages.all().stream().filter(which).toList();
        assertEquals(count, chosen.size(), "recordings are missing");
        return chosen.stream()
                .map(it -> DynamicTest.dynamicTest("line " + it.line(), () -> check.of(it)));
    }

    private interface Check {
        void of(RecordedMessages recorded) throws Exception;
    }

    @TestFactory
    Stream<DynamicTest> nothing_of_an_answer_is_lost() throws IOException {
        return each(
                51,
                it -> it.status() == 200,
                recorded -> {
                    JsonNode message = recorded.message();
                    Completion read =
                            recorded.streamed()
                                    ? assembled(recorded.response())
                                    : WIRE.completion(message);

                    assertEquals(said(message), said(read));
                    assertEquals(message.path("id").asText(), read.id());
                    assertEquals(message.path("model").asText(), read.model());
                    assertEquals(
                            message.path("stop_reason").asText().equals("tool_use")
                                    ? Completion.Finish.TOOL_CALLS
                                    : Completion.Finish.STOP,
                            read.finish());
                    assertUsage(message.path("usage"), read.usage().orElseThrow());
                });
    }

    @TestFactory
    Stream<DynamicTest> a_stream_in_random_pieces_is_the_stream_in_one() throws IOException {
        return each(
                19,
                it -> it.status() == 200 && it.streamed(),
                recorded -> {
                    byte[] bytes = recorded.response();
                    List<Chunk> uncut = chunks(new ByteArrayInputStream(bytes));
                    for (int seed = 0; seed < 10; seed++) {
                        assertEquals(uncut, chunks(new Pieces(bytes, new Random(seed))));
                    }
                    Completion whole = WIRE.completion(recorded.message());
                    Completion assembled = assembled(bytes);
                    assertEquals(said(whole), said(assembled));
                    assertEquals(whole.with(List.of()), assembled.with(List.of()));
                });
    }

    @TestFactory
    Stream<DynamicTest> a_caller_of_the_same_language_gets_the_bytes_as_they_came()
            throws IOException {
        return each(
                57,
                _ -> true,
                recorded -> {
                    byte[] bytes = recorded.response();
                    Outcome outcome =
                            Messages.read(
                                    Messages.call(recorded.request().toString()),
                                    new FakeReply(
                                            recorded.status(),
                                            headers(recorded.exchange()),
                                            new Pieces(bytes, new Random(recorded.line()))));
                    if (recorded.status() != 200) {
                        assertEquals(
                                BY_STATUS.get(recorded.status()),
                                assertInstanceOf(Failed.class, outcome).failure().kind());
                        return;
                    }
                    Summary summary;
                    if (recorded.streamed()) {
                        Streamed stream =
                                (Streamed) assertInstanceOf(Answered.class, outcome).answer();
                        assertEquals(new String(bytes, UTF_8).strip(), relayed(stream).strip());
                        summary = stream.summary();
                    } else {
                        Whole whole = (Whole) assertInstanceOf(Answered.class, outcome).answer();
                        assertArrayEquals(bytes, whole.body());
                        summary = whole.summary();
                    }
                    assertUsage(recorded.message().path("usage"), summary.usage());
                });
    }

    /// Whatever it was, a caller of chat completions hears all of the text and every call of it.
    @TestFactory
    Stream<DynamicTest> a_caller_of_another_language_gets_its_texts_and_calls() throws IOException {
        return each(
                51,
                it -> it.status() == 200,
                recorded -> {
                    String asked =
                            "{\"model\":\"m\",\"max_completion_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
                    Outcome outcome =
                            Messages.read(
                                    recorded.streamed() ? Calls.stream(asked) : Calls.chat(asked),
                                    new FakeReply(
                                            200,
                                            Headers.none(),
                                            new ByteArrayInputStream(recorded.response())));
                    StringBuilder texts = new StringBuilder();
                    StringBuilder calls = new StringBuilder();
                    for (JsonNode message : chat(outcome)) {
                        texts.append(message.path("content").asText(""));
                        message.path("tool_calls")
                                .forEach(it ->
                                        calls.append(
                                                it.path("function").path("arguments").asText()));
                    }
                    StringBuilder expectedTexts = new StringBuilder();
                    StringBuilder expectedCalls = new StringBuilder();
                    for (JsonNode block : recorded.message().path("content")) {
                        if (block.path("type").asText().equals("text")) {
                            expectedTexts.append(block.path("text").asText());
                        } else if (block.path("type").asText().equals("tool_use")) {
                            expectedCalls.append(block.path("input"));
                        }
                    }
                    assertEquals(expectedTexts.toString(), texts.toString());
                    assertEquals(
                            expectedCalls.toString().replaceAll("\\s", ""),
                            calls.toString().replaceAll("\\s", ""));
                });
    }

    private static List<JsonNode> chat(Outcome outcome) {
        List<JsonNode> messages = new ArrayList<>();
        switch (assertInstanceOf(Answered.class, outcome).answer()) {
            case Whole whole ->
                    messages.add(Json.tree(whole.body()).path("choices").path(0).path("message"));
            case Streamed stream ->
                    relayed(stream)
                            .lines()
                            .filter(line -> line.startsWith("data: {"))
                            .map(line -> Json.tree(line.substring(6).getBytes(UTF_8)))
                            .map(chunk -> chunk.path("choices").path(0).path("delta"))
                            .forEach(messages::add);
        }
        return messages;
    }

    /// What a message says, as a plain list: from its raw JSON.
    private static List<String> said(JsonNode message) {
        List<String> said = new ArrayList<>();
        for (JsonNode block : message.path("content")) {
            switch (block.path("type").asText()) {
                case "text" -> {
                    said.add("text " + block.path("text").asText());
                    block.path("citations")
                            .forEach(it ->
                                    said.add(
                                            "cite %s %s %s"
                                                    .formatted(
                                                            it.path("url").asText(),
                                                            it.path("title").asText(),
                                                            it.path("cited_text").asText())));
                }
                case "thinking" ->
                        said.add(
                                "thought "
                                        + block.path("thinking").asText()
                                        + " signed "
                                        + block.path("signature").asText());
                case "tool_use" ->
                        said.add(
                                "call %s %s %s"
                                        .formatted(
                                                block.path("id").asText(),
                                                block.path("name").asText(),
                                                block.path("input")));
                default -> said.add("foreign " + block);
            }
        }
        return said;
    }

    /// The same of what we read.
    private static List<String> said(Completion read) {
        List<String> said = new ArrayList<>();
        for (Part part : read.parts()) {
            switch (part) {
                case Part.Text text -> {
                    said.add("text " + text.text());
                    text.citations()
                            .forEach(it ->
                                    said.add(
                                            "cite %s %s %s"
                                                    .formatted(
                                                            it.url().orElseThrow(),
                                                            it.title().orElseThrow(),
                                                            it.quote().orElseThrow())));
                }
                case Part.Thinking thought ->
                        said.add(
                                "thought "
                                        + thought.text()
                                        + " signed "
                                        + thought.signature().orElseThrow().value());
                case Part.ToolCall call ->
                        said.add(
                                "call %s %s %s"
                                        .formatted(
                                                call.id(),
                                                call.name(),
                                                Json.tree(call.arguments().getBytes(UTF_8))));
                case Part.Foreign foreign -> said.add("foreign " + foreign.content());
                default -> said.add("unexpected " + part);
            }
        }
        return said;
    }

    private static void assertUsage(JsonNode raw, Usage usage) {
        long read = raw.path("cache_read_input_tokens").asLong();
        long written = raw.path("cache_creation_input_tokens").asLong();
        assertEquals(raw.path("input_tokens").asLong() + read + written, usage.input());
        assertEquals(read, usage.cacheRead());
        assertEquals(written, usage.cacheWrite() + usage.cacheWriteLong());
        assertEquals(raw.path("output_tokens").asLong(), usage.output());
        assertEquals(
                raw.path("output_tokens_details").path("thinking_tokens").asLong(),
                usage.reasoning());
        assertEquals(false, usage.estimated());
    }

    private static Completion assembled(byte[] bytes) throws IOException {
        Assembly assembly = new Assembly();
        chunks(new ByteArrayInputStream(bytes)).forEach(assembly::add);
        return assembly.completion();
    }

    private static List<Chunk> chunks(InputStream stream) throws IOException {
        List<Chunk> chunks = new ArrayList<>();
        EventReader events = new EventReader(stream);
        AnthropicStreamReader reader = new AnthropicStreamReader();
        boolean over = false;
        for (Optional<EventReader.Event> next = events.next();
                next.isPresent();
                next = events.next()) {
            switch (reader.read(next.get())) {
                case Step.Said said -> chunks.addAll(said.chunks());
                case Step.Over(List<Chunk> last) -> {
                    chunks.addAll(last);
                    over = true;
                }
                case Step.Failed(var failure) -> throw new AssertionError(failure.toString());
            }
        }
        assertTrue(over);
        return chunks;
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

    private static Headers headers(JsonNode exchange) {
        Headers headers = Headers.none();
        for (Map.Entry<String, JsonNode> field : exchange.path("headers").properties()) {
            headers = headers.with(field.getKey(), field.getValue().asText());
        }
        return headers;
    }

    /// Gives a random few bytes at each read.
    private static final class Pieces extends ByteArrayInputStream {
        private final Random random;

        Pieces(byte[] bytes, Random random) {
            super(bytes);
            this.random = random;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, 1 + random.nextInt(200)));
        }

        @Override
        public int read(byte[] target) {
            return read(target, 0, target.length);
        }
    }
}
