package dev.tollgate.testkit.badday;

import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.LedgerRecord.Status;
import dev.tollgate.limits.Limits;
import dev.tollgate.routing.Attempt;
import dev.tollgate.routing.Plan;
import dev.tollgate.testkit.badday.Ending.How;
import dev.tollgate.testkit.badday.Result.Lived;
import dev.tollgate.testkit.badday.Simulation.Guarded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What holds after every day. Everything that does not is reported, in words.
final class Checks {
    /// How many examples of one problem are told.
    private static final int EXAMPLES = 3;

    /// After that nothing is held for a sandbox that was killed: the longest call, the margin, and a minute of rounding.
    private static final Duration EXPIRY =
            Duration.ofSeconds(45).plus(Limits.HOLD_MARGIN).plus(Duration.ofMinutes(1));

    /// Up to so many attempts in all, a call comes back to targets that asked it to wait.
    private static final int RETURNING = 5;

    /// Of calls to providers that are well: how many go elsewhere at most.
    private static final double ELSEWHERE = 0.01;

    /// Of a budget: what may be spent beyond it, for the last calls may use more than was estimated, at another target's price.
    private static final double ESTIMATE_ERROR = 0.005;

    /// Of what providers ask for: how much of it the ledger knows, on a day on which no sandbox dies.
    private static final double KNOWN = 0.93;

    private final Guarded guarded;
    private final Result ours;
    private final Result naive;
    private final Map<String, Integer> times = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private Checks(Guarded guarded, Result naive) {
        this.guarded = guarded;
        this.ours = guarded.result();
        this.naive = naive;
    }

    /// @return what is wrong; empty if all is well
    static List<String> problems(Guarded guarded, Result naive) {
        Checks checks = new Checks(guarded, naive);
        checks.noCallIsLost();
        checks.attemptsAndDeadlines();
        checks.everyRecordIsSettledOnce();
        checks.limitsAreKept();
        checks.everyReservationIsSettledOnce();
        checks.retriesAreBounded();
        checks.providersComeBack();
        checks.theLedgerKnowsWhatProvidersAskFor();
        checks.comparison();
        checks.times.forEach((what, count) -> {
            if (count > EXAMPLES) {
                checks.problems.add(what + ": %d in all".formatted(count));
            }
        });
        return checks.problems;
    }

    private void noCallIsLost() {
        noCallIsLost(naive, false);
        noCallIsLost(ours, true);
    }

    /// @param killed whether those may be missing whose sandbox was killed
    private void noCallIsLost(Result result, boolean killed) {
        Map<String, Ending> ended = new HashMap<>();
        for (Lived lived : result.lived()) {
            if (ended.put(lived.job().id(), lived.ending()) != null) {
                problem("a call ended twice", lived.job().id());
            }
        }
        for (Job job : result.jobs()) {
            if (!ended.containsKey(job.id()) && !(killed && job.dies())) {
                problem("a call was lost", job.id());
            }
        }
    }

    private void attemptsAndDeadlines() {
        for (Lived lived : ours.lived()) {
            Plan plan = Objects.requireNonNull(Market.ALIASES.get(lived.job().alias()));
            int made = lived.ending().attempts().size();
            if (made > mostAttempts(plan)) {
                problem("too many attempts", made + " in " + lived);
            }
            if (lived.took().compareTo(plan.deadline()) > 0) {
                problem("a deadline was missed", lived.took() + " for " + lived);
            }
        }
    }

    /// The bound that a plan's owner can work out: each target, with its retries; or [#RETURNING], if that is more.
    private static int mostAttempts(Plan plan) {
        return Math.max(RETURNING, plan.all().size() * (1 + plan.retries()));
    }

    private void everyRecordIsSettledOnce() {
        Book book = guarded.fleet().book();
        Map<String, How> ended = new HashMap<>();
        ours.lived().forEach(it -> ended.put(it.job().id(), it.ending().how()));
        for (Job job : ours.jobs()) {
            Optional<LedgerRecord> record = book.find(job.id());
            How how = ended.getOrDefault(job.id(), How.KILLED);
            if (record.isEmpty()) {
                problem("a call is not in the ledger", job.id());
            } else if (!record.get().settlement().map(it -> it.status()).equals(status(how))) {
                problem("the ledger tells another story than " + how, record.toString());
            }
            int settled = book.settlements(job.id());
            if (settled != (how == How.KILLED ? 0 : 1)) {
                problem("a record was not settled once", settled + " times: " + job.id());
            }
        }
        if (book.size() != ours.jobs().size()) {
            problem("the ledger has other calls", book.size() + " records");
        }
    }

