package dev.tollgate.testkit.badday;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.config.Timing;
import dev.tollgate.routing.Answer.Next;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Answer.Summary;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import dev.tollgate.routing.Target;
import dev.tollgate.usage.Usage;
import java.util.List;
import java.util.Optional;

/// One streamed answer, as it arrives.
final class Stream implements Streamed {
    private static final byte[] BYTES = "data: piece\n\n".getBytes(UTF_8);

    private final Target target;
    private final Pieces pieces;
    private final Bill bill;
    private final Call call;
    private final Timing timing;
    private int made;
    private boolean handed;
    private boolean over;

    Stream(Target target, Job job, Weather weather, Bill bill, Call call, Timing timing) {
        this.target = target;
        this.pieces = Pieces.of(job, target, weather);
        this.bill = bill;
        this.call = call;
        this.timing = timing;
    }

    /// Waits for the first token.
    Outcome begun(Patience patience) {
        if (!patience.lasts(pieces.first())) {
            over();
            return new Failed(World.timedOut());
        }
        if (pieces.sound() == 0) {
            over();
            return new Failed(World.broken());
        }
        made = 1;
        return new Answered(this);
    }

    @Override
    public Next next() {
        if (!handed) {
            handed = true;
            return new Next.Piece(BYTES);
        }
        Patience patience = Patience.of(call.limits().stall(), call, timing);
        if (made == pieces.sound()) {
            return switch (pieces.end()) {
                case COMPLETE -> {
                    over();
                    yield new Next.End(BYTES);
                }
                case CUT -> {
                    over();
                    yield new Next.Broken(World.broken());
                }
                case STALLED -> {
                    patience.runOut();
                    over();
                    yield new Next.Broken(World.timedOut());
                }
            };
        }
        if (!patience.lasts(pieces.gap())) {
            over();
            return new Next.Broken(World.timedOut());
        }
        made++;
        return new Next.Piece(BYTES);
    }

    @Override
    public Summary summary() {
        Usage usage = pieces.usage(made);
        return made == Pieces.COUNT
                ? new Summary(usage, Optional.of("stop"))
                : new Summary(Usage.estimate(usage.input(), usage.output()), Optional.empty());
    }

    @Override
    public List<String> dropped() {
        return List.of();
    }

    @Override
    public void close() {
        if (!over) {
            over();
        }
    }

    private void over() {
        over = true;
        bill.add(target, pieces.usage(made));
    }
}
