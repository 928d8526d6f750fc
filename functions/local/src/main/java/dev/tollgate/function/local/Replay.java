package dev.tollgate.function.local;

import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.config.Timing;
import dev.tollgate.ledger.Ledger;
import dev.tollgate.ledger.LedgerRecord;
import java.io.IOException;
import java.io.Reader;
import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;

/// Puts the records of log lines into a ledger: a pending one where there is none of its call, a settled one where its call is not settled.
///
/// A ledger that does not answer, perhaps because it is still busy after what made it spill, is asked [#TRIES] times.
///
/// @param unreadable takes the number of each line that is a spilled record and can't be read, from 1
record Replay(Ledger ledger, Timing.Sleeper sleeper, LongConsumer unreadable) {
    static final int TRIES = 6;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /// Restores what a log has.
    ///
    /// @throws StoreUnavailable if the ledger does not answer; what was restored until then stays
    Counts all(Reader log) throws IOException, InterruptedException {
        Counts counts = Counts.NONE;
        LogLines lines = new LogLines(log);
        while (lines.next()) {
            counts = counts.plus(line(lines));
        }
        return counts;
    }

    private Counts line(LogLines lines) throws InterruptedException {
        List<LedgerRecord> records;
        try {
            records = SpilledRecords.in(lines.text());
        } catch (IllegalArgumentException _) {
            unreadable.accept(lines.number());
            return new Counts(1, 0, 0, 1);
        }
        int restored = 0;
        for (LedgerRecord record : records) {
            restored += patientlyRestored(record) ? 1 : 0;
        }
        return new Counts(1, restored, records.size() - restored, 0);
    }

    private boolean patientlyRestored(LedgerRecord record) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return restored(record);
            } catch (StoreUnavailable e) {
                if (attempt == TRIES) {
                    throw e;
                }
                sleeper.sleep(PAUSE.multipliedBy(1L << (attempt - 1)));
            }
        }
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