    private static Optional<Status> status(How how) {
        return switch (how) {
            case GOOD -> Optional.of(Status.ANSWERED);
            case FAILED -> Optional.of(Status.FAILED);
            case CUT -> Optional.of(Status.CUT);
            case REFUSED -> Optional.of(Status.REFUSED);
            case KILLED -> Optional.empty();
        };
    }

    /// A rate lets through what it may in exact time, and what clocks and the way to the store differ by. Anything else is never fuller than full.
    private void limitsAreKept() {
        Duration skew = ours.day().skew().multipliedBy(2).plus(Wire.LENGTH);
        for (Account.Line line : guarded.fleet().account().lines()) {
            long allowed = line.bucket().drains() ? skew.toNanos() : 0;
            if (line.excess() > allowed) {
                problem("a limit let too much pass", line.excess() + " in " + line.bucket());
            }
            if (line.overspent() > ESTIMATE_ERROR) {
                problem("a budget is overspent", line.overspent() + " of " + line.bucket());
            }
        }
    }

    private void everyReservationIsSettledOnce() {
        Account account = guarded.fleet().account();
        int open = 0;
        long spent = 0;
        boolean budgeted = false;
        for (Account.Line line : account.lines()) {
            boolean budget = line.bucket().id().startsWith("limit/budget");
            budgeted |= budget;
            line.strays().forEach(stray -> problem("a hold was given back twice", stray));
            open += line.open();
            spent += budget ? line.charged() : 0;
        }
        boolean quiet = ours.jobs().stream().noneMatch(Job::dies) && !ours.day().hasOutage();
        if (quiet && open > 0) {
            problem("a reservation was not settled", open + " holds are left");
        }
        if (quiet && budgeted && spent != guarded.fleet().watch().usedNanoUsd()) {
            problem(
                    "budgets tell another story than calls",
                    spent + " against " + guarded.fleet().watch().usedNanoUsd());
        }
        Instant later = ours.day().start().plus(ours.day().length()).plus(EXPIRY);
        account.levels(later)
                .forEach((bucket, level) -> {
                    if (level.held() != 0) {
                        problem("something is held for ever", bucket + " " + level);
                    }
                });
    }

    /// Retries are a share of calls, whatever goes wrong.
    private void retriesAreBounded() {
        long retries = ours.lived().stream().mapToLong(it -> it.ending().retries()).sum();
        if (retries > ours.day().retryShare() * ours.jobs().size()) {
            problem("too many retries", retries + " for " + ours.jobs().size() + " calls");
        }
    }

    /// A provider that is well again has its calls back soon.
    private void providersComeBack() {
        ours.day()
                .wellFrom()
                .ifPresent(well -> {
                    Duration from = well.plus(ours.day().recovery());
                    List<Lived> after =
                            ours.lived().stream()
                                    .filter(it -> it.job().at().compareTo(from) > 0)
                                    .toList();
                    long elsewhere =
                            after.stream()
                                    .filter(it -> it.ending().fallbacks() > 0 || !isFirst(it))
                                    .count();
                    if (elsewhere > ELSEWHERE * after.size()) {
                        problem(
                                "a provider is well and not asked",
                                elsewhere + " of " + after.size());
                    }
                });
    }

    private static boolean isFirst(Lived lived) {
        Plan plan = Objects.requireNonNull(Market.ALIASES.get(lived.job().alias()));
        List<Attempt> attempts = lived.ending().attempts();
        return attempts.isEmpty() || attempts.getLast().target().equals(plan.targets().getFirst());
    }

    private void theLedgerKnowsWhatProvidersAskFor() {
        if (ours.jobs().stream().noneMatch(Job::dies) && guarded.inLedger() < KNOWN) {
            problem(
                    "the ledger knows too little of what was spent",
                    guarded.fleet().book().nanoUsd() + " of " + ours.bill().nanoUsd());
        }
    }

    private void comparison() {
        Day day = ours.day();
        if (ours.success() < day.success()) {
            problem("too few calls succeed", ours.success() + " < " + day.success());
        }
        List<Lived> vital = ours.lived().stream().filter(it -> day.isVital(it.job())).toList();
        long good = vital.stream().filter(it -> it.ending().how() == How.GOOD).count();
        if (good < vital.size() * day.vitalSuccess()) {
            problem("too few vital calls succeed", good + " of " + vital.size());
        }
        if (ours.success() < naive.success() + day.betterBy()) {
            problem(
                    "success is not better by " + day.betterBy(),
                    ours.success() + " against " + naive.success());
        }
        if (ours.costOfThousand() > naive.costOfThousand() * day.costFactor()) {
            problem(
                    "a good call costs more than %s times".formatted(day.costFactor()),
                    ours.costOfThousand() + " against " + naive.costOfThousand());
        }
    }

    private void problem(String what, String where) {
        if (times.merge(what, 1, Integer::sum) <= EXAMPLES) {
            problems.add(what + ": " + where);
        }
    }
}
