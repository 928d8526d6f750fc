package dev.tollgate.rollup;

import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.LedgerRecord.Settlement;
import dev.tollgate.ledger.LedgerRecord.Source;
import dev.tollgate.ledger.LedgerRecord.Status;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.TokenClass;
import java.util.Arrays;

/// All that is known of some calls together. Exact: what does not fit 64 bits is an error, never a wrong sum.
///
/// No real team comes near: a call counts at most a billion tokens of a class, so tokens fit for four billion calls, and money up to nine billion dollars.
@SuppressWarnings("EnumOrdinal") // an index within this process; what is stored goes by name
public final class Figures {
    private static final Figures ZERO = new Figures();

    private final long[] counts = new long[Measure.values().length];
    private final long[] tokens = new long[TokenClass.values().length];
    private final long[] nanoUsd = new long[TokenClass.values().length];
    private final Distribution latency = new Distribution();
    private final Distribution timeToFirstToken = new Distribution();

    /// Counts a record.
    public void add(LedgerRecord record) {
        add(record, 1);
    }

    /// Takes away what a record has counted.
    public void subtract(LedgerRecord record) {
        add(record, -1);
    }

    private void add(LedgerRecord record, int sign) {
        for (Measure measure : Measure.values()) {
            add(measure, sign * measure.of(record));
        }
        record.settlement().ifPresent(end -> add(end, sign));
    }

    private void add(Settlement end, int sign) {
        for (TokenClass kind : TokenClass.values()) {
            addTokens(kind, sign * kind.of(end.usage()));
        }
        if (end.cost() instanceof Cost.Priced priced) {
            priced.byClass().forEach((kind, part) -> addNanoUsd(kind, sign * part));
        }
        if (end.status() == Status.ANSWERED && end.source() == Source.PROVIDER) {
            latency.add(end.total(), sign);
            end.timeToFirstToken().ifPresent(time -> timeToFirstToken.add(time, sign));
        }
    }

    public void add(Figures others) {
        add(counts, others.counts);
        add(tokens, others.tokens);
        add(nanoUsd, others.nanoUsd);
        latency.add(others.latency);
        timeToFirstToken.add(others.timeToFirstToken);
    }

    private static void add(long[] sums, long[] more) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] = Math.addExact(sums[i], more[i]);
        }
    }

    public void add(Measure measure, long more) {
        counts[measure.ordinal()] = Math.addExact(counts[measure.ordinal()], more);
    }

    public void addTokens(TokenClass kind, long more) {
        tokens[kind.ordinal()] = Math.addExact(tokens[kind.ordinal()], more);
    }

    public void addNanoUsd(TokenClass kind, long more) {
        nanoUsd[kind.ordinal()] = Math.addExact(nanoUsd[kind.ordinal()], more);
    }

    public long of(Measure measure) {
        return counts[measure.ordinal()];
    }

    public long tokens(TokenClass kind) {
        return tokens[kind.ordinal()];
    }

    /// What the tokens of a class cost, in 1e-9 USD.
    public long nanoUsd(TokenClass kind) {
        return nanoUsd[kind.ordinal()];
    }

    /// What all tokens cost, in 1e-9 USD, as far as it is known.
    public long nanoUsd() {
        return Arrays.stream(nanoUsd).reduce(0, Math::addExact);
    }

    /// Calls that have ended and were not refused.
    public long served() {
        return Math.max(0, of(Measure.CALLS) - of(Measure.REFUSED) - of(Measure.PENDING));
    }

    /// Those of them whose cost is known.
    public long priced() {
        return Math.max(0, served() - of(Measure.UNPRICED_CALLS));
    }

    /// From start to end, of those that a provider has answered.
    public Distribution latency() {
        return latency;
    }

    /// From start to first token, of the same; of a buffered call, until the answer was there.
    public Distribution timeToFirstToken() {
        return timeToFirstToken;
    }

    /// Whether nothing is left: all that was counted has been taken away.
    public boolean isZero() {
        return equals(ZERO);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Figures that
                && Arrays.equals(counts, that.counts)
                && Arrays.equals(tokens, that.tokens)
                && Arrays.equals(nanoUsd, that.nanoUsd)
                && latency.equals(that.latency)
                && timeToFirstToken.equals(that.timeToFirstToken);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts) * 31 + Arrays.hashCode(nanoUsd);
    }

    @Override
    public String toString() {
        return "Figures[counts=%s, tokens=%s, nanoUsd=%s, latency=%s, timeToFirstToken=%s]"
                .formatted(
                        Arrays.toString(counts),
                        Arrays.toString(tokens),
                        Arrays.toString(nanoUsd),
                        latency,
                        timeToFirstToken);
    }
}
