package dev.tollgate.routing;

import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.config.Timing;
import dev.tollgate.routing.Breaker.Exchange;
import dev.tollgate.routing.Breaker.News;
import dev.tollgate.routing.Breaker.Standing;
import dev.tollgate.routing.Breaker.Verdict;
import dev.tollgate.routing.BreakerStore.Opening;
import dev.tollgate.routing.BreakerStore.State;
import dev.tollgate.routing.Failure.Remedy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/// The breakers of all targets, in one sandbox. They are asked before a call is sent and told how it went; what other sandboxes have seen comes in
/// through the [BreakerStore], beside the calls. While it does not answer, each sandbox goes by what it has seen itself.
public final class Breakers {
    private static final String UNSHARED = "what sandboxes know of targets can't be shared";

    private final BreakerStore store;
    private final BreakerPolicy policy;
    private final Timing timing;
    private final Executor background;
    private final BreakerObserver observer;
    private final PerTarget<Breaker> breakers;
    private final AtomicBoolean exchanging = new AtomicBoolean();

    /// @param background runs what no call waits for
    public Breakers(
            BreakerStore store,
            BreakerPolicy policy,
            Timing timing,
            Executor background,
            BreakerObserver observer) {
        this.store = store;
        this.policy = policy;
        this.timing = timing;
        this.background = background;
        this.observer = observer;
        this.breakers = new PerTarget<>(() -> new Breaker(policy));
    }

    /// Makes ready for a call that is to be sent along these targets: one round trip if the first of them that is not open may be probed and nobody has
    /// the probe yet, none otherwise. What it finds is for [Guard] to see.
    public void prepare(Collection<Target> targets) {
        Instant now = timing.now();
        for (Target target : targets) {
            Breaker breaker = breakers.of(target);
            if (breaker.asks(now)) {
                ask(target, breaker, now);
            }
            if (breaker.standing(now) instanceof Standing.Closed || breaker.hasProbe(now)) {
                break;
            }
        }
        exchangeIfDue(targets, now);
    }

    /// A stream that had begun has been cut by its provider: its answer was counted too early.
    public void cut(Target target, Failure failure) {
        switch (failure.kind()) {
            case SERVER_ERROR, OVERLOADED, TIMEOUT ->
                    breakers.of(target)
                            .cut(failure.kind(), timing.now())
                            .ifPresent(news -> tell(target, news));
            case RATE_LIMITED,
                    CONTEXT_LENGTH,
                    CONTENT_POLICY,
                    QUOTA,
                    AUTH,
                    NOT_FOUND,
                    BAD_REQUEST -> {}
        }
    }

    /// Whether a call may be sent to a target. If so, [#ended] is called.
    Admission admit(Target target) {
        Breaker breaker = breakers.of(target);
        if (breaker.standing(timing.now()) instanceof Standing.HalfOpen) {
            prepare(List.of(target));
        }
        Instant now = timing.now();
        return switch (breaker.standing(now)) {
            case Standing.Closed _ -> new Admission.Admitted(false);
            case Standing.Open(Opening opening, Duration left) ->
                    new Admission.Refused(refused(target, opening, left));
            case Standing.HalfOpen(Opening opening) ->
                    breaker.takesProbe(now)
                            ? new Admission.Admitted(true)
                            : new Admission.Refused(refused(target, opening, policy.refresh()));
        };
    }

    /// @param probe as it was admitted
    void ended(Target target, boolean probe, Verdict verdict) {
        Instant now = timing.now();
        breakers.of(target).ended(probe, verdict, now).ifPresent(news -> tell(target, news));
        exchangeIfDue(List.of(target), now);
    }

    /// The target asked to be left alone for so long.
    void cool(Target target, Duration asked) {
        Duration time = asked.compareTo(policy.maxCooldown()) < 0 ? asked : policy.maxCooldown();
        Instant now = timing.now();
        breakers.of(target).cool(now.plus(time), now).ifPresent(news -> tell(target, news));
    }

    private void ask(Target target, Breaker breaker, Instant now) {
        boolean got = false;
        try {
            got = store.probe(target, policy.lease(), now);
        } catch (StoreUnavailable e) {
            got = true;
            observer.degraded(UNSHARED, e);
        } finally {
            breaker.answered(got, now);
        }
    }

    private void tell(Target target, News news) {
        switch (news) {
            case News.Opened(Opening opening) -> observer.opened(target, opening);
            case News.Closed() -> observer.closed(target);
        }
        inBackground(
                () -> breakers.of(target).told(heard(target, news)),
                () -> breakers.of(target).told(false));
    }

    private boolean heard(Target target, News news) {
        try {
            switch (news) {
                case News.Opened(Opening opening) -> store.open(target, opening, timing.now());
                case News.Closed() -> store.close(target, timing.now());
            }
            return true;
        } catch (StoreUnavailable e) {
            observer.degraded(UNSHARED, e);
            return false;
        }
    }

    private void exchangeIfDue(Collection<Target> targets, Instant now) {
        List<Target> due =
                targets.stream().filter(target -> breakers.of(target).isDue(now)).toList();
        if (!due.isEmpty() && exchanging.compareAndSet(false, true)) {
            inBackground(
                    () -> {
                        try {
                            exchange(due);
                        } finally {
                            exchanging.set(false);
                        }
                    },
                    () -> exchanging.set(false));
        }
    }

    /// Reports what is to be reported, and reads the rest. What can't be reported is dropped: a little later, it would be no news.
    private void exchange(List<Target> targets) {
        Instant now = timing.now();
        Map<Target, Exchange> asked = new LinkedHashMap<>();
        targets.forEach(target -> asked.put(target, breakers.of(target).exchange(now)));
        List<Target> unheard = new ArrayList<>();
        try {
            for (Map.Entry<Target, Exchange> one : asked.entrySet()) {
                if (one.getValue().report().isNone()) {
                    unheard.add(one.getKey());
                } else {
                    State state = store.report(one.getKey(), one.getValue().report(), now);
                    hear(one.getKey(), state, one.getValue());
                }
            }
            if (!unheard.isEmpty()) {
                Map<Target, State> states = store.read(unheard, now);
                for (Target target : unheard) {
                    State state = states.getOrDefault(target, State.NONE);
                    hear(target, state, Objects.requireNonNull(asked.get(target)));
                }
            }
        } catch (StoreUnavailable e) {
            observer.degraded(UNSHARED, e);
        }
    }

    private void hear(Target target, State state, Exchange asked) {
        breakers.of(target).heard(state, asked, timing.now()).ifPresent(news -> tell(target, news));
    }

    private void inBackground(Runnable work, Runnable otherwise) {
        try {
            background.execute(work);
        } catch (RejectedExecutionException e) {
            otherwise.run();
            observer.degraded(UNSHARED, e);
        }
    }

    private static Failure refused(Target target, Opening opening, Duration left) {
        String why =
                opening.isCooldown()
                        ? "it asked us to wait"
                        : "it does not work (" + opening.cause().written() + ")";
        return Failure.unsent(
                opening.cause(),
                opening.isCooldown() ? Remedy.SAME_TARGET : Remedy.NEXT_TARGET,
                "%s is not asked for the next %d ms: %s".formatted(target, left.toMillis(), why),
                Optional.of(left));
    }

    /// Whether a call may be sent.
    sealed interface Admission {
        /// @param probe whether all others wait for what comes of it
        record Admitted(boolean probe) implements Admission {}

        record Refused(Failure failure) implements Admission {}
    }
}
