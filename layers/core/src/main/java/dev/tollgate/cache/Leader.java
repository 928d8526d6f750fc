package dev.tollgate.cache;

import java.util.Optional;

/// The call that is sent for all that ask the same. Unless it has landed before it is closed, it has failed, and another leads.
public final class Leader implements Flights.Seat {
    private final Flights flights;
    private final String key;
    private boolean over;

    Leader(Flights flights, String key) {
        this.flights = flights;
        this.key = key;
    }

    /// Its answer is complete.
    ///
    /// @param kept empty if the answer is not one for others: too large, stopped by a filter, another target's
    public void land(Optional<Kept> kept) {
        if (!over) {
            over = true;
            flights.land(key, kept);
        }
    }

    @Override
    public void close() {
        if (!over) {
            over = true;
            flights.handOver(key);
        }
    }
}
