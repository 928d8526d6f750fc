package dev.tollgate.limits;

import dev.tollgate.limits.Admission.Refused;
import dev.tollgate.limits.Bundle.Taken;
import dev.tollgate.limits.Pass.Passed;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Failure.Remedy;
import dev.tollgate.routing.Failure.Words;
import dev.tollgate.routing.Gate;
import dev.tollgate.routing.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// What one admitted call holds of its limits, and the gate before providers that have limits of ours.
///
/// Limits that name the first provider were asked with the others; a provider that a fallback goes to is asked when it is entered. A call that has entered
/// a provider is counted there once, however often it is sent.
public final class Reservation implements Gate {
    private final Limits limits;
    private final Demands demands;
    private final Patience patience;
    private final List<Passed> general;
    private final Map<String, List<Passed>> providers = new HashMap<>();
    private final Map<String, Refused> refusals = new HashMap<>();
    private final Set<String> entered = new HashSet<>();
    private Optional<Refused> refusal = Optional.empty();
    private boolean settled;

    Reservation(Limits limits, Demands demands, Patience patience, List<Passed> general) {
        this.limits = limits;
        this.demands = demands;
        this.patience = patience;
        this.general = general;
    }

    /// Keeps what the first provider's limits said.
    Reservation with(String provider, Taken answer) {
        switch (answer) {
            case Taken.All(List<Passed> passes) -> providers.put(provider, passes);
            case Taken.Nothing(Refused refusal) -> refusals.put(provider, refusal);
        }
        return this;
    }

    /// How the limits stand that were asked, with this call.
    public synchronized List<Standing> standings() {
        return Stream.concat(general.stream(), providers.values().stream().flatMap(List::stream))
                .flatMap(pass -> pass.standing().stream())
                .toList();
    }

    /// Waits as long as those limits allow, and no longer than the call's caller was promised.
    @Override
    public Optional<Failure> enter(Target target) {
        String provider = target.provider();
        Optional<Taken> known;
        synchronized (this) {
            if (providers.containsKey(provider)) {
                entered.add(provider);
                return Optional.empty();
            }
            known = Optional.ofNullable(refusals.remove(provider)).map(Taken.Nothing::new);
        }
        return switch (known.orElseGet(() -> limits.takeFor(provider, demands, patience))) {
            case Taken.All(List<Passed> passes) -> {
                enter(provider, passes);
                yield Optional.empty();
            }
            case Taken.Nothing(Refused refused) -> Optional.of(keptOut(refused, provider));
        };
    }

    /// The last limit on a provider that kept the call out.
    public synchronized Optional<Refused> refusal() {
        return refusal;
    }

    private Failure keptOut(Refused by, String provider) {
        synchronized (this) {
            refusal = Optional.of(by);
        }
        limits.tell(by);
        return failure(by, provider);
    }

    /// Of two attempts that come to a provider at the same time, or one that comes late, one counts.
    private void enter(String provider, List<Passed> passes) {
        synchronized (this) {
            entered.add(provider);
            if (!settled && providers.putIfAbsent(provider, passes) == null) {
                return;
            }
        }
        limits.giveBack(passes);
    }

    private static Failure failure(Refused refusal, String provider) {
        String message =
                "our own limit %s on provider %s has no room"
                        .formatted(refusal.limit().name(), provider);
        return new Failure(
                Kind.RATE_LIMITED,
                Remedy.NEXT_TARGET,
                0,
                message,
                Optional.of(refusal.retryAfter()),
                Words.ours(message, Optional.empty()));
    }

    /// Settles with what the call has really used: holds are given back, use is charged. Counts once; further calls do nothing. Returns when it is done, and
    /// never throws for a store that is down. A provider that was never entered gets everything back.
    ///
    /// @param ofProvider what was used of each provider that was entered
    public void settle(Need truth, Function<String, Need> ofProvider) {
        List<Returns.Due> due = new ArrayList<>();
        List<Passed> unused = new ArrayList<>();
        synchronized (this) {
            if (settled) {
                return;
            }
            settled = true;
            general.forEach(pass -> limits.due(pass, truth).ifPresent(due::add));
            providers.forEach((provider, passes) -> {
                if (entered.contains(provider)) {
                    Need used = ofProvider.apply(provider);
                    passes.forEach(pass -> limits.due(pass, used).ifPresent(due::add));
                } else {
                    unused.addAll(passes);
                }
            });
        }
        limits.giveBack(unused);
        limits.settle(due);
    }
}
