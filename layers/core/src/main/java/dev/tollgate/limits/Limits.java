package dev.tollgate.limits;

import dev.tollgate.config.Deadline;
import dev.tollgate.config.Fuse;
import dev.tollgate.config.Timing;
import dev.tollgate.limits.Admission.Admitted;
import dev.tollgate.limits.Admission.Reason;
import dev.tollgate.limits.Admission.Refused;
import dev.tollgate.limits.Bundle.Taken;
import dev.tollgate.limits.Pass.Passed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;

/// Limits and budgets, as calls meet them. One for each process: it remembers what is full, who waits, and whether the store answers.
///
/// Requests are charged at once. Tokens, money and concurrency are held by estimate, and settled with the truth. Holds don't drain, so giving one back
/// lets exactly as much through as if the truth had been known from the start; that a long call holds its estimate all along is the price. A budget in
/// money can't hold a call whose price is not known (its [Need#nanoUsd] is 0): it lets it pass, and whether such calls are sent is the caller's decision.
public final class Limits {
    /// How long a hold outlives its call's deadline, at least; after that the call's sandbox is taken for dead. Clocks may differ by as much.
    public static final Duration HOLD_MARGIN = Duration.ofSeconds(30);

    private final LimitStore store;
    private final LimitObserver observer;
    private final Timing timing;
    private final Executor executor;
    private final Turnstile turnstile;
    private final Returns returns;

    /// @param executor runs what asks the store for one call at the same time
    public Limits(LimitStore store, LimitObserver observer, Timing timing, Executor executor) {
        Fuse fuse =
                new Fuse(
                        "limits are not checked: calls pass uncounted or are refused, as each declares",
                        timing,
                        observer);
        Refusals refusals = new Refusals();
        this.store = store;
        this.observer = observer;
        this.timing = timing;
        this.executor = orHere(executor);
        this.returns =
                new Returns(
                        store, new Shares(store, observer), timing, fuse, refusals, this.executor);
        this.turnstile = new Turnstile(store, observer, timing, fuse, refusals, returns);
    }

    /// Takes what a call needs of all limits that count it, in one parallel step; asks no store if none does.
    ///
    /// @param rules all of the catalogue's, in its order
    /// @param provider the one that the call goes to first, if it is known
    /// @param deadline of the call: what it takes is held for it until then, and [#HOLD_MARGIN] longer
    /// @param waitUntil when its waiting ends, here and at providers that it goes to later, for its caller was promised an answer
    /// @param served whether the call has been answered without a provider meanwhile: then it waits for no tokens, money or place any more
    public Admission admit(
            List<Limit> rules,
            Subject subject,
            Optional<String> provider,
            Priority priority,
            Need need,
            Deadline deadline,
            Deadline waitUntil,
            BooleanSupplier served) {
        Patience patience = new Patience(deadline, waitUntil);
        Demands demands = new Demands(rules, subject, priority, need);
        Instant now = timing.now();
        List<Demand> general = demands.general(now);
        List<Demand> first = provider.map(name -> demands.ofProvider(name, now)).orElse(List.of());
        Executor here = general.size() + first.size() == 1 ? Runnable::run : executor;
        Bundle ofAll = bundle(patience, served).start(general, here);
        Bundle ofProvider = bundle(patience, served).start(first, here);
        return switch (ofAll.await()) {
            case Taken.Nothing(Refused refusal) -> {
                ofProvider.abandon();
                yield refusal;
            }
            case Taken.All(List<Passed> passes) -> {
                Reservation reservation = new Reservation(this, demands, patience, passes);
                boolean heard = false;
                try {
                    provider.ifPresent(name -> reservation.with(name, ofProvider.await()));
                    heard = true;
                } finally {
                    if (!heard) {
                        giveBack(passes);
                    }
                }
                returns.catchUpLater();
                yield new Admitted(reservation);
            }
        };
    }

    /// Tells operators of a refusal that had its consequence: [#admit] does not know whether the call is served after all. An outage is told when it begins.
    public void tell(Refused refused) {
        if (refused.reason() != Reason.STORE_UNAVAILABLE) {
            observer.exceeded(refused.limit(), refused.limit().exceeded());
        }
    }

    /// How the limits stand that would count a call, and which of them would refuse it. Changes nothing.
    ///
    /// @throws dev.tollgate.config.StoreUnavailable if the store does not answer
    public List<Standing> peek(
            List<Limit> rules,
            Subject subject,
            Optional<String> provider,
            Priority priority,
            Need need) {
        Demands demands = new Demands(rules, subject, priority, need);
        Instant now = timing.now();
        List<Demand> all = new ArrayList<>(demands.general(now));
        provider.ifPresent(name -> all.addAll(demands.ofProvider(name, now)));
        if (all.isEmpty()) {
            return List.of();
        }
        Map<String, Level> levels = store.levels(all.stream().map(Demand::bucket).toList(), now);
        return all.stream()
                .map(demand -> {
                    Level level = levels.getOrDefault(demand.bucket().id(), Level.EMPTY);
                    return demand.standing(
                            level,
                            now,
                            demand.amount() == 0
                                    || level.total() + demand.amount() <= demand.ceiling());
                })
                .toList();
    }

    /// What a call needs of a provider that it goes to later.
    Taken takeFor(String provider, Demands demands, Patience patience) {
        List<Demand> wanted = demands.ofProvider(provider, timing.now());
        return bundle(patience, () -> false)
                .start(wanted, wanted.size() == 1 ? Runnable::run : executor)
                .await();
    }

    void giveBack(List<Passed> passes) {
        returns.giveBack(passes);
    }

    Optional<Returns.Due> due(Passed pass, Need truth) {
        return returns.due(pass, truth);
    }

    /// Settles all at the same time, and returns when it is done.
    void settle(List<Returns.Due> due) {
        if (due.size() == 1) {
            returns.settle(due.getFirst());
            return;
        }
        CompletableFuture.allOf(
                        due.stream()
                                .map(one ->
                                        CompletableFuture.runAsync(
                                                () -> returns.settle(one), executor))
                                .toArray(CompletableFuture[]::new))
                .join();
    }

    /// What an executor that is shutting down does not take is run at once.
    private static Executor orHere(Executor executor) {
        return work -> {
            try {
                executor.execute(work);
            } catch (RejectedExecutionException e) {
                work.run();
            }
        };
    }

    private Bundle bundle(Patience patience, BooleanSupplier served) {
        return new Bundle(turnstile, returns, patience, served);
    }
}
