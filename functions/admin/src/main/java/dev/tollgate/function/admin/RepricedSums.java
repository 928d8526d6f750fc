package dev.tollgate.function.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.usage.Money;
import java.util.OptionalLong;

/// What some calls cost, and would have cost, in 1e-9 USD. Exact: what does not fit 64 bits is an error.
///
/// What has no price counts nothing in `cost` and `repriced`; so the difference is taken over those calls alone that have a price both times.
final class RepricedSums {
    private long calls;
    private long cost;
    private long repriced;
    private long compared;
    private long difference;
    private long unpricedBefore;
    private long unpricedAfter;

    long cost() {
        return cost;
    }

    /// Counts a call.
    ///
    /// @param before what the ledger says; empty if it is not known
    /// @param after under the other prices; empty if it is not known
    void add(OptionalLong before, OptionalLong after) {
        calls++;
        cost = Math.addExact(cost, before.orElse(0));
        repriced = Math.addExact(repriced, after.orElse(0));
        unpricedBefore += before.isEmpty() ? 1 : 0;
        unpricedAfter += after.isEmpty() ? 1 : 0;
        if (before.isPresent() && after.isPresent()) {
            compared++;
            difference =
                    Math.addExact(
                            difference, Math.subtractExact(after.getAsLong(), before.getAsLong()));
        }
    }

    void add(RepricedSums others) {
        calls += others.calls;
        cost = Math.addExact(cost, others.cost);
        repriced = Math.addExact(repriced, others.repriced);
        compared += others.compared;
        difference = Math.addExact(difference, others.difference);
        unpricedBefore += others.unpricedBefore;
        unpricedAfter += others.unpricedAfter;
    }

    ObjectNode write(ObjectNode json) {
        return json.put("calls", calls)
                .put("cost_nano_usd", cost)
                .put("cost_usd", Money.usd(cost))
                .put("repriced_nano_usd", repriced)
                .put("repriced_usd", Money.usd(repriced))
                .put("compared_calls", compared)
                .put("difference_nano_usd", difference)
                .put("difference_usd", Money.usd(difference))
                .put("unpriced_calls_before", unpricedBefore)
                .put("unpriced_calls_after", unpricedAfter);
    }
}
