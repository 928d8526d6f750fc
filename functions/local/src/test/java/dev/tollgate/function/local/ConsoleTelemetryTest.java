package dev.tollgate.function.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tollgate.api.ApiError;
import dev.tollgate.api.Tags;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.LedgerRecord.Settlement;
import dev.tollgate.ledger.LedgerRecord.Source;
import dev.tollgate.ledger.LedgerRecord.Status;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Target;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConsoleTelemetryTest {
    private static final Target TARGET = new Target("openai", "gpt-4.1");

    @Test
    void a_refusal_shows_nothing_that_the_caller_wrote() {
        ApiError refusal = ApiError.unknownAlias("x\n12:00:00.000 ERROR local: forged line");
        assertEquals("req_1 refused: 404 model_not_found", ConsoleTelemetry.line("req_1", refusal));
    }

    @Test
    void a_call_is_one_line() {
        assertEquals(
                "req_1 chat -> openai/gpt-4.1 answered in 12 ms, 0 attempts, 0.001 USD",
                line(Status.ANSWERED, Source.PROVIDER, 1_000_000, 0, Optional.empty()));
    }

    @Test
    void a_hit_says_so_and_what_it_saved() {
        assertEquals(
                "req_1 chat -> openai/gpt-4.1 answered from the cache in 12 ms, 0 attempts, 0 USD, saved 0.0005 USD",
                line(Status.ANSWERED, Source.CACHE, 0, 500_000, Optional.empty()));
    }

    @Test
    void a_degraded_answer_says_how() {
        assertEquals(
                "req_1 chat -> openai/gpt-4.1 answered with the alias's message in 12 ms, 0 attempts, 0 USD, degraded: message",
                line(Status.ANSWERED, Source.MESSAGE, 0, 0, Optional.of("message")));
    }

    @Test
    void a_call_that_was_never_sent_names_no_target() {
        assertEquals(
                "req_1 chat refused in 12 ms",
                line(Status.REFUSED, Source.PROVIDER, 0, 0, Optional.empty()));
    }

    private static String line(
            Status status, Source source, long cost, long saved, Optional<String> degraded) {
        Settlement end =
                new Settlement(
                        status,
                        TARGET,
                        List.of(),
                        Usage.none(),
                        Cost.Priced.forInput(cost, "v1"),
                        source,
                        saved,
                        degraded,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofMillis(12),
                        Duration.ofMillis(2));
        LedgerRecord record =
                new LedgerRecord(
                        "req_1",
                        Instant.EPOCH,
                        "growth",
                        "key_1",
                        "chat",
                        Operation.CHAT,
                        false,
                        TARGET,
                        1,
                        Tags.none(),
                        Optional.empty(),
                        Optional.of(end));
        return ConsoleTelemetry.line(record, end);
    }
}
