package dev.tollgate.testkit.badday;

import dev.tollgate.api.Tags;
import dev.tollgate.config.Deadline;
import dev.tollgate.config.Timing;
import dev.tollgate.ledger.Entry;
import dev.tollgate.ledger.Ledger;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.SpillingLedger;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import dev.tollgate.routing.Plan;
import dev.tollgate.routing.Recorded;
import dev.tollgate.routing.Upstream;
import dev.tollgate.testkit.badday.Ending.How;
import dev.tollgate.testkit.time.VirtualTime;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.Estimate;
import dev.tollgate.usage.TokenCounter;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// One copy of the gateway function: the real policies with their own memory, behind shared stores. It plays the gateway's part around them.
final class Sandbox {
    private static final Estimate ESTIMATE = new Estimate(TokenCounter.byLength());

    private final VirtualTime time;
    private final Timing timing;
    private final Ledger ledger;
    private final Watch watch;
    private final Map<String, Upstream> stacks = new HashMap<>();

    Sandbox(VirtualTime time, Timing timing, World world, Ledger ledger, Watch watch) {
        this.time = time;
        this.timing = timing;
        this.ledger = new SpillingLedger(ledger, watch);
        this.watch = watch;
        Market.ALIASES.forEach((alias, plan) ->
                stacks.put(
                        alias,
                        plan.stack(
                                target ->
                                        Recorded.around(
                                                world.upstream(target, timing), target, timing),
                                timing)));
    }

    /// @param die does not return
    Ending call(Job job, Runnable die) {
        Plan plan = Objects.requireNonNull(Market.ALIASES.get(job.alias()));
        Instant start = timing.now();
        Call call =
                new Call(
                        job.id(),
                        Operation.CHAT,
                        job.ask(start),
                        Deadline.in(plan.deadline(), start));
        Entry entry = open(job, plan, call, start);
        Outcome outcome = Objects.requireNonNull(stacks.get(job.alias())).send(call);
        if (job.dies()) {
            die.run();
        }
        How how = deliver(outcome, entry);
        Ending ending = Ending.of(how, call, time);
        entry.settle();
        return ending;
    }

    private static How deliver(Outcome outcome, Entry entry) {
        return switch (outcome) {
            case Answered(Whole whole) -> {
                entry.committed();
                entry.answered(whole.summary());
                yield How.GOOD;
            }
            case Answered(Streamed stream) -> {
                entry.committed();
                Optional<Failure> broken = Relay.toTheEnd(stream);
                broken.ifPresentOrElse(
                        failure -> entry.cut(failure, stream.summary()),
                        () -> entry.answered(stream.summary()));
                yield broken.isPresent() ? How.CUT : How.GOOD;
            }
            case Failed(Failure failure) -> {
                entry.failed(failure);
                yield How.FAILED;
            }
        };
    }

    private Entry open(Job job, Plan plan, Call call, Instant start) {
        SortedMap<String, String> tags = new TreeMap<>(Map.of("feature", job.feature()));
        LedgerRecord pending =
                new LedgerRecord(
                        job.id(),
                        start,
                        job.team(),
                        "key_" + job.team(),
                        job.alias(),
                        Operation.CHAT,
                        job.streamed(),
                        plan.targets().getFirst(),
                        1,
                        new Tags(tags),
                        Optional.empty());
        return Entry.open(
                ledger,
                watch,
                timing,
                pending,
                call.attempts(),
                (target, usage) ->
                        new Cost.Priced(
                                Objects.requireNonNull(Market.PRICES.get(target)).cost(usage),
                                "market"),
                () -> ESTIMATE.unanswered(call.body()));
    }
}
