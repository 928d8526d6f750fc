package dev.tollgate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.config.Bounds;
import dev.tollgate.config.Timing;
import dev.tollgate.http.ReplySink;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A reply under way that is never silent for longer than [Bounds#KEEP_ALIVE]: when there is nothing to say, it sends a comment.
/// So no proxy on the way gives the connection up, and a caller who has left is noticed although nothing is said.
final class LivelyStream implements ReplySink.Stream, AutoCloseable {
    static final byte[] COMMENT = ": keep-alive\n\n".getBytes(UTF_8);

    private final ReplySink.Stream reply;
    private final Timing timing;
    private final Runnable onGone;
    private final Thread pulse;
    private final ReentrantLock sending = new ReentrantLock();
    private Instant lastSent;
    private boolean ended;
    private volatile @Nullable IOException gone;

    /// @param onGone told when the caller turns out to have left while nothing was said
    LivelyStream(ReplySink.Stream reply, Timing timing, Runnable onGone) {
        this.reply = reply;
        this.timing = timing;
        this.onGone = onGone;
        this.lastSent = timing.now();
        this.pulse = Thread.ofVirtual().name("keep-alive").start(this::beat);
    }

    @Override
    public void send(byte[] piece) throws IOException {
        sending.lock();
        try {
            requireCaller();
            reply.send(piece);
            lastSent = timing.now();
        } finally {
            sending.unlock();
        }
    }

    @Override
    public void end(byte[] piece) throws IOException {
        sending.lock();
        try {
            requireCaller();
            ended = true;
            reply.end(piece);
        } finally {
            sending.unlock();
        }
    }

    /// @throws IOException if the caller has left
    void requireCaller() throws IOException {
        IOException left = gone;
        if (left != null) {
            throw left;
        }
    }

    @Override
    public void close() {
        sending.lock();
        try {
            ended = true;
        } finally {
            sending.unlock();
        }
        pulse.interrupt();
    }

    private void beat() {
        try {
            for (Duration rest = Bounds.KEEP_ALIVE; rest.isPositive(); rest = beatIfSilent()) {
                timing.sleeper().sleep(rest);
            }
        } catch (InterruptedException _) {
            // the reply has ended
        } catch (IOException left) {
            gone = left;
            onGone.run();
        }
    }

    /// @return how long the reply may stay silent from now on; nothing once it has ended
    private Duration beatIfSilent() throws IOException {
        sending.lock();
        try {
            Duration silence = timing.since(lastSent);
            if (ended) {
                return Duration.ZERO;
            }
            if (silence.compareTo(Bounds.KEEP_ALIVE) < 0) {
                return Bounds.KEEP_ALIVE.minus(silence);
            }
            reply.send(COMMENT);
            lastSent = timing.now();
            return Bounds.KEEP_ALIVE;
        } finally {
            sending.unlock();
        }
    }
}
