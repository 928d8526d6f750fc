package dev.tollgate.testkit.store;

import dev.tollgate.identity.KeyStore;

final class InMemoryKeyStoreTest extends KeyStoreContract {
    @Override
    protected KeyStore empty() {
        return new InMemoryKeyStore();
    }

    @Override
    protected KeyStore failing() {
        InMemoryKeyStore failing = new InMemoryKeyStore();
        failing.failing(true);
        return failing;
    }
}
