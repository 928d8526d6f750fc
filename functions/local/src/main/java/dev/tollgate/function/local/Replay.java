package dev.tollgate.function.local;

import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.ledger.Ledger;
import dev.tollgate.ledger.LedgerRecord;
import java.io.IOException;
import java.io.Reader;
import java.util.List;
import java.util.function.LongConsumer;

/// Puts the records of log lines into a ledger: a pending one where there is none of its call, a settled one where its call is not settled.
///
/// @param unreadable takes the number of each line that is a spilled record and can't be read, from 1
record Replay(Ledger ledger, LongConsumer unreadable) {

    /// Restores what a log has.
    ///
    /// @throws StoreUnavailable if the ledger does not answer; what was restored until then stays
    Counts all(Reader log) throws IOException {
        Counts counts = Counts.NONE;
        LogLines lines = new LogLines(log);
        while (lines.next()) {
            counts = counts.plus(line(lines));
        }
        return counts;
    }

    private Counts line(LogLines lines) {
        List<LedgerRecord> records;
        try {
            records = SpilledRecords.in(lines.text());
        } catch (IllegalArgumentException _) {
            unreadable.accept(lines.number());
            return new Counts(1, 0, 0, 1);
        }
        long restored = records.stream().filter(this::restored).count();
        return new Counts(1, restored, records.size() - restored, 0);
    }

    private boolean restored(LedgerRecord record) {
        if (record.settlement().isPresent()) {
            return ledger.settle(record);
        }
        if (ledger.find(record.team(), record.id()).isPresent()) {
            return false;
        }
        ledger.open(record);
        return true;
    }

    /// What came of so many lines.
    ///
    /// @param restored records that were written
    /// @param there records that the ledger had already
    /// @param unreadable lines of spilled records that could not be read
    record Counts(long lines, long restored, long there, long unreadable) {
        static final Counts NONE = new Counts(0, 0, 0, 0);

        Counts plus(Counts more) {
            return new Counts(
                    lines + more.lines,
                    restored + more.restored,
                    there + more.there,
                    unreadable + more.unreadable);
        }

        /// For people.
        @Override
        public String toString() {
            return "%d lines read; records: %d restored, %d already there; %d unreadable"
                    .formatted(lines, restored, there, unreadable);
        }
    }
}
