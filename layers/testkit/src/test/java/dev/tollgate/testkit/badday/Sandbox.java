package dev.tollgate.testkit.badday;

import dev.tollgate.api.Tags;
import dev.tollgate.config.Deadline;
import dev.tollgate.config.Timing;
import dev.tollgate.ledger.Entry;
import dev.tollgate.ledger.Ledger;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.SpillingLedger;
import dev.tollgate.limits.Admission;
import dev.tollgate.limits.Admission.Admitted;
import dev.tollgate.limits.Admission.Refused;
import dev.tollgate.limits.Limit;
import dev.tollgate.limits.LimitStore;
import dev.tollgate.limits.Limits;
import dev.tollgate.limits.Need;
import dev.tollgate.limits.Reservation;
import dev.tollgate.limits.Subject;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.BreakerPolicy;
import dev.tollgate.routing.BreakerStore;
import dev.tollgate.routing.Breakers;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Chart;
import dev.tollgate.routing.Course;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import dev.tollgate.routing.Pace;
import dev.tollgate.routing.Plan;
import dev.tollgate.routing.Recorded;
import dev.tollgate.routing.RetryBudget;
import dev.tollgate.routing.Safeguards;
import dev.tollgate.routing.Stack;
import dev.tollgate.routing.Target;
import dev.tollgate.routing.Upstream;
import dev.tollgate.testkit.badday.Ending.How;
import dev.tollgate.testkit.time.VirtualTime;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.Estimate;
import dev.tollgate.usage.TokenCounter;
import dev.tollgate.usage.Usage;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// One copy of the gateway function: the real policies with their own memory, behind shared stores. It plays the gateway's part around them.
final class Sandbox {
    private static final Estimate ESTIMATE = new Estimate(TokenCounter.byLength());

    private final VirtualTime time;
    private final Timing timing;
    private final Ledger ledger;
    private final Watch watch;
    private final List<Limit> rules;
    private final Limits limits;
    private final Breakers breakers;
    private final Map<String, Runnable> dying = new HashMap<>();
    private final Map<String, Chart> charts = new HashMap<>();
    private final Map<String, Stack> stacks = new HashMap<>();

    Sandbox(
            VirtualTime time,
            Timing timing,
            World world,
            Stores stores,
            List<Limit> rules,
            Watch watch) {
        this.time = time;
        this.timing = timing;
        this.ledger = new SpillingLedger(stores.ledger(), timing, watch);
        this.watch = watch;
        this.rules = rules;
        this.limits = new Limits(stores.limits(), watch, timing, Runnable::run);
        this.breakers =
                new Breakers(
                        stores.breakers(), BreakerPolicy.DEFAULT, timing, time.executor(), watch);
        Pace pace = new Pace(timing, Optional.of(breakers));
        Safeguards safeguards = new Safeguards(breakers, new RetryBudget(), pace);
        Market.ALIASES.forEach((alias, plan) -> {
            charts.put(alias, new Chart(alias, plan, Market::facts, ESTIMATE));
            stacks.put(
                    alias,
                    plan.stack(
                            target ->
                                    Recorded.around(
                                            mortal(world.upstream(target, pace, timing)),
                                            target,
                                            timing),
                            safeguards,
                            timing));
        });
    }

    /// Some sandboxes die before they hear a provider's answer, others before they settle.
    private Upstream mortal(Upstream provider) {
        return call -> {
            Outcome outcome = provider.send(call);
            Optional.ofNullable(dying.get(call.id())).ifPresent(Runnable::run);
            return outcome;
        };
    }

    /// As this sandbox reaches them.
    record Stores(Ledger ledger, LimitStore limits, BreakerStore breakers) {}

