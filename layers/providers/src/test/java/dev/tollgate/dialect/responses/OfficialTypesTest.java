package dev.tollgate.dialect.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.core.ObjectMappers;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseErrorEvent;
import com.openai.models.responses.ResponseStreamEvent;
import dev.tollgate.api.ApiError;
import dev.tollgate.conversation.Ask;
import dev.tollgate.conversation.Assembly;
import dev.tollgate.conversation.Chunk;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Citation;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.http.EventReader;
import dev.tollgate.http.EventReader.Event;
import dev.tollgate.http.Json;
import dev.tollgate.provider.Calls;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.usage.Usage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What the dialect writes, read by OpenAI's own SDK: every object and event is valid there, and the events come to the response they end with.
class OfficialTypesTest {
    private static final ResponsesDialect DIALECT = new ResponsesDialect();
    private static final String ASKED =
            """
            {"model":"a","input":"hi","instructions":"be brief","temperature":0.5,"metadata":{"k":"v"},
             "tools":[{"type":"function","name":"f","parameters":{"type":"object"},"strict":false}],
             "tool_choice":{"type":"function","name":"f"},"reasoning":{"effort":"low"},
             "text":{"format":{"type":"json_schema","name":"n","schema":{"type":"object"}}}}\
            """;
    private static final Part TEXT = Part.Text.of("Hé");
    private static final Part CITED =
            new Part.Text(
                    "so it is",
                    List.of(
                            new Citation(
                                    Optional.of("https://a.example"),
                                    Optional.of("A"),
                                    Optional.empty()),
                            new Citation(Optional.empty(), Optional.empty(), Optional.of("q"))));
    private static final Part THOUGHT =
            new Part.Thinking("hm", Optional.of(new Signature("anthropic", "c2ln")));
    private static final Part REDACTED =
            new Part.Thinking("", Optional.of(new Signature("anthropic", "cmVk")));
    private static final Part CALL =
            new Part.ToolCall(
                    "call_1", "f", "{\"a\":1}", Optional.of(new Signature("gemini", "dGg=")));
    private static final Part BARE_CALL = new Part.ToolCall("call_2", "g", "{}", Optional.empty());
    private static final Part REFUSAL = new Part.Refusal("no");

    private static final List<Completion> ANSWERS =
            List.of(
                    answer(Finish.STOP, TEXT),
                    answer(Finish.STOP, TEXT, CITED),
                    answer(Finish.TOOL_CALLS, THOUGHT, TEXT, CALL, BARE_CALL),
                    answer(Finish.TOOL_CALLS, REDACTED, THOUGHT, CALL, TEXT),
                    answer(Finish.LENGTH, TEXT),
                    answer(Finish.CONTENT_FILTER, TEXT, REFUSAL),
                    answer(Finish.PAUSE),
                    new Completion(
                            "",
                            "",
                            List.of(TEXT),
                            Finish.STOP,
                            Optional.empty(),
                            Optional.empty()));

    private static Completion answer(Finish finish, Part... parts) {
        Usage usage = new Usage(10, 4, 1, 1, 0, 0, 7, 3, 0, false);
        return new Completion(
                "id-1", "m", List.of(parts), finish, Optional.empty(), Optional.of(usage));
    }

    private static Ask ask(String json, boolean streamed) {
        return Calls.of(DIALECT, Operation.CHAT, json, streamed).ask();
    }

