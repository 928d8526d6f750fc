package dev.tollgate.provider.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.conversation.Assembly;
import dev.tollgate.conversation.Chunk;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Citation;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.http.EventReader.Event;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.FakeReply;
import dev.tollgate.provider.wire.StreamReader.Step;
import dev.tollgate.routing.Answer.Next;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import dev.tollgate.usage.Usage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BedrockStreamTest {
    private static final byte[] START = Frames.event("messageStart", "{\"role\":\"assistant\"}");
    private static final byte[] END_TURN = stop("end_turn");
    private static final byte[] METADATA =
            Frames.event(
                    "metadata",
                    "{\"usage\":{\"inputTokens\":3,\"outputTokens\":2,\"totalTokens\":5},\"p\":\"abc\"}");

    private static byte[] stop(String reason) {
        return Frames.event("messageStop", "{\"p\":\"ab\",\"stopReason\":\"" + reason + "\"}");
    }

    private static byte[] start(int index, String start) {
        return block("contentBlockStart", index, "\"start\":" + start);
    }

    private static byte[] delta(int index, String delta) {
        return block("contentBlockDelta", index, "\"delta\":" + delta);
    }

    private static byte[] close(int index) {
        return block("contentBlockStop", index, "\"p\":\"abcdefg\"");
    }

    private static byte[] block(String event, int index, String rest) {
        String payload = "{\"contentBlockIndex\":" + index + "," + rest.replace('\'', '"') + "}";
        return Frames.event(event, payload);
    }

    private static byte[] token(String text) {
        return delta(0, "{'text':'" + text + "'}");
    }

    private static List<Chunk> chunks(byte[]... frames) throws IOException {
        ConverseStreamReader reader = new ConverseStreamReader();
        List<Chunk> chunks = new ArrayList<>();
        for (Event event : Frames.read(new ByteArrayInputStream(Frames.join(frames)))) {
            switch (reader.read(event)) {
                case Step.Said said -> chunks.addAll(said.chunks());
                case Step.Over over -> chunks.addAll(over.chunks());
                case Step.Failed failed -> throw new AssertionError(failed);
            }
        }
        return chunks;
    }

    private static List<Part> parts(byte[]... frames) throws IOException {
        Assembly assembly = new Assembly();
        chunks(frames).forEach(assembly::add);
        return assembly.completion().parts();
    }

    private static Outcome open(byte[]... frames) throws IOException {
        return BedrockRequestTest.PROVIDER
                .prepare(
                        Calls.stream(
                                "{\"model\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"),
                        "m",
                        Optional.empty())
                .reading()
                .read(
                        new FakeReply(
                                200,
                                Headers.none(),
                                new ByteArrayInputStream(Frames.join(frames))));
    }

    private static Streamed streamed(byte[]... frames) throws IOException {
        return assertInstanceOf(
                Streamed.class, assertInstanceOf(Answered.class, open(frames)).answer());
    }

    /// The text that a caller gets of a stream; `.` at its end, `!` and the failure's kind where it broke.
    private static String relayed(Streamed stream) {
        StringBuilder all = new StringBuilder();
        while (true) {
            switch (stream.next()) {
                case Next.Piece(byte[] bytes) -> all.append(texts(bytes));
                case Next.End(byte[] bytes) -> {
                    assertTrue(new String(bytes, UTF_8).endsWith("data: [DONE]\n\n"));
                    return all.append(texts(bytes)).append(".").toString();
                }
                case Next.Broken broken -> {
                    return all.append("!").append(broken.failure().kind()).toString();
                }
            }
        }
    }

    private static String texts(byte[] events) {
        StringBuilder texts = new StringBuilder();
        for (String line : new String(events, UTF_8).split("\n", -1)) {
            if (line.startsWith("data: {")) {
                texts.append(
                        Json.tree(line.substring(6).getBytes(UTF_8))
                                .path("choices")
                                .path(0)
                                .path("delta")
                                .path("content")
                                .asText(""));
            }
        }
        return texts.toString();
    }

    @Test
    void a_text_begins_with_its_first_delta() throws IOException {
        assertEquals(
                List.of(
                        new Chunk.Start("", ""),
                        new Chunk.Open(Part.Text.of("")),
                        new Chunk.More("Hé"),
                        new Chunk.More("llo"),
                        new Chunk.Close(),
                        new Chunk.Finished(Finish.STOP, Optional.empty()),
                        new Chunk.Counted(Usage.of(3, 2))),
                chunks(START, token("Hé"), token("llo"), close(0), END_TURN, METADATA));
    }

    @Test
    void an_empty_text_before_a_thought_is_no_part() throws IOException {
        assertEquals(
                List.of(
                        new Part.Thinking("hm", Optional.of(new Signature("bedrock", "SIG"))),
                        Part.Text.of("Hi")),
                parts(
                        START,
                        token(""),
                        close(0),
                        delta(1, "{'reasoningContent':{'text':'h'}}"),
                        delta(1, "{'reasoningContent':{'text':'m'}}"),
                        delta(1, "{'reasoningContent':{'signature':'SIG'}}"),
                        close(1),
                        delta(2, "{'text':'Hi'}"),
                        close(2),
                        END_TURN));
    }

    @Test
    void redacted_thoughts_are_kept_whatever_pieces_they_come_in() throws IOException {
        assertEquals(
                List.of(
                        new Part.Thinking(
                                "", Optional.of(new Signature("bedrock", "redacted:YWJjZA==")))),
                parts(
                        START,
                        delta(0, "{'reasoningContent':{'redactedContent':'YQ=='}}"),
                        delta(0, "{'reasoningContent':{'redactedContent':'YmNk'}}"),
                        close(0)));
    }

    @Test
    void calls_are_announced_and_their_arguments_follow_in_pieces() throws IOException {
        assertEquals(
                List.of(
                        new Chunk.Open(new Part.ToolCall("t1", "f", "", Optional.empty())),
                        new Chunk.More("{\"a\""),
                        new Chunk.More(":1}"),
                        new Chunk.Close(),
                        new Chunk.Open(new Part.ToolCall("t2", "g", "", Optional.empty())),
                        new Chunk.Close(),
                        new Chunk.Finished(Finish.TOOL_CALLS, Optional.empty())),
                chunks(
                        start(0, "{'toolUse':{'toolUseId':'t1','name':'f'}}"),
                        delta(0, "{'toolUse':{'input':'{\\\\'a\\\\''}}".replace("\\\\'", "\\\"")),
                        delta(0, "{'toolUse':{'input':':1}'}}"),
                        close(0),
                        start(1, "{'toolUse':{'toolUseId':'t2','name':'g'}}"),
                        delta(1, "{'toolUse':{'input':''}}"),
                        close(1),
                        stop("tool_use")));
    }

    @Test
    void a_block_that_nobody_stops_ends_where_the_next_begins() throws IOException {
        assertEquals(
                List.of(Part.Text.of("a"), Part.Text.of("b")),
                parts(START, token("a"), delta(1, "{'text':'b'}"), END_TURN));
    }

    @Test
    void what_bedrock_did_itself_is_gathered_and_told_in_one() throws IOException {
        assertEquals(
                List.of(
                        foreign(
                                "toolUse",
                                "{'name':'nova_grounding','type':'server_tool_use','input':{'q':1}}"),
                        foreign(
                                "toolResult",
                                "{'status':'success','content':[{'text':'a'},{'text':'b'}]}"),
                        foreign("image", "{'format':'png','source':{'bytes':'AAAABBBB'}}"),
                        new Part.Text(
                                "",
                                List.of(
                                        new Citation(
                                                Optional.of("https://e.example/"),
                                                Optional.empty(),
                                                Optional.empty())))),
                parts(
                        start(0, "{'toolUse':{'name':'nova_grounding','type':'server_tool_use'}}"),
                        delta(0, "{'toolUse':{'input':'{\\\\'q\\\\':'}}".replace("\\\\'", "\\\"")),
                        delta(0, "{'toolUse':{'input':'1}'}}"),
                        close(0),
                        start(1, "{'toolResult':{'status':'success'}}"),
                        delta(1, "{'toolResult':[{'text':'a'}]}"),
                        delta(1, "{'toolResult':[{'text':'b'}]}"),
                        close(1),
                        start(2, "{'image':{'format':'png'}}"),
                        delta(2, "{'image':{'source':{'bytes':'AAAA'}}}"),
                        delta(2, "{'image':{'source':{'bytes':'BBBB'}}}"),
                        close(2),
                        delta(3, "{'citation':{'location':{'web':{'url':'https://e.example/'}}}}"),
                        close(3)));
    }

    private static Part foreign(String type, String json) {
        return new Part.Foreign(
                "bedrock", type, Json.tree(json.replace('\'', '"').getBytes(UTF_8)));
    }

    @Test
    void a_stream_reaches_a_caller_of_another_language_to_its_end() throws IOException {
        Streamed stream = streamed(START, token("Hé"), token("llo"), close(0), END_TURN, METADATA);

        assertEquals("Héllo.", relayed(stream));
        assertEquals(Usage.of(3, 2), stream.summary().usage());
        assertEquals(Optional.of("stop"), stream.summary().finishReason());
    }

    @Test
    void an_answer_that_is_complete_but_not_counted_is_forgiven_and_estimated() throws IOException {
        Streamed stream = streamed(START, token("Hello"), close(0), END_TURN);

        assertEquals("Hello.", relayed(stream));
        assertTrue(stream.summary().usage().estimated());
    }

    @Test
    void a_stream_that_ends_before_its_message_does_is_cut() throws IOException {
        byte[] half = java.util.Arrays.copyOf(END_TURN, END_TURN.length - 5);

        assertEquals("a!SERVER_ERROR", relayed(streamed(START, token("a"))));
        assertEquals("a!SERVER_ERROR", relayed(streamed(START, token("a"), close(0))));
        assertEquals("a!SERVER_ERROR", relayed(streamed(START, token("a"), half)));
        assertEquals("a!SERVER_ERROR", relayed(streamed(START, token("a"), METADATA)));
    }

    @Test
    void a_frame_with_a_wrong_checksum_is_a_cut() throws IOException {
        byte[] wrong = token("b");
        wrong[wrong.length - 10] ^= 1;

        assertEquals(
                "a!SERVER_ERROR", relayed(streamed(START, token("a"), wrong, END_TURN, METADATA)));
    }

    @Test
    void an_exception_before_the_first_token_is_a_failure_of_its_kind() throws IOException {
        Outcome outcome =
                open(START, Frames.exception("throttlingException", "{\"message\":\"wait\"}"));

        assertEquals(Kind.RATE_LIMITED, assertInstanceOf(Failed.class, outcome).failure().kind());
    }

    @Test
    void an_exception_after_the_first_token_breaks_the_stream() throws IOException {
        byte[] exception = Frames.exception("serviceUnavailableException", "{}");

        assertEquals("a!OVERLOADED", relayed(streamed(START, token("a"), exception)));
        assertEquals(
                "a!SERVER_ERROR",
                relayed(streamed(START, token("a"), stop("malformed_tool_use"), METADATA)));
    }

    @Test
    void events_that_are_none_break_the_stream_and_unknown_ones_do_not() throws IOException {
        byte[] unknown = Frames.event("somethingNew", "{\"x\":1}");
        byte[] malformed = Frames.event("contentBlockDelta", "{oops");
        byte[] redacted = delta(1, "{'reasoningContent':{'redactedContent':'*'}}");

        assertEquals("ab.", relayed(streamed(START, token("a"), unknown, token("b"), END_TURN)));
        assertEquals("a!SERVER_ERROR", relayed(streamed(START, token("a"), malformed)));
        assertEquals("a!SERVER_ERROR", relayed(streamed(START, token("a"), redacted)));
    }

    @Test
    void a_block_that_has_to_be_gathered_has_a_bound() throws IOException {
        ConverseStreamReader reader = new ConverseStreamReader();
        String piece = "A".repeat(1 << 20);
        String delta =
                "{\"contentBlockIndex\":0,\"delta\":{\"reasoningContent\":{\"signature\":\""
                        + piece
                        + "\"}}}";
        Step step = Step.Said.NOTHING;
        for (int i = 0; i < 5; i++) {
            step = reader.read(new Event(new byte[0], "contentBlockDelta", delta, true));
        }

        assertInstanceOf(Step.Failed.class, step);
    }
}
