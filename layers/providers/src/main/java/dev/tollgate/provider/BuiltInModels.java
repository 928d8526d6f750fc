package dev.tollgate.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.http.Json;
import dev.tollgate.routing.ModelFacts;
import dev.tollgate.routing.ModelFacts.Capability;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/// What Tollgate comes to know of models with: `models.json`. The longest name that a model's id holds is its row. A name is whole in the id:
/// `gpt-5` is no name of `gpt-5.4`.
final class BuiltInModels {
    private final List<Row> rows;

    private BuiltInModels(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    static BuiltInModels load() {
        try (InputStream in =
                Objects.requireNonNull(BuiltInModels.class.getResourceAsStream("models.json"))) {
            List<Row> rows = new ArrayList<>();
            for (JsonNode vendor : Json.tree(in.readAllBytes()).path("vendors")) {
                vendor.path("models")
                        .properties()
                        .forEach(row -> rows.add(Row.of(row.getKey(), row.getValue())));
            }
            return new BuiltInModels(rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> names() {
        return rows.stream().map(Row::name).toList();
    }

    /// @param catalogued what the catalogue says, each fact of which holds
    ModelFacts of(String model, ModelFacts catalogued) {
        String id = id(model);
        return rows.stream()
                .filter(row -> row.whole().matcher(id).find())
                .max(Comparator.comparingInt(row -> row.name().length()))
                .map(row -> catalogued.orElse(row.facts()))
                .orElse(catalogued);
    }

    /// Some hosts write Claude's versions with a dot.
    private static String id(String model) {
        String id = model.toLowerCase(Locale.ROOT);
        return id.contains("claude") ? id.replace('.', '-') : id;
    }

    /// @param whole finds the name where nothing of an id's word or version goes on before or after it
    private record Row(String name, Pattern whole, ModelFacts facts) {

        static Row of(String name, JsonNode known) {
            Pattern whole =
                    Pattern.compile("(?<![a-z0-9])" + Pattern.quote(name) + "(?![a-z0-9]|\\.\\d)");
            return new Row(
                    name,
                    whole,
                    new ModelFacts(
                            number(known, "maxOutputTokens"),
                            number(known, "contextWindow"),
                            capabilities(known.path("lacks"))));
        }

        private static OptionalInt number(JsonNode known, String name) {
            return known.has(name) ? OptionalInt.of(known.get(name).asInt()) : OptionalInt.empty();
        }

        private static Optional<Set<Capability>> capabilities(JsonNode lacks) {
            if (lacks.isEmpty()) {
                return Optional.empty();
            }
            Set<Capability> left = EnumSet.allOf(Capability.class);
            lacks.forEach(
                    it -> left.remove(Capability.valueOf(it.asText().toUpperCase(Locale.ROOT))));
            return Optional.of(left);
        }
    }
}