    @TestFactory
    Stream<DynamicTest> a_whole_answer_is_a_valid_response() {
        return tests(answer -> {
            for (String asked : List.of(ASKED, "{\"model\":\"a\",\"input\":\"hi\"}")) {
                Response response =
                        sdk(DIALECT.write(answer, ask(asked, false)), Response.class).validate();

                assertEquals(
                        answer.finish() == Finish.LENGTH
                                || answer.finish() == Finish.CONTENT_FILTER,
                        response.incompleteDetails().isPresent());
                assertEquals(
                        texts(answer),
                        response.output().stream()
                                .flatMap(it -> it.message().stream())
                                .flatMap(it -> it.content().stream())
                                .flatMap(it -> it.outputText().stream())
                                .map(it -> it.text())
                                .reduce("", String::concat));
                assertEquals(
                        answer.usage().map(it -> it.input() + it.output()),
                        response.usage().map(it -> it.totalTokens()));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> a_stream_is_of_valid_events_in_order_and_comes_to_the_whole() {
        return tests(answer -> {
            Ask ask = ask(ASKED, true);
            List<Event> events = events(ask, inPieces(answer));
            ResponseAccumulator accumulator = ResponseAccumulator.create();
            long number = 0;
            for (Event event : events) {
                ResponseStreamEvent read =
                        sdk(event.data().getBytes(UTF_8), ResponseStreamEvent.class).validate();
                accumulator.accumulate(read);
                var json = Json.tree(event.data().getBytes(UTF_8));
                assertEquals(number++, json.path("sequence_number").asLong());
                assertEquals(event.name(), json.path("type").asText());
            }
            assertEquals(
                    Json.tree(DIALECT.write(answer, ask)),
                    Json.tree(events.getLast().data().getBytes(UTF_8)).path("response"));
            assertEquals(
                    sdk(DIALECT.write(answer, ask), Response.class).output(),
                    accumulator.response().output());
        });
    }

    @TestFactory
    Stream<DynamicTest> what_the_events_say_one_by_one_is_what_the_last_one_holds() {
        return tests(answer -> {
            ResponseAccumulator accumulator = ResponseAccumulator.createWithSnapshots();
            List<Event> events = events(ask(ASKED, true), inPieces(answer));
            for (Event event : events.subList(0, events.size() - 1)) {
                accumulator.accumulate(
                        sdk(event.data().getBytes(UTF_8), ResponseStreamEvent.class));
            }
            assertEquals(
                    sdk(DIALECT.write(answer, ask(ASKED, true)), Response.class).output(),
                    accumulator.snapshot().orElseThrow().output());
        });
    }

    @Test
    void a_cut_stream_ends_with_a_valid_error_event() throws IOException {
        byte[] bytes = DIALECT.errorEvent(ApiError.server(502, "upstream_timeout", "It was cut."));
        Event event = new EventReader(new ByteArrayInputStream(bytes)).next().orElseThrow();
        ResponseErrorEvent error =
                sdk(event.data().getBytes(UTF_8), ResponseStreamEvent.class)
                        .validate()
                        .error()
                        .orElseThrow();

        assertEquals("error", event.name());
        assertEquals(Optional.of("upstream_timeout"), error.code());
        assertEquals("It was cut.", error.message());
        assertTrue(event.complete());
    }

    private interface Check {
        void on(Completion answer) throws IOException;
    }

    private static Stream<DynamicTest> tests(Check check) {
        return ANSWERS.stream()
                .map(it ->
                        DynamicTest.dynamicTest(
                                it.finish() + " " + it.parts().size(), () -> check.on(it)));
    }

    private static String texts(Completion answer) {
        return answer.parts().stream()
                .map(it -> it instanceof Part.Text text ? text.text() : "")
                .reduce("", String::concat);
    }

    /// The chunks of an answer whose texts come a character at a time.
    private static List<Chunk> inPieces(Completion answer) {
        List<Chunk> chunks = new ArrayList<>();
        for (Chunk chunk : Assembly.chunks(answer)) {
            if (!(chunk instanceof Chunk.Open(Part part))) {
                chunks.add(chunk);
                continue;
            }
            switch (part) {
                case Part.Text it -> {
                    chunks.add(new Chunk.Open(Part.Text.of("")));
                    say(it.text(), chunks);
                    it.citations().forEach(cited -> chunks.add(new Chunk.Cited(cited)));
                }
                case Part.Thinking it -> {
                    chunks.add(new Chunk.Open(new Part.Thinking("", Optional.empty())));
                    say(it.text(), chunks);
                    it.signature().ifPresent(signed -> chunks.add(new Chunk.Signed(signed)));
                }
                case Part.ToolCall it -> {
                    chunks.add(
                            new Chunk.Open(
                                    new Part.ToolCall(it.id(), it.name(), "", Optional.empty())));
                    if (!it.arguments().equals("{}")) {
                        say(it.arguments(), chunks);
                    }
                    it.signature().ifPresent(signed -> chunks.add(new Chunk.Signed(signed)));
                }
                default -> chunks.add(chunk);
            }
        }
        return chunks;
    }

    private static void say(String text, List<Chunk> chunks) {
        text.chars().forEach(c -> chunks.add(new Chunk.More(Character.toString(c))));
    }

    private static List<Event> events(Ask ask, List<Chunk> chunks) throws IOException {
        var writer = DIALECT.events(ask);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        chunks.forEach(chunk -> bytes.writeBytes(writer.write(chunk)));
        bytes.writeBytes(writer.end());
        EventReader reader = new EventReader(new ByteArrayInputStream(bytes.toByteArray()));
        List<Event> events = new ArrayList<>();
        for (var next = reader.next(); next.isPresent(); next = reader.next()) {
            events.add(next.get());
        }
        return events;
    }

    private static <T> T sdk(byte[] json, Class<T> type) {
        try {
            return ObjectMappers.jsonMapper().readValue(json, type);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
