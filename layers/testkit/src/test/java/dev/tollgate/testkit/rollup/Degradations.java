package dev.tollgate.testkit.rollup;

import dev.tollgate.rollup.RollupObserver;
import java.util.ArrayList;
import java.util.List;

/// Keeps what it is told of being worse than it should be.
final class Degradations implements RollupObserver {
    final List<String> told = new ArrayList<>();

    @Override
    public void degraded(String what, Throwable cause) {
        told.add(what);
    }

    @Override
    public void rollupSkipped(String where, Throwable cause) {}

    @Override
    public void swept(String team, int calls) {}
}
