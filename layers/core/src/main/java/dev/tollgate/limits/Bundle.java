package dev.tollgate.limits;

import dev.tollgate.limits.Admission.Refused;
import dev.tollgate.limits.Limit.Measure.RequestsPerMinute;
import dev.tollgate.limits.Pass.Passed;
import dev.tollgate.limits.Pass.Turned;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/// The buckets of one call, taken at the same time: all of them, or none. What was taken when one refuses is given back.
final class Bundle {
    private final Turnstile turnstile;
    private final Returns returns;
    private final Patience patience;
    private final List<Passed> passed = new ArrayList<>();
    private final CompletableFuture<Taken> result = new CompletableFuture<>();
    private int missing;
    private final BooleanSupplier served;
    private boolean over;

    Bundle(Turnstile turnstile, Returns returns, Patience patience, BooleanSupplier served) {
        this.turnstile = turnstile;
        this.returns = returns;
        this.patience = patience;
        this.served = served;
    }

    /// What came of it.
    sealed interface Taken {
        record All(List<Passed> passes) implements Taken {}

        record Nothing(Refused refusal) implements Taken {}
    }

    Bundle start(List<Demand> demands, Executor executor) {
        missing = demands.size();
        if (demands.isEmpty()) {
            result.complete(new Taken.All(List.of()));
        }
        for (Demand demand : demands) {
            executor.execute(() -> run(demand));
        }
        return this;
    }

    /// Waits for all of them, or for the first that refuses.
    Taken await() {
        return result.join();
    }

    /// Nobody wants them any more.
    void abandon() {
        List<Passed> unwanted;
        synchronized (this) {
            over = true;
            unwanted = List.copyOf(passed);
            passed.clear();
        }
        returns.giveBack(unwanted);
    }

    private void run(Demand demand) {
        if (isOver()) {
            return;
        }
        try {
            switch (turnstile.pass(demand, patience, () -> isOver() || needsNoMore(demand))) {
                case Passed pass -> add(pass);
                case Turned(Refused refusal) -> refuse(refusal);
            }
        } catch (RuntimeException | Error bug) {
            abandon();
            result.completeExceptionally(bug);
        }
    }

    private void add(Passed pass) {
        boolean complete;
        synchronized (this) {
            if (!over) {
                passed.add(pass);
            }
            complete = !over && passed.size() == missing;
            if (!over && !complete) {
                return;
            }
        }
        if (complete) {
            result.complete(new Taken.All(List.copyOf(passed)));
        } else {
            returns.giveBack(List.of(pass));
        }
    }

    private void refuse(Refused refusal) {
        if (!isOver()) {
            abandon();
            result.complete(new Taken.Nothing(refusal));
        }
    }

    /// A call that is answered without a provider takes nothing but a request, and that of no provider.
    private boolean needsNoMore(Demand demand) {
        boolean isNeededAnyway =
                demand.limit().measure() instanceof RequestsPerMinute
                        && !demand.limit().scope().namesProvider();
        return !isNeededAnyway && served.getAsBoolean();
    }

    private synchronized boolean isOver() {
        return over;
    }
}
