package dev.tollgate.provider.openai;

import java.net.URI;

/// Where a host's endpoints are.
@FunctionalInterface
public interface Addresses {
    /// @param endpoint such as `/chat/completions`
    /// @param model which some hosts want in the address
    URI of(String endpoint, String model);

    /// Whether the host has an endpoint there.
    default boolean has(String endpoint) {
        return true;
    }

    /// Endpoints under one base, whatever the model.
    ///
    /// @param base without a slash at its end
    static Addresses under(URI base) {
        return (endpoint, _) -> URI.create(base + endpoint);
    }
}
