package dev.tollgate.function.usage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.usage.Money;
import java.util.EnumMap;
import java.util.Map;

/// Every [Measure] of some records. Exact: what does not fit 64 bits is an error, never a wrong sum.
///
/// No real report comes near: a call counts at most a billion tokens of a class, so tokens fit for four billion calls, and the cost fits
/// up to nine billion dollars.
@SuppressWarnings("EnumOrdinal")
final class Sums {
    static final String COST_USD = "cost_usd";

    private final Map<Measure, Long> sums = new EnumMap<>(Measure.class);

    long get(Measure measure) {
        return sums.getOrDefault(measure, 0L);
    }

    void add(LedgerRecord record) {
        for (Measure measure : Measure.values()) {
            add(measure, measure.of(record));
        }
    }

    void add(Sums others) {
        others.sums.forEach(this::add);
    }

    private void add(Measure measure, long more) {
        sums.merge(measure, more, Math::addExact);
    }

    /// Puts each measure under its name, and the cost in dollars too, as exact decimal text.
    ObjectNode write(ObjectNode json) {
        for (Measure measure : Measure.values()) {
            json.put(measure.written(), get(measure));
            if (measure == Measure.COST_NANO_USD) {
                json.put(COST_USD, Money.usd(get(measure)));
            }
        }
        return json;
    }
}
