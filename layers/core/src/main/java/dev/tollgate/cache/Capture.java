package dev.tollgate.cache;

import dev.tollgate.routing.Answer;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Answer.Summary;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Target;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Optional;

/// Collects an answer while it is delivered. Only a complete end makes it one that can be kept: of a stream that is cut or left, nothing comes.
public final class Capture {
    /// The largest answer that is collected; of a larger one nothing is kept, here or in memory.
    public static final int MAX_BYTES = 4 * 1024 * 1024;

    private final Call call;
    private ByteArrayOutputStream pieces = new ByteArrayOutputStream();
    private boolean tooLarge;

    public Capture(Call call) {
        this.call = call;
    }

    /// @param target that gave the answer
    public Optional<Kept> whole(Whole answer, Target target, Instant now) {
        add(answer.body());
        return kept(answer, answer.summary(), target, now);
    }

    /// Some of a stream has been sent.
    public void piece(byte[] bytes) {
        add(bytes);
    }

    /// A stream has come to its complete end.
    ///
    /// @param bytes that say so
    /// @param target that gave the answer
    public Optional<Kept> end(byte[] bytes, Streamed answer, Target target, Instant now) {
        add(bytes);
        return kept(answer, answer.summary(), target, now);
    }

    private void add(byte[] bytes) {
        tooLarge |= bytes.length > MAX_BYTES - pieces.size();
        if (tooLarge) {
            pieces = new ByteArrayOutputStream(0);
        } else {
            pieces.writeBytes(bytes);
        }
    }

    private Optional<Kept> kept(Answer answer, Summary summary, Target target, Instant now) {
        if (tooLarge) {
            return Optional.empty();
        }
        return Optional.of(
                new Kept(
                        Form.of(call),
                        pieces.toByteArray(),
                        answer.completion(),
                        summary,
                        target,
                        now,
                        answer.dropped()));
    }
}
