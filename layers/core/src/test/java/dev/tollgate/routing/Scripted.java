package dev.tollgate.routing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.config.Deadline;
import dev.tollgate.config.Timing;
import dev.tollgate.conversation.Ask;
import dev.tollgate.conversation.Mute;
import dev.tollgate.http.JsonBody;
import dev.tollgate.routing.Answer.Summary;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import dev.tollgate.usage.Usage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// An upstream that plays back outcomes, and a clock that moves only when somebody sleeps or an attempt takes time.
final class Scripted extends Clock implements Upstream {
    static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    final List<Call> calls = new ArrayList<>();
    final List<Duration> sleeps = new ArrayList<>();
    private final Deque<Outcome> script = new ArrayDeque<>();
    private final Scripted time;
    private Duration attemptTakes = Duration.ZERO;
    private Instant now = START;

    Scripted() {
        time = this;
    }

    private Scripted(Scripted time) {
        this.time = time;
    }

    /// Another one, on the same clock.
    Scripted beside() {
        return new Scripted(time);
    }

    void pass(Duration duration) {
        time.now = time.now.plus(duration);
    }

    Scripted then(Outcome... outcomes) {
        script.addAll(List.of(outcomes));
        return this;
    }

    Scripted taking(Duration time) {
        attemptTakes = time;
        return this;
    }

    Timing timing() {
        return new Timing(
                this,
                duration -> {
                    time.sleeps.add(duration);
                    pass(duration);
                },
                new Random(1));
    }

    @Override
    public Outcome send(Call call) {
        calls.add(call);
        pass(attemptTakes);
        return script.size() == 1 ? script.getFirst() : script.removeFirst();
    }

    static Outcome answer(String text) {
        return new Answered(
                new Whole(text.getBytes(UTF_8), new Summary(Usage.of(1, 1), Optional.of("stop"))));
    }

    static Outcome failure(Kind kind) {
        return new Failed(Failure.of(kind, "scripted"));
    }

    static Outcome failure(Kind kind, Duration retryAfter) {
        return new Failed(
                new Failure(
                        kind,
                        kind.remedy(),
                        429,
                        "scripted",
                        Optional.of(retryAfter),
                        Failure.Words.NONE));
    }

    /// All targets, for any call.
    static Course along(Target... targets) {
        return new Course(
                List.of(targets).stream().map(Course.Stop::open).toList(),
                Map.of(),
                Optional.empty());
    }

    static Call call(Duration time) {
        return call(time, false);
    }

    static Call call(Duration time, boolean streamed) {
        try {
            return new Call(
                    "req_test",
                    Operation.CHAT,
                    new Ask(
                            new Mute("plain"),
                            JsonBody.parse("{}".getBytes(UTF_8)),
                            streamed,
                            START),
                    Deadline.in(time, START));
        } catch (JsonBody.Malformed e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Instant instant() {
        return time.now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
