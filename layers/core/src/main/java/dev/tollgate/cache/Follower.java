package dev.tollgate.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A call that waits for the answer to another one.
public final class Follower implements Flights.Seat {
    private final Flights flights;
    private final String key;
    private final CompletableFuture<End> end = new CompletableFuture<>();

    Follower(Flights flights, String key) {
        this.flights = flights;
        this.key = key;
    }

    /// Waits. It waits no longer than that also if it has to lead, or to go on alone, afterwards.
    public End await(Duration atMost) {
        try {
            return end.get(Math.max(0, atMost.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return leave();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return leave();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a flight ends with a value", e);
        }
    }

    /// Leaves the flight. If the call has come to lead, and has not landed, it has failed.
    @Override
    public void close() {
        if (leave() instanceof End.Lead(Leader leader)) {
            leader.close();
        }
    }

    /// @return whether it still waited
    boolean end(End how) {
        return end.complete(how);
    }

    /// Unless it was told in the last moment.
    private End leave() {
        End late = new End.Late();
        if (end(late)) {
            flights.leave(key, this);
        }
        return end.getNow(late);
    }

    /// How the wait ends.
    public sealed interface End {
        /// The leader's answer is this call's, too.
        record Shared(Kept kept) implements End {}

        /// The leader failed, and this call is sent for the others.
        record Lead(Leader leader) implements End {}

        /// The leader's answer can't be shared.
        record Alone() implements End {}

        /// Its time is over.
        record Late() implements End {}
    }
}
