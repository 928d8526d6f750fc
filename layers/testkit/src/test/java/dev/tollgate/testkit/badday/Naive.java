package dev.tollgate.testkit.badday;

import dev.tollgate.config.Bounds;
import dev.tollgate.config.Deadline;
import dev.tollgate.config.Timing;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Attempts;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Gate;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import dev.tollgate.routing.Recorded;
import dev.tollgate.routing.Target;
import dev.tollgate.routing.Upstream;
import dev.tollgate.testkit.badday.Ending.How;
import dev.tollgate.testkit.time.VirtualTime;
import java.time.Duration;
import java.util.Objects;

/// What an application does today: it knows one target, tries up to three times whatever went wrong, with a second between, and waits a minute for each.
/// A stream whose first token has been shown is not asked for again.
record Naive(World world, VirtualTime time, Timing timing) {
    static final int TRIES = 3;
    static final Duration PAUSE = Duration.ofSeconds(1);
    static final Duration TIMEOUT = Duration.ofMinutes(1);

    Ending call(Job job) {
        Target target =
                Objects.requireNonNull(Market.ALIASES.get(job.alias())).targets().getFirst();
        Deadline none = Deadline.in(Bounds.MAX_DEADLINE, timing.now());
        Call call =
                new Call(
                        job.id(),
                        Operation.CHAT,
                        job.ask(timing.now()),
                        none,
                        none,
                        Gate.OPEN,
                        false,
                        false,
                        new Call.Limits(TIMEOUT, TIMEOUT),
                        new Attempts());
        Upstream upstream =
                Recorded.around(world.upstream(target, (_, _) -> {}, timing), target, timing);
        for (int left = TRIES - 1; ; left--) {
            switch (upstream.send(call)) {
                case Answered(Whole _) -> {
                    return Ending.of(How.GOOD, "", call, time);
                }
                case Answered(Streamed stream) -> {
                    How how = Relay.toTheEnd(stream).isEmpty() ? How.GOOD : How.CUT;
                    return Ending.of(how, "", call, time);
                }
                case Failed(Failure failure) -> {
                    if (left == 0) {
                        return Ending.of(How.FAILED, failure.toString(), call, time);
                    }
                    Patience.sleep(timing, PAUSE);
                }
            }
        }
    }
}