    /// @param die does not return
    Ending call(Job job, Runnable die) {
        if (job.dies() && job.luck() < 0.5) {
            dying.put(job.id(), die);
        }
        Plan plan = Objects.requireNonNull(Market.ALIASES.get(job.alias()));
        Instant start = timing.now();
        Call call =
                new Call(
                        job.id(),
                        Operation.CHAT,
                        job.ask(start),
                        Deadline.in(plan.deadline(), start));
        Course course =
                Objects.requireNonNull(charts.get(job.alias()))
                        .course(
                                Operation.CHAT,
                                call.ask(),
                                Optional.of(job.team()),
                                timing.random());
        breakers.prepare(course.targets());
        LedgerRecord pending = pending(job, plan, start);
        Entry entry = open(pending, call);
        Admission admission =
                limits.admit(
                        rules,
                        subject(job),
                        Optional.of(plan.targets().getFirst().provider()),
                        job.priority(),
                        estimate(plan.targets().getFirst(), call),
                        call.deadline(),
                        call.deadline(),
                        () -> false);
        return switch (admission) {
            case Refused refused -> refused(refused, entry, call);
            case Admitted(Reservation reservation) -> {
                Outcome outcome =
                        Objects.requireNonNull(stacks.get(job.alias()))
                                .along(course)
                                .send(call.through(reservation));
                if (job.dies()) {
                    die.run();
                }
                How how = deliver(outcome, entry);
                String why = outcome instanceof Failed(Failure failure) ? failure.toString() : "";
                Ending ending = Ending.of(how, why, call, time);
                entry.settle();
                Need truth = truth(entry);
                watch.used(truth);
                reservation.settle(truth, _ -> truth);
                // A second time, as from another way out of the call: it must not count.
                reservation.settle(truth, _ -> truth);
                yield ending;
            }
        };
    }

    private Ending refused(Refused refused, Entry entry, Call call) {
        String why = refused.limit().name() + " " + refused.reason();
        Ending ending = Ending.of(How.REFUSED, why, call, time);
        entry.refused(refused.written());
        entry.settle();
        return ending;
    }

    private static Subject subject(Job job) {
        return new Subject(
                "key_" + job.team(), job.team(), job.alias(), Map.of("feature", job.feature()));
    }

    private static Need estimate(Target first, Call call) {
        Usage most = Usage.estimate(ESTIMATE.input(call.body()), Traffic.MAX_TOKENS);
        return need(most, Objects.requireNonNull(Market.PRICES.get(first)).cost(most));
    }

    private static Need truth(Entry entry) {
        return need(
                entry.usage(),
                switch (entry.cost()) {
                    case Cost.Priced(long nanoUsd, _, _) -> nanoUsd;
                    case Cost.Unpriced() -> 0;
                });
    }

    private static Need need(Usage usage, long nanoUsd) {
        return new Need(usage.input() + usage.output(), nanoUsd);
    }

    private How deliver(Outcome outcome, Entry entry) {
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
                        failure -> {
                            entry.cut(failure, stream.summary());
                            breakers.cut(entry.target(), failure);
                        },
                        () -> entry.answered(stream.summary()));
                yield broken.isPresent() ? How.CUT : How.GOOD;
            }
            case Failed(Failure failure) -> {
                entry.failed(failure);
                yield How.FAILED;
            }
        };
    }

    private static LedgerRecord pending(Job job, Plan plan, Instant start) {
        return new LedgerRecord(
                job.id(),
                start,
                job.team(),
                "key_" + job.team(),
                job.alias(),
                Operation.CHAT,
                job.streamed(),
                plan.targets().getFirst(),
                1,
                new Tags(new TreeMap<>(Map.of("feature", job.feature()))),
                Optional.empty(),
                Optional.empty());
    }

    private Entry open(LedgerRecord pending, Call call) {
        Entry entry =
                new Entry(
                        ledger,
                        watch,
                        timing,
                        pending,
                        call.attempts(),
                        (target, usage) ->
                                Cost.Priced.of(
                                        Objects.requireNonNull(Market.PRICES.get(target))
                                                .costs(usage),
                                        "market"),
                        () -> ESTIMATE.unanswered(call.body()));
        entry.open();
        return entry;
    }
}
