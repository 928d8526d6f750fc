package dev.tollgate.ledger;

import dev.tollgate.config.StoreUnavailable;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Where records are kept.
public interface Ledger {
    /// Writes a pending record. When it returns, the record is durable.
    ///
    /// @throws StoreUnavailable if it could not be written
    void open(LedgerRecord pending);

    /// Writes a call's end, over its pending record if that is there, or over one that was given up: what a call really came to takes the place of what was
    /// expected.
    ///
    /// @return false if the record was settled already; then nothing changes
    /// @throws StoreUnavailable if it could not be written
    boolean settle(LedgerRecord settled);

    /// A team's record.
    Optional<LedgerRecord> find(String team, String id);

    /// Hands over every record of a team that started from `from` on and before `to`, in no order.
    void scan(String team, Instant from, Instant to, Consumer<LedgerRecord> each);

    /// Hands over a team's records that started from `from` on and before `to`, the newest first (by their ids), until it is told to stop. It reads little more than
    /// it hands over.
    ///
    /// @param before only records of a lesser id; empty for all
    /// @param more whether to go on after a record
    void descend(
            String team,
            Instant from,
            Instant to,
            Optional<String> before,
            Predicate<LedgerRecord> more);
}
