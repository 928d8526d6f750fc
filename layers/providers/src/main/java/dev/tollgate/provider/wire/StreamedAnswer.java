package dev.tollgate.provider.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.config.Bounds;
import dev.tollgate.conversation.Chunk;
import dev.tollgate.conversation.Completion;
import dev.tollgate.http.EventReader.Event;
import dev.tollgate.http.Json;
import dev.tollgate.http.Transport;
import dev.tollgate.provider.wire.StreamReader.Step;
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
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A streamed answer on its way from a provider's wire to the caller.
///
/// What comes before the first token is held back, so that a stream which dies there can still fall over to another target.
/// Only the mark of its end ends a stream; a wire may forgive a host that leaves the mark out.
final class StreamedAnswer implements Answer.Streamed {
    /// How long the mark of the end is awaited once the answer is complete.
    private static final Duration GRACE = Duration.ofSeconds(3);

    /// How long the connection's own end is awaited after the mark, so that it can be used again.
    private static final Duration DRAIN = Duration.ofMillis(200);

    private final Call call;
    private final Transport.Reply reply;
    private final Wire wire;
    private final EventSource events;
    private final StreamReader reader;
    private final Relay relay;
    private final Tally tally;
    private final Rebuilt rebuilt;
    private final List<String> dropped;
    private Optional<Next> heldBack = Optional.empty();
    private volatile boolean done;
    private volatile boolean complete;

    StreamedAnswer(
            Call call,
            Transport.Reply reply,
            Wire wire,
            Relay relay,
            Tally tally,
            Rebuilt rebuilt,
            List<String> dropped) {
        this.call = call;
        this.reply = reply;
        this.wire = wire;
        this.events = wire.events(reply.body());
        this.reader = wire.reader(call);
        this.relay = relay;
        this.tally = tally;
        this.rebuilt = rebuilt;
        this.dropped = dropped;
    }

    /// Reads up to the first token. Unless that comes, the reply is closed.
    Outcome open() throws IOException {
        boolean answered = false;
        try {
            Outcome outcome = awaitFirstToken();
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
                    if (tally.sawToken() || before.size() > Bounds.MAX_HELD_BACK_BYTES) {
                        heldBack = Optional.of(new Next.Piece(before.toByteArray()));
                        return new Answered(this);
                    }
                }
                case Next.Broken(Failure failure) -> {
                    return new Failed(failure);
                }
                case Next.End(byte[] bytes) -> {
                    if (!tally.sawToken()) {
                        return new Failed(
                                Failure.of(Kind.SERVER_ERROR, "the stream held no answer"));
                    }
                    before.writeBytes(bytes);
                    heldBack = Optional.of(new Next.End(before.toByteArray()));
                    return new Answered(this);
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
        reply.expireAfter(reader.finished() ? GRACE : call.limits().stall());
        try {
            return step();
        } catch (Transport.TimedOut e) {
            return withoutEnd(Kind.TIMEOUT, "the stream stalled, or its time was over");
        } catch (IOException e) {
            return withoutEnd(Kind.SERVER_ERROR, "the connection broke");
        }
    }

    private Next step() throws IOException {
        while (true) {
            Optional<Event> next = events.next();
            if (next.isEmpty()) {
                return withoutEnd(Kind.SERVER_ERROR, "the stream ended without its end");
            }
            Event event = next.get();
            Optional<Failure> outside = outsideOfAnyEvent(event);
            if (outside.isPresent()) {
                return new Next.Broken(outside.get());
            }
            if (!event.complete()) {
                return withoutEnd(Kind.SERVER_ERROR, "the stream ended without its end");
            }
            Step step = reader.read(event);
            switch (step) {
                case Step.Said said -> {
                    hear(event, said.chunks());
                    byte[] bytes = relay.said(event, said);
                    if (bytes.length > 0) {
                        return new Next.Piece(bytes);
                    }
                }
                case Step.Over over -> {
                    hear(event, over.chunks());
                    done = true;
                    complete = true;
                    return new Next.End(relay.over(event, over, this::uncounted));
                }
                case Step.Failed(Failure failure) -> {
                    return new Next.Broken(failure);
                }
            }
        }
    }

    private void hear(Event event, List<Chunk> chunks) {
        chunks.forEach(tally::add);
        rebuilt.add(event, chunks);
    }

    /// Some providers put an error into a stream as bare JSON, in no event at all.
    private Optional<Failure> outsideOfAnyEvent(Event event) {
        if (!event.data().isEmpty() || event.raw().length == 0 || event.raw()[0] != '{') {
            return Optional.empty();
        }
        try {
            JsonNode bare = Json.tree(event.raw());
            return wire.failureIn(bare);
        } catch (UncheckedIOException _) {
            return Optional.of(
                    Failure.of(Kind.SERVER_ERROR, "an event of the stream is malformed"));
        }
    }

    private Next withoutEnd(Kind kind, String what) {
        Optional<byte[]> mark = reader.missingEnd();
        complete = mark.isPresent();
        return mark.<Next>map(it -> new Next.End(relay.missingEnd(it, this::uncounted)))
                .orElseGet(() -> new Next.Broken(Failure.of(kind, what)));
    }

    /// What the caller is told of tokens that the provider has not counted.
    private List<Chunk> uncounted() {
        return tally.counted() ? List.of() : List.of(new Chunk.Counted(tally.summary().usage()));
    }

    @Override
    public Summary summary() {
        return tally.summary();
    }

    @Override
    public Optional<Completion> completion() {
        return complete ? soFar() : Optional.empty();
    }

    @Override
    public Optional<Completion> soFar() {
        return reader.tellsAll() ? rebuilt.completion(tally.summary().usage()) : Optional.empty();
    }

    @Override
    public List<String> dropped() {
        return dropped;
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
