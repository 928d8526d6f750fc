package dev.tollgate.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tollgate.api.Tags;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.LedgerRecord.Settlement;
import dev.tollgate.ledger.LedgerRecord.Status;
import dev.tollgate.ledger.LedgerRecord.Used;
import dev.tollgate.routing.Attempt;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Target;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PriceHintsTest {
    private static final Target A = Target.parse("a/m");
    private static final Target B = Target.parse("b/m");

    private final PriceHints hints = new PriceHints();

    @Test
    void each_target_without_a_price_is_told_once() {
        assertEquals(Optional.of(PriceHint.line(A)), hints.of(call(A, new Cost.Unpriced())));
        assertEquals(Optional.empty(), hints.of(call(A, new Cost.Unpriced())));
        assertEquals(Optional.of(PriceHint.line(B)), hints.of(call(B, new Cost.Unpriced())));
        assertEquals(Optional.empty(), hints.of(call(B, Cost.Priced.forInput(1, "v"))));
    }

    @Test
    void of_several_targets_it_is_not_known_which_lacks_its_price() {
        assertEquals(
                Optional.of(
                        "at least one of these has no price: "
                                + PriceHint.line(A)
                                + "; "
                                + PriceHint.line(B)),
                hints.of(call(A, new Cost.Unpriced(), attempt(B, Usage.of(7, 1)))));
        assertEquals(
                Optional.of(PriceHint.line(A)),
                hints.of(call(A, new Cost.Unpriced(), attempt(B, Usage.none()))));
    }

    @Test
    void what_is_remembered_is_bounded() {
        for (int i = 0; i < PriceHints.MAX; i++) {
            assertEquals(
                    1,
                    hints.of(call(new Target("a", "m" + i), new Cost.Unpriced())).stream().count());
        }
        assertEquals(Optional.empty(), hints.of(call(B, new Cost.Unpriced())));
    }

    @Test
    void a_call_is_taken_apart_into_what_each_of_its_targets_has_used() {
        Settlement end =
                call(
                                A,
                                new Cost.Unpriced(),
                                attempt(B, Usage.of(7, 1)),
                                attempt(A, Usage.of(2, 0)),
                                attempt(B, Usage.none()))
                        .settlement()
                        .orElseThrow();
        assertEquals(
                List.of(
                        new Used(A, Usage.of(10, 5)),
                        new Used(B, Usage.of(7, 1)),
                        new Used(A, Usage.of(2, 0))),
                end.usageByTarget());
    }

    private static Attempt attempt(Target target, Usage wasted) {
        return new Attempt(target, Instant.EPOCH, Duration.ZERO, Optional.empty(), wasted);
    }

    /// Its answer has used ten tokens and five.
    private static LedgerRecord call(Target target, Cost cost, Attempt... attempts) {
        Usage usage =
                List.of(attempts).stream()
                        .map(Attempt::wasted)
                        .reduce(Usage.of(10, 5), Usage::plus);
        return new LedgerRecord(
                        "req_1",
                        Instant.EPOCH,
                        "team",
                        "key_1",
                        "alias",
                        Operation.CHAT,
                        false,
                        target,
                        1,
                        Tags.none(),
                        Optional.empty(),
                        Optional.empty())
                .settled(
                        new Settlement(
                                Status.ANSWERED,
                                target,
                                List.of(attempts),
                                usage,
                                cost,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Duration.ZERO,
                                Duration.ZERO));
    }
}
