package dev.tollgate.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tollgate.catalog.InvalidCatalog.Problem;
import dev.tollgate.http.Json;
import dev.tollgate.routing.Plan;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A catalogue with provider `p`, written with single quotes for double ones.
final class Written {
    private static final DialectSpec HOST =
            new DialectSpec(new TreeMap<>(), Optional.empty(), Set.of("p"));

    private Written() {}

    /// Whatever aliases there are, and further sections.
    static Catalog read(String sections) {
        String json = "{'providers':{'p':{'dialect':'openai'}}," + sections + "}";
        return new CatalogReader(Map.of("openai", HOST), false)
                .read(Json.tree(json.replace('\'', '"').getBytes(UTF_8)));
    }

    static List<String> problems(String sections) {
        return assertThrows(InvalidCatalog.class, () -> read(sections)).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    static Plan plan(Catalog catalog, String alias) {
        return Objects.requireNonNull(catalog.aliases().get(alias)).plan();
    }
}
