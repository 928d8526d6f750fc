package dev.tollgate.testkit.badday;

import dev.tollgate.routing.Target;
import dev.tollgate.usage.Usage;
import java.util.Objects;

/// What all providers together will ask for at the end of the day: for every token read or written, whoever still wanted it.
final class Bill {
    private long nanoUsd;
    private long requests;

    void request() {
        requests++;
    }

    void add(Target target, Usage usage) {
        nanoUsd += Objects.requireNonNull(Market.PRICES.get(target)).cost(usage);
    }

    long nanoUsd() {
        return nanoUsd;
    }

    /// How many requests reached a provider, also those that it refused.
    long requests() {
        return requests;
    }
}
