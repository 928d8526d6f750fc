package dev.tollgate.testkit.sim;

import dev.tollgate.testkit.sim.dialect.Answer;
import dev.tollgate.testkit.sim.dialect.Answer.Part;
import dev.tollgate.testkit.sim.dialect.Answer.Streamed;
import dev.tollgate.testkit.sim.dialect.Answer.Whole;
import dev.tollgate.testkit.sim.dialect.Reply;
import dev.tollgate.testkit.sim.dialect.Script;
import dev.tollgate.testkit.sim.dialect.Script.Gate;
import dev.tollgate.testkit.sim.dialect.Script.Quirk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Sends one answer the way its script says: paced, and whole or broken.
///
/// @param failure the reply instead of a document that fails half-way
record Performance(
        Script script,
        Inbound in,
        Outbound out,
        Map<String, String> headers,
        Supplier<Reply> failure) {

    private static final byte[] PADDING = "\n\n\n".getBytes(StandardCharsets.US_ASCII);

    void play(Answer answer) throws IOException {
        var head =
                switch (answer) {
                    case Whole whole -> Reply.ok(padded(whole.body()));
                    case Streamed streamed -> Reply.stream(streamed.contentType());
                };
        if (script.gate() instanceof Gate.Dead death) {
            die(death, head);
            return;
        }
        switch (answer) {
            case Whole whole -> {
                in.pause(script.pace().ofTokens(whole.completionTokens()));
                send(head);
            }
            case Streamed streamed -> {
                out.startChunks(head, headers);
                send(streamed);
            }
        }
    }

    private void die(Gate.Dead death, Reply head) throws IOException {
        switch (death) {
            case RESET -> out.reset();
            case RESET_AFTER_HEADERS -> {
                out.replyInPart(head.with(new byte[1]), headers, 0);
                out.reset();
            }
            case SILENCE -> in.pauseForEver();
        }
    }

    private void send(Reply reply) throws IOException {
        int half = reply.body().length / 2;
        switch (script.ending().end()) {
            case WHOLE, NO_DONE -> out.reply(reply, headers);
            case MALFORMED ->
                    out.reply(
                            reply.with(("{," + half).getBytes(StandardCharsets.US_ASCII)), headers);
            case TRUNCATED -> out.reply(reply.with(Arrays.copyOf(reply.body(), half)), headers);
            case ERROR -> out.reply(failure.get(), headers);
            case STALL -> {
                out.replyInPart(reply, headers, half);
                in.pauseForEver();
            }
            case CUT -> {
                out.replyInPart(reply, headers, script.ending().afterTokens() == 0 ? 0 : half);
                out.cut();
            }
            case BAD_CHUNK -> {
                out.startChunks(reply, headers);
                out.chunk(Arrays.copyOf(reply.body(), half));
                out.badChunk();
                out.cut();
            }
        }
    }

    private void send(Streamed answer) throws IOException {
        int breaksAt = breakingPoint(answer);
        var leftOut = leftOut(answer);
        int tokens = 0;
        for (int i = 0; i < answer.events().size(); i++) {
            var event = answer.events().get(i);
            if (i == breaksAt && !goesOnAfterBreak(answer, i)) {
                return;
            }
            if (event.part() == Part.TOKEN) {
                var pace = script.pace();
                in.pause(tokens++ == 0 ? pace.firstToken() : pace.laterTokens());
                if (script.has(Quirk.PING)) {
                    out.chunk(answer.asides().ping());
                }
            }
            if (event.part() != leftOut) {
                out.chunk(event.frame());
            }
        }
        out.endChunks();
    }

    /// What the script wants a whole stream to lack: the finish, or the mark of the end, which is the
    /// finish where there is no other.
    private @Nullable Part leftOut(Streamed answer) {
        if (script.has(Quirk.NO_FINISH)) {
            return Part.FINISH;
        }
        if (script.ending().end() != Script.End.NO_DONE) {
            return null;
        }
        return answer.events().getLast().part() == Part.END ? Part.END : Part.FINISH;
    }

    /// Breaks the stream in front of the event at an index, and says whether it goes on all the same.
    private boolean goesOnAfterBreak(Streamed answer, int at) throws IOException {
        return switch (script.ending().end()) {
            case WHOLE, NO_DONE -> true;
            case MALFORMED -> {
                out.chunk(answer.asides().malformed());
                yield true;
            }
            case STALL -> {
                in.pauseForEver();
                yield false;
            }
            case CUT -> {
                out.cut();
                yield false;
            }
            case BAD_CHUNK -> {
                out.badChunk();
                out.cut();
                yield false;
            }
            case ERROR -> {
                out.chunk(answer.asides().error().apply(at));
                out.endChunks();
                yield false;
            }
            case TRUNCATED -> {
                var frame = answer.events().get(at).frame();
                out.chunk(Arrays.copyOf(frame, frame.length / 2));
                out.endChunks();
                yield false;
            }
        };
    }

    /// The index of the event in front of which the stream breaks, if its script breaks it: the
    /// token after the last one allowed, or the finish that comes too early for that.
    private int breakingPoint(Streamed answer) {
        var events = answer.events();
        long allowed =
                script.ending().end() == Script.End.TRUNCATED
                        ? events.stream().filter(e -> e.part() == Part.TOKEN).count() / 2
                        : script.ending().afterTokens();
        int tokens = 0;
        for (int i = 0; i < events.size(); i++) {
            var part = events.get(i).part();
            if (part == Part.FINISH || (part == Part.TOKEN && tokens++ == allowed)) {
                return i;
            }
        }
        return events.size() - 1;
    }

    /// White space in front of a document is how some keep a buffered call alive.
    private byte[] padded(byte[] body) {
        if (!script.has(Quirk.PING)) {
            return body;
        }
        var padded = Arrays.copyOf(PADDING, PADDING.length + body.length);
        System.arraycopy(body, 0, padded, PADDING.length, body.length);
        return padded;
    }
}
