package dev.tollgate.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.http.Headers;
import dev.tollgate.http.Transport;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.FakeReply;
import dev.tollgate.routing.Answer.Next;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import dev.tollgate.usage.Usage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiStreamTest {
    private static final String ROLE =
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n";
    private static final String TOKEN =
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hé\"}}]}\n\n";
    private static final String FINISH =
            "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    private static final String USAGE =
            "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2}}\n\n";
    private static final String DONE = "data: [DONE]\n\n";

    private static Outcome open(String request, String stream) throws IOException {
        return open(request, new ByteArrayInputStream(stream.getBytes(UTF_8)));
    }

    private static Outcome open(String request, InputStream stream) throws IOException {
        return Calls.read(
                Calls.openAi(), Calls.stream(request), new FakeReply(200, Headers.none(), stream));
    }

    private static Streamed streamed(String request, String stream) throws IOException {
        return assertInstanceOf(
                Streamed.class, assertInstanceOf(Answered.class, open(request, stream)).answer());
    }

    /// What the caller gets of a stream; `!` and the failure's kind where it broke.
    private static String relayed(Streamed stream) {
        StringBuilder all = new StringBuilder();
        while (true) {
            switch (stream.next()) {
                case Next.Piece(byte[] bytes) -> all.append(new String(bytes, UTF_8));
                case Next.End(byte[] bytes) -> {
                    return all.append(new String(bytes, UTF_8)).toString();
                }
                case Next.Broken broken -> {
                    return all.append("!").append(broken.failure().kind()).toString();
                }
            }
        }
    }

    @Test
    void events_pass_byte_for_byte_and_the_usage_chunk_is_kept_from_who_did_not_ask()
            throws IOException {
        Streamed stream = streamed("{}", ": hi\n\n" + ROLE + TOKEN + FINISH + USAGE + DONE);

        assertEquals(": hi\n\n" + ROLE + TOKEN + FINISH + DONE, relayed(stream));
        assertEquals(Usage.of(9, 2), stream.summary().usage());
        assertEquals(Optional.of("stop"), stream.summary().finishReason());
    }

    @Test
    void the_usage_chunk_is_shown_to_who_asked() throws IOException {
        Streamed stream =
                streamed(
                        "{\"stream_options\":{\"include_usage\":true}}",
                        ROLE + TOKEN + FINISH + USAGE + DONE);

        assertEquals(ROLE + TOKEN + FINISH + USAGE + DONE, relayed(stream));
    }

    @Test
    void usage_in_the_last_chunk_with_a_choice_is_passed_on_and_read() throws IOException {
        String last =
                "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"length\"}],"
                        + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}}\n\n";
        Streamed stream = streamed("{}", TOKEN + last + DONE);

        assertEquals(TOKEN + last + DONE, relayed(stream));
        assertEquals(Usage.of(3, 1), stream.summary().usage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ": comment only\n\n",
                ROLE,
                ROLE + "data: {\"choices\":[{\"ind",
                ROLE + "data: oops\n\n",
                ROLE + "data: {\"error\":{\"message\":\"m\",\"code\":500}}\n\n",
                ROLE + DONE,
            })
    void a_stream_that_dies_before_its_first_token_is_a_failure_that_another_target_can_mend(
            String stream) throws IOException {
        assertInstanceOf(Failed.class, open("{}", stream));
    }

    @ParameterizedTest
    @CsvSource({"insufficient_system_resource, OVERLOADED", "error, SERVER_ERROR"})
    void a_choice_that_ends_in_a_failure_breaks_the_stream(String reason, String kind)
            throws IOException {
        String failed = FINISH.replace("stop", reason);

        assertEquals(TOKEN + "!" + kind, relayed(streamed("{}", TOKEN + failed + DONE)));
    }

    @Test
    void a_stream_cut_after_its_first_token_is_broken_never_ended() throws IOException {
        assertEquals(ROLE + TOKEN + "!SERVER_ERROR", relayed(streamed("{}", ROLE + TOKEN)));
        assertEquals(
                TOKEN + TOKEN + "!SERVER_ERROR",
                relayed(streamed("{}", TOKEN + TOKEN + "data: {\"cho")));
        assertEquals(
                TOKEN + "!SERVER_ERROR",
                relayed(streamed("{}", TOKEN + "data: {oops}\n\n" + DONE)));
    }

    @Test
    void an_error_inside_a_stream_breaks_it_with_its_kind() throws IOException {
        String error = "event: error\ndata: {\"error\":{\"code\":\"rate_limit_exceeded\"}}\n\n";

        assertEquals(TOKEN + "!RATE_LIMITED", relayed(streamed("{}", TOKEN + error)));
    }

    @Test
    void a_missing_done_is_added_when_the_answer_is_whole() throws IOException {
        assertEquals(TOKEN + FINISH + DONE, relayed(streamed("{}", TOKEN + FINISH)));
    }

    @Test
    void a_missing_done_is_not_forgiven_while_a_choice_is_open() throws IOException {
        for (String odd : new String[] {"2", "0", "-1", "null"}) {
            String stream = odd.equals("2") ? TOKEN + FINISH : TOKEN;
            String relayed = relayed(streamed("{\"n\":" + odd + "}", stream));
            assertTrue(relayed.endsWith("!SERVER_ERROR"), relayed);
        }
    }

    @Test
    void a_stall_after_the_first_token_is_a_timeout() throws IOException {
        InputStream stalls =
                new SequenceInputStream(
                        new ByteArrayInputStream(TOKEN.getBytes(UTF_8)), new Stalled());
        Outcome outcome = open("{}", stalls);

        assertEquals(
                TOKEN + "!TIMEOUT",
                relayed((Streamed) assertInstanceOf(Answered.class, outcome).answer()));
    }

    @Test
    void what_was_used_of_a_cut_stream_is_estimated() throws IOException {
        Streamed stream = streamed("{\"messages\":[{\"content\":\"abcdefgh\"}]}", TOKEN + TOKEN);
        relayed(stream);

        Usage usage = stream.summary().usage();
        assertTrue(usage.estimated());
        assertTrue(usage.input() > 0 && usage.output() > 0);
    }

    @Test
    void closing_in_the_middle_closes_the_upstream_reply() throws IOException {
        FakeReply reply = FakeReply.of(200, TOKEN + TOKEN);
        Outcome outcome = Calls.read(Calls.openAi(), Calls.stream("{}"), reply);
        assertFalse(reply.closed);

        ((Streamed) assertInstanceOf(Answered.class, outcome).answer()).close();

        assertTrue(reply.closed);
    }

    private static final class Stalled extends InputStream {
        @Override
        public int read() throws IOException {
            throw new Transport.TimedOut("stalled");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return read();
        }
    }
}
