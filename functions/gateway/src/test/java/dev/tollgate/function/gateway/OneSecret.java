package dev.tollgate.function.gateway;

import dev.tollgate.identity.Secret;
import dev.tollgate.identity.Secrets;

/// The same key for every provider.
record OneSecret() implements Secrets {
    @Override
    public Secret read(String name) {
        return new Secret("sk-sim");
    }

    @Override
    public Secret readAgain(String name) {
        return read(name);
    }
}
