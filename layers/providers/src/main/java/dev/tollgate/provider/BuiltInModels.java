package dev.tollgate.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.http.Json;
import dev.tollgate.routing.ModelFacts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;

/// What Tollgate comes to know of models with: `models.json`. The longest name that a model's id holds is its row.
final class BuiltInModels {
    private final JsonNode maxOutputTokens;

    private BuiltInModels(JsonNode maxOutputTokens) {
        this.maxOutputTokens = maxOutputTokens;
    }

    static BuiltInModels load() {
        try (InputStream in =
                Objects.requireNonNull(BuiltInModels.class.getResourceAsStream("models.json"))) {
            return new BuiltInModels(Json.tree(in.readAllBytes()).path("maxOutputTokens"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param catalogued what the catalogue says, which holds if it says anything
    ModelFacts of(String model, ModelFacts catalogued) {
        if (catalogued.maxOutputTokens().isPresent()) {
            return catalogued;
        }
        String id = model.toLowerCase(Locale.ROOT);
        return maxOutputTokens.properties().stream()
                .filter(row -> id.contains(row.getKey()))
                .max((one, other) ->
                        Integer.compare(one.getKey().length(), other.getKey().length()))
                .map(row -> new ModelFacts(OptionalInt.of(row.getValue().asInt())))
                .orElse(ModelFacts.UNKNOWN);
    }
}
