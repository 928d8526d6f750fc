package dev.tollgate.cache;

import dev.tollgate.conversation.Assembly;
import dev.tollgate.conversation.Chunk;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.conversation.Language;
import dev.tollgate.conversation.Language.EventWriter;
import dev.tollgate.conversation.Part;
import dev.tollgate.routing.Answer;
import dev.tollgate.routing.Answer.Next;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Answer.Summary;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Target;
import dev.tollgate.usage.Usage;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/// A kept answer, given to a call: in its own bytes if the call wants it in the form that it has, else told again from what the model said.
public final class Replay {
    private static final byte[] NOTHING = {};

    private Replay() {}

    /// Empty if the call wants it in a form that it can't be told in. Its summary is what the answer used when it was made.
    public static Optional<Answer> of(Kept kept, Call call) {
        return kept.form().equals(Form.of(call))
                ? Optional.of(asKept(kept))
                : kept.completion().map(completion -> told(kept, completion, call));
    }

    /// A fixed text told as a model's answer, for which nothing was used. Empty if the call does not ask for a text.
    ///
    /// @param target in whose name it is said
    public static Optional<Answer> message(String text, Target target, Call call, Instant now) {
        if (call.operation() != Operation.CHAT) {
            return Optional.empty();
        }
        Completion said =
                new Completion(
                        call.id(),
                        target.model(),
                        List.of(Part.Text.of(text)),
                        Finish.STOP,
                        Optional.empty(),
                        Optional.of(Usage.none()));
        Summary summary = new Summary(Usage.none(), Optional.of(Finish.STOP.written()));
        Kept kept =
                new Kept(
                        Form.of(call), NOTHING, Optional.of(said), summary, target, now, List.of());
        return Optional.of(told(kept, said, call));
    }

    private static Answer asKept(Kept kept) {
        return kept.form().streamed()
                ? new Events(List.of(new Next.End(kept.bytes())), kept, kept.dropped())
                : new Whole(kept.bytes(), kept.summary(), kept.dropped(), kept.completion());
    }

    private static Answer told(Kept kept, Completion completion, Call call) {
        Language language = call.ask().language();
        Set<String> dropped = new LinkedHashSet<>(kept.dropped());
        completion.parts().forEach(part -> dropped.remove(part.kind()));
        List<Part> sayable = new ArrayList<>();
        for (Part part : completion.parts()) {
            if (language.says(part)) {
                sayable.add(part);
            } else {
                dropped.add(part.kind());
            }
        }
        Completion said =
                completion
                        .with(sayable)
                        .orElse(call.id(), kept.target().model(), kept.summary().usage());
        List<String> lost = List.copyOf(dropped);
        return call.streamed()
                ? new Events(events(said, language.events(call.ask())), kept, lost)
                : new Whole(
                        language.write(said, call.ask()), kept.summary(), lost, kept.completion());
    }

    private static List<Next> events(Completion said, EventWriter writer) {
        List<Next> events = new ArrayList<>();
        for (Chunk chunk : Assembly.chunks(said)) {
            byte[] bytes = writer.write(chunk);
            if (bytes.length > 0) {
                events.add(new Next.Piece(bytes));
            }
        }
        events.add(new Next.End(writer.end()));
        return events;
    }

    /// A stream all of which is there already.
    private static final class Events implements Streamed {
        private final Queue<Next> left;
        private final Kept kept;
        private final List<String> dropped;

        Events(List<Next> all, Kept kept, List<String> dropped) {
            this.left = new ArrayDeque<>(all);
            this.kept = kept;
            this.dropped = dropped;
        }

        @Override
        public Next next() {
            Next next = left.poll();
            return next == null ? new Next.End(NOTHING) : next;
        }

        @Override
        public Summary summary() {
            return kept.summary();
        }

        @Override
        public List<String> dropped() {
            return dropped;
        }

        @Override
        public Optional<Completion> completion() {
            return kept.completion();
        }

        @Override
        public void close() {}
    }
}
