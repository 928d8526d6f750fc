package dev.tollgate.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.cache.Form;
import dev.tollgate.cache.Kept;
import dev.tollgate.cache.KeptCodec;
import dev.tollgate.cache.Replay;
import dev.tollgate.config.Deadline;
import dev.tollgate.conversation.Ask;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.http.EventReader;
import dev.tollgate.http.Json;
import dev.tollgate.http.JsonBody;
import dev.tollgate.routing.Answer;
import dev.tollgate.routing.Answer.Next;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Answer.Summary;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Target;
import dev.tollgate.usage.Usage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A kept answer, told again to callers of the real languages.
class ReplayInEveryLanguageTest {
    private static final Completion SAID =
            new Completion(
                    "id_1",
                    "claude-haiku-4-5",
                    List.of(
                            new Part.Thinking(
                                    "so, a cat", Optional.of(new Signature("anthropic", "c2ln"))),
                            new Part.Foreign(
                                    "anthropic",
                                    "server_tool_use",
                                    Json.object()
                                            .put("type", "server_tool_use")
                                            .put("id", "srv_1")
                                            .put("name", "web_search")),
                            Part.Text.of("It is a cat. Grüße 東京 😀"),
                            new Part.ToolCall(
                                    "call_2", "look", "{\"at\":[3,4]}", Optional.empty())),
                    Finish.TOOL_CALLS,
                    Optional.empty(),
                    Optional.of(Usage.of(12, 34)));

    private static Call call(Questions question, boolean streamed) {
        ObjectNode request = ((ObjectNode) question.request().deepCopy()).put("stream", streamed);
        try {
            JsonBody body = JsonBody.parse(Json.bytes(request));
            return new Call(
                    "req_1",
                    Operation.CHAT,
                    new Ask(question.dialect(), body, streamed, Instant.EPOCH),
                    new Deadline(Instant.EPOCH.plusSeconds(60)));
        } catch (JsonBody.Malformed e) {
            throw new IllegalArgumentException(e);
        }
    }

    /// As it was kept for somebody of another language, and read again.
    private static Kept kept() {
        Kept kept =
                new Kept(
                        new Form("gone", false, ""),
                        "bytes of another".getBytes(UTF_8),
                        Optional.of(SAID),
                        new Summary(Usage.of(12, 34), Optional.of("tool_calls")),
                        new Target("anthropic", "claude-haiku-4-5"),
                        Instant.EPOCH,
                        List.of());
        return KeptCodec.read(KeptCodec.write(kept).orElseThrow()).orElseThrow();
    }

    private static List<String> lost(Questions question) {
        return question.dialect().name().equals("anthropic")
                ? List.of()
                : List.of("server_tool_use");
    }

    @ParameterizedTest
    @MethodSource("dev.tollgate.dialect.Questions#all")
    void a_whole_answer_says_all_that_the_language_can_say(Questions question) {
        Answer answer = Replay.of(kept(), call(question, false)).orElseThrow();

        String written = Json.tree(((Whole) answer).body()).toString();
        assertTrue(written.contains("It is a cat. Grüße 東京 😀"));
        assertTrue(written.contains("so, a cat"));
        assertTrue(written.contains("call_2"));
        assertTrue(written.contains("claude-haiku-4-5"));
        assertTrue(written.contains("34"));
        assertEquals(lost(question).isEmpty(), written.contains("srv_1"));
        assertEquals(lost(question), answer.dropped());
    }

    @ParameterizedTest
    @MethodSource("dev.tollgate.dialect.Questions#all")
    void a_stream_says_the_same_and_comes_to_its_languages_end(Questions question)
            throws IOException {
        Answer answer = Replay.of(kept(), call(question, true)).orElseThrow();

        List<String> events = events((Streamed) answer);
        StringBuilder all = new StringBuilder();
        for (String event : events) {
            JsonNode data =
                    event.equals("[DONE]") ? Json.object() : Json.tree(event.getBytes(UTF_8));
            assertFalse(data.has("error"));
            all.append(data);
        }
        assertTrue(all.toString().contains("It is a cat. Grüße 東京 😀"));
        assertTrue(all.toString().contains("so, a cat"));
        assertTrue(all.toString().contains("call_2"));
        assertEquals(lost(question).isEmpty(), all.toString().contains("srv_1"));
        assertEquals(lost(question), answer.dropped());
        assertTrue(
                List.of("[DONE]", "message_stop", "response.completed").stream()
                        .anyMatch(events.getLast()::contains));
    }

    private static List<String> events(Streamed stream) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean ended = false;
        while (!ended) {
            switch (stream.next()) {
                case Next.Piece(byte[] piece) -> bytes.writeBytes(piece);
                case Next.End(byte[] end) -> {
                    bytes.writeBytes(end);
                    ended = true;
                }
                case Next.Broken(var failure) -> throw new AssertionError(failure.toString());
            }
        }
        EventReader reader = new EventReader(new ByteArrayInputStream(bytes.toByteArray()));
        List<String> events = new ArrayList<>();
        while (true) {
            Optional<EventReader.Event> event = reader.next();
            if (event.isEmpty()) {
                return events;
            }
            assertTrue(event.get().complete());
            events.add(event.get().data());
        }
    }
}
