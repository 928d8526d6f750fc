package dev.tollgate.catalog;

import static dev.tollgate.catalog.Written.problems;
import static dev.tollgate.catalog.Written.read;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tollgate.routing.ModelFacts;
import dev.tollgate.routing.ModelFacts.Capability;
import dev.tollgate.routing.Target;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelReaderTest {
    private static ModelFacts facts(String model) {
        return read("'models':{'p/m':" + model + "}")
                .models()
                .getOrDefault(new Target("p", "m"), ModelFacts.UNKNOWN);
    }

    @Test
    void every_fact_may_stand_alone() {
        OptionalInt none = OptionalInt.empty();

        assertEquals(
                new ModelFacts(OptionalInt.of(4096), none, Optional.empty()),
                facts("{'maxOutputTokens':4096}"));
        assertEquals(
                new ModelFacts(none, OptionalInt.of(32_000), Optional.empty()),
                facts("{'contextWindow':32000}"));
        assertEquals(
                new ModelFacts(
                        none, none, Optional.of(Set.of(Capability.TOOLS, Capability.STREAMING))),
                facts("{'capabilities':['tools','streaming']}"));
        assertEquals(
                new ModelFacts(none, none, Optional.of(Set.of())), facts("{'capabilities':[]}"));
        assertEquals(ModelFacts.UNKNOWN, facts("{}"));
    }

    @Test
    void of_a_model_that_nobody_says_anything_of_all_is_expected() {
        assertEquals(EnumSet.allOf(Capability.class), ModelFacts.UNKNOWN.capabilities());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'contextWindow':0"
                        + "| models.p/m.contextWindow: need a whole number from 1 to 100000000, got 0",
                "'capabilities':'tools'"
                        + "| models.p/m.capabilities: need a list of 0 to 4 capabilities, got \"tools\"",
                "'capabilities':['tools','vision']"
                        + "| models.p/m.capabilities[1]: unknown capability \"vision\" (known: images, schema, streaming, tools)",
                "'window':1"
                        + "| models.p/m.window: unknown key (known: capabilities, contextWindow, maxOutputTokens)",
            })
    void what_is_wrong_with_a_model_is_named_with_its_path(String model, String problem) {
        assertEquals(List.of(problem), problems("'models':{'p/m':{" + model + "}}"));
    }
}
