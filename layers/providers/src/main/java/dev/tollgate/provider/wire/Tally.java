package dev.tollgate.provider.wire;

import dev.tollgate.conversation.Chunk;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.conversation.Part;
import dev.tollgate.routing.Answer.Summary;
import dev.tollgate.routing.Call;
import dev.tollgate.usage.Estimate;
import dev.tollgate.usage.Usage;
import java.util.Optional;

/// What a stream has come to so far: tokens, the reason for its end, and its text, should nobody count its tokens.
final class Tally {
    private final Call call;
    private final Estimate estimate;
    private final StringBuilder text = new StringBuilder();
    private Optional<Usage> usage = Optional.empty();
    private Optional<Finish> finish = Optional.empty();
    private boolean sawToken;

    Tally(Call call, Estimate estimate) {
        this.call = call;
        this.estimate = estimate;
    }

    void add(Chunk chunk) {
        switch (chunk) {
            case Chunk.Start _, Chunk.Close _, Chunk.Signed _, Chunk.Cited _ -> {}
            case Chunk.Open(Part part) -> open(part);
            case Chunk.More(String more) -> say(more);
            case Chunk.Counted(Usage counted) -> usage = Optional.of(counted);
            case Chunk.Finished(Finish reason, _) -> {
                finish = Optional.of(reason);
                sawToken = true;
            }
        }
    }

    private void open(Part part) {
        switch (part) {
            case Part.Text it -> say(it.text());
            case Part.Thinking it -> say(it.text());
            case Part.Refusal it -> say(it.text());
            case Part.ToolCall it -> say(it.name() + it.arguments());
            case Part.Foreign it -> say(Estimate.texts(it.content()));
            case Part.Image _, Part.File _, Part.Audio _, Part.ToolResult _, Part.CachePoint _ ->
                    sawToken = true;
        }
    }

    private void say(String more) {
        sawToken |= !more.isEmpty();
        text.append(more);
    }

    /// Whether anything of the answer itself has come: text, a call, a thought, or its end.
    boolean sawToken() {
        return sawToken;
    }

    /// Whether the provider has counted anything.
    boolean counted() {
        return usage.isPresent();
    }

    Summary summary() {
        return new Summary(used(), finish.map(Finish::written));
    }

    /// What was counted before the answer's end holds for its input only.
    private Usage used() {
        if (usage.isEmpty()) {
            return estimate.answered(call.body(), text.toString());
        }
        return finish.isPresent() || text.isEmpty()
                ? usage.get()
                : usage.get().withOutputOf(estimate.counter().count(text.toString()));
    }
}
