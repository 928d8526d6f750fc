package dev.tollgate.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.config.Bounds;
import dev.tollgate.http.EventReader;
import dev.tollgate.http.EventReader.Event;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Transport;
import dev.tollgate.routing.Answer;
import dev.tollgate.routing.Answer.Next;
import dev.tollgate.routing.Answer.Summary;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// A streamed chat completion. Events go on as they came, byte for byte; they are looked at only to see tokens, usage, errors and the end.
///
/// What comes before the first token is held back, so that a stream which dies there can still fall over to another target.
/// `[DONE]` ends the stream. A host that leaves it out but has given every finish reason is forgiven, and it is added.
final class OpenAiStream implements Answer.Streamed {
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(UTF_8);

    /// How long `[DONE]` is awaited once the finish reason is there.
    private static final Duration GRACE = Duration.ofSeconds(3);

    /// How long the connection's own end is awaited after `[DONE]`, so that it can be used again.
    private static final Duration DRAIN = Duration.ofMillis(200);

    private final Call call;
    private final Transport.Reply reply;
    private final EventReader events;
    private final StreamReading reading;
    private final boolean showUsage;
    private Optional<Next> heldBack = Optional.empty();
    private boolean done;

    private OpenAiStream(Call call, Transport.Reply reply) {
        this.call = call;
        this.reply = reply;
        this.events = new EventReader(reply.body());
        this.reading = new StreamReading(call);
        this.showUsage = StreamOptions.askForUsage(call.body());
    }

    /// Reads up to the first token.
    static Outcome open(Call call, Transport.Reply reply) throws IOException {
        OpenAiStream stream = new OpenAiStream(call, reply);
        boolean answered = false;
        try {
            Outcome outcome = stream.awaitFirstToken();
            answered = outcome instanceof Answered;
            return outcome;
        } finally {
            if (!answered) {
                reply.close();
            }
        }
    }

    private Outcome awaitFirstToken() throws IOException {
        ByteArrayOutputStream before = new ByteArrayOutputStream();
        while (true) {
            switch (step()) {
                case Next.Piece(byte[] bytes) -> {
                    before.writeBytes(bytes);
                    if (reading.sawToken() || before.size() > Bounds.MAX_HELD_BACK_BYTES) {
                        heldBack = Optional.of(new Next.Piece(before.toByteArray()));
                        return new Answered(this);
                    }
                }
                case Next.Broken(Failure failure) -> {
                    return new Failed(failure);
                }
                case Next.End _ -> {
                    return new Failed(Failure.of(Kind.SERVER_ERROR, "the stream held no answer"));
                }
            }
        }
    }

    @Override
    public Next next() {
        if (heldBack.isPresent()) {
            Next first = heldBack.get();
            heldBack = Optional.empty();
            return first;
        }
        reply.expireAfter(reading.finished() ? GRACE : call.limits().stall());
        try {
            return step();
        } catch (Transport.TimedOut e) {
            return endedWithoutDone(Kind.TIMEOUT, "the stream stalled, or its time was over");
        } catch (IOException e) {
            return endedWithoutDone(Kind.SERVER_ERROR, "the connection broke");
        }
    }

    private Next step() throws IOException {
        while (true) {
            Optional<Event> next = events.next();
            if (next.isEmpty() || !next.get().complete()) {
                return endedWithoutDone(Kind.SERVER_ERROR, "the stream ended without its end");
            }
            Event event = next.get();
            switch (reading.read(event.data())) {
                case DONE -> {
                    done = true;
                    return new Next.End(event.raw());
                }
                case ERROR -> {
                    return new Next.Broken(
                            OpenAiErrors.classify(
                                    200, Headers.none(), event.data().getBytes(UTF_8)));
                }
                case MALFORMED -> {
                    return new Next.Broken(
                            Failure.of(Kind.SERVER_ERROR, "an event of the stream is malformed"));
                }
                case USAGE_ONLY -> {
                    if (showUsage) {
                        return new Next.Piece(event.raw());
                    }
                }
                case CHUNK, COMMENT -> {
                    return new Next.Piece(event.raw());
                }
            }
        }
    }

    private Next endedWithoutDone(Kind kind, String what) {
        return reading.finished() ? new Next.End(DONE) : new Next.Broken(Failure.of(kind, what));
    }

    @Override
    public Summary summary() {
        return reading.summary();
    }

    @Override
    public void close() {
        if (done) {
            drain();
        }
        reply.close();
    }

    private void drain() {
        reply.expireAfter(DRAIN);
        try {
            while (events.next().isPresent()) {
                // whatever follows the end is nobody's
            }
        } catch (IOException _) {
            // the connection is not used again, that is all
        }
    }
}
