package dev.tollgate.function.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.function.admin.CatalogFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import java.util.Objects;

/// The catalogue of a server that was given none: `demo-catalog.yaml` with the simulated providers where they really are, and
/// the real providers of `demo-providers.yaml` whose keys stand in the environment.
final class DemoCatalog {
    private DemoCatalog() {}

    /// @param simulated where the simulated provider is, whatever it is asked for there
    static ObjectNode of(URI simulated, Map<String, String> environment) {
        ObjectNode catalog = (ObjectNode) resource("demo-catalog.yaml");
        catalog.withObject("providers")
                .forEach(provider ->
                        ((ObjectNode) provider).put("baseUrl", at(simulated, provider)));
        resource("demo-providers.yaml")
                .properties()
                .forEach(entry -> {
                    if (!environment.getOrDefault(entry.getKey(), "").isBlank()) {
                        join(entry.getValue(), catalog);
                    }
                });
        return catalog;
    }

    private static String at(URI simulated, JsonNode provider) {
        return simulated + URI.create(provider.path("baseUrl").asText()).getPath();
    }

    private static void join(JsonNode fragment, ObjectNode catalog) {
        fragment.properties()
                .forEach(section ->
                        catalog.withObject(section.getKey())
                                .setAll((ObjectNode) section.getValue()));
    }

    private static JsonNode resource(String name) {
        try (InputStream in =
                Objects.requireNonNull(DemoCatalog.class.getResourceAsStream(name), name)) {
            return CatalogFile.read(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
