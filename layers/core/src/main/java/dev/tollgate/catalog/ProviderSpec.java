package dev.tollgate.catalog;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// A provider as the catalogue describes it.
///
/// @param dialect the language it speaks
/// @param baseUrl where it is reached; empty means the dialect's own host
/// @param secret the name of its key's secret; empty if it wants none
/// @param allowPrivateNetwork whether it may stand at a private or loopback address, and speak plain HTTP
/// @param vendor whose prices, and whose habits, are its own in what Tollgate comes with
/// @param settings what else its dialect wants to know, such as a region
public record ProviderSpec(
        String name,
        String dialect,
        Optional<URI> baseUrl,
        Optional<String> secret,
        boolean allowPrivateNetwork,
        String vendor,
        Map<String, String> settings) {

    public ProviderSpec {
        settings = Map.copyOf(settings);
    }

    public Optional<String> setting(String key) {
        return Optional.ofNullable(settings.get(key));
    }
}
