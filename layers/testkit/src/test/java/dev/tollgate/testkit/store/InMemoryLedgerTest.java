package dev.tollgate.testkit.store;

import dev.tollgate.ledger.Ledger;

final class InMemoryLedgerTest extends LedgerContract {
    private final InMemoryLedger ledger = new InMemoryLedger();

    @Override
    protected Ledger ledger() {
        return ledger;
    }

    @Override
    protected Ledger failing() {
        InMemoryLedger failing = new InMemoryLedger();
        failing.failing(true);
        return failing;
    }
}
