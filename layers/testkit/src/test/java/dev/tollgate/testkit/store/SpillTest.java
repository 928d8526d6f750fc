package dev.tollgate.testkit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tollgate.http.Json;
import dev.tollgate.ledger.LedgerJson;
import dev.tollgate.ledger.LedgerJsonReader;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.LedgerRecord.Settlement;
import dev.tollgate.routing.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/// What is spilled into a log line can be put into a ledger after all.
class SpillTest {
    private static final Instant START = Instant.parse("2026-11-23T12:00:00.123Z");

    @RepeatedTest(50)
    void a_spilled_record_is_read_back_whole(RepetitionInfo run) {
        Arbitrary arbitrary = new Arbitrary(run.getCurrentRepetition());
        LedgerRecord pending = arbitrary.pending("team", START);
        LedgerRecord settled = arbitrary.settled(pending);

        assertEquals(pending, replayed(pending));
        assertEquals(toMillis(settled), replayed(settled));
    }

    private static LedgerRecord replayed(LedgerRecord record) {
        byte[] line = Json.bytes(LedgerJson.of(record));
        return LedgerJsonReader.read(Json.tree(line));
    }

    private static LedgerRecord toMillis(LedgerRecord record) {
        Settlement end = record.settlement().orElseThrow();
        return record.settled(
                new Settlement(
                        end.status(),
                        end.target(),
                        end.attempts().stream()
                                .map(attempt ->
                                        new Attempt(
                                                attempt.target(),
                                                attempt.startedAt(),
                                                toMillis(attempt.took()),
                                                attempt.failure(),
                                                attempt.wasted()))
                                .toList(),
                        end.usage(),
                        end.cost(),
                        end.source(),
                        end.savedNanoUsd(),
                        end.degraded(),
                        end.failure(),
                        end.refusal(),
                        end.finishReason(),
                        end.timeToFirstToken().map(SpillTest::toMillis),
                        toMillis(end.total()),
                        toMillis(end.overhead())));
    }

    private static Duration toMillis(Duration duration) {
        return duration.truncatedTo(ChronoUnit.MILLIS);
    }
}
