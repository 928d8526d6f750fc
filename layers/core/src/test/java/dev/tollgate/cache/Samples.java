package dev.tollgate.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.config.Deadline;
import dev.tollgate.config.Timing;
import dev.tollgate.conversation.Ask;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.conversation.Language;
import dev.tollgate.conversation.Part;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.routing.Answer.Summary;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Target;
import dev.tollgate.usage.Usage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Calls and answers for tests, and a clock that moves when somebody sleeps, or is told to.
final class Samples extends Clock {
    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    static final Target TARGET = new Target("plain", "model-1");
    static final Language ONE = new Lines("one");
    static final Language OTHER = new Lines("other");
    static final Summary SUMMARY = new Summary(Usage.of(3, 4), Optional.of("stop"));
    static final Completion COMPLETION =
            new Completion(
                    "",
                    "",
                    List.of(
                            Part.Text.of("hello"),
                            new Part.Foreign("one", "search", Json.object().put("q", "x"))),
                    Finish.STOP,
                    Optional.empty(),
                    Optional.empty());

    Instant now = NOON;
    int sleeps;

    Timing timing() {
        return new Timing(
                this,
                time -> {
                    sleeps++;
                    now = now.plus(time);
                },
                new Random(1));
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    static Ask ask(Language language, String body) {
        return new Ask(language, Lines.body(body), body.contains("\"stream\":true"), NOON);
    }

    static Call call(Language language, String body) {
        return call(Operation.CHAT, ask(language, body));
    }

    static Call call(Operation operation, Ask ask) {
        return new Call("req_1", operation, ask, new Deadline(NOON.plusSeconds(60)));
    }

    static Ask ask(Language language, String body, Headers headers) {
        return new Ask(language, Lines.body(body), false, NOON, headers);
    }

    static Kept kept(Call call, String bytes, Optional<Completion> completion) {
        return kept(call, bytes, completion, SUMMARY, TARGET);
    }

    static Kept kept(
            Call call,
            String bytes,
            Optional<Completion> completion,
            Summary summary,
            Target target) {
        return new Kept(
                Form.of(call), bytes.getBytes(UTF_8), completion, summary, target, NOON, List.of());
    }

    static Kept kept(String bytes) {
        return kept(call(ONE, "{\"say\":\"hi\"}"), bytes, Optional.of(COMPLETION));
    }
}
