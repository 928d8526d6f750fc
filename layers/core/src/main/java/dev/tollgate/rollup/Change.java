package dev.tollgate.rollup;

import dev.tollgate.ledger.LedgerRecord;
import java.util.Optional;

/// What became of one record of the ledger, as the ledger's stream tells it.
///
/// A record is told when it is opened and again when it is settled; what it counted before is taken away as what it counts now is added, so that
/// changes may be summed in any order.
///
/// @param sequence where it stands in its shard of the stream: digits that sort as text
/// @param before empty if there was no record
/// @param after the record as it is now
public record Change(String sequence, Optional<LedgerRecord> before, LedgerRecord after) {
    /// The digits of a sequence number as they sort as text.
    ///
    /// @throws IllegalArgumentException if there are more than 40
    public static String sortable(String sequence) {
        if (sequence.length() > DIGITS) {
            throw new IllegalArgumentException(
                    "need at most %d digits, got '%s'".formatted(DIGITS, sequence));
        }
        return "0".repeat(DIGITS - sequence.length()) + sequence;
    }

    private static final int DIGITS = 40;
}
