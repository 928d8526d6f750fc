package dev.tollgate.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.routing.ModelFacts;
import dev.tollgate.routing.ModelFacts.Capability;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuiltInModelsTest {
    private static final BuiltInModels MODELS = BuiltInModels.load();

    private static ModelFacts of(String model) {
        return MODELS.of(model, ModelFacts.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-4o-mini-2024-07-18, 128000",
        "openai/gpt-4.1-nano, 1047576",
        "GPT-5-mini, 400000",
        "gpt-5.4-2026-03-05, 1050000",
        "o3-mini, 200000",
        "us.anthropic.claude-haiku-4-5-20251001-v1:0, 200000",
        "claude-opus-4-6@20260205, 1000000",
        "anthropic/claude-opus-4.5, 200000",
        "models/gemini-2.5-flash-lite, 1048576",
        "llama-3.3-70b-versatile, 131072",
        "meta-llama/Meta-Llama-3.1-8B-Instruct-Turbo, 131072",
        "us.meta.llama3-3-70b-instruct-v1:0, 131072",
        "amazon.nova-pro-v1:0, 300000",
        "grok-4-fast-reasoning, 2000000",
        "grok-4-0709, 256000",
        "command-r-plus-08-2024, 128000",
        "deepseek-chat, 1048565",
    })
    void the_longest_name_in_a_models_id_says_its_window(String model, int window) {
        assertEquals(OptionalInt.of(window), of(model).contextWindow());
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-5.9",
        "gpt-4",
        "gpt-4.5-preview",
        "grok-40",
        "mygpt-4o",
        "o11",
        "llama-3.10",
        "tokens-200"
    })
    void a_part_of_a_word_or_of_a_version_is_no_name(String model) {
        assertEquals(ModelFacts.UNKNOWN, of(model));
    }

    @ParameterizedTest
    @CsvSource({
        "claude-sonnet-4-20250514, 64000",
        "claude-sonnet-4-5, 64000",
        "claude-sonnet-4-6, 128000",
        "anthropic/claude-sonnet-4.5, 64000",
        "claude-opus-4-1-20250805, 32000",
        "claude-3-5-sonnet-v2@20241022, 8192",
    })
    void claudes_most_tokens_are_known(String model, int most) {
        assertEquals(OptionalInt.of(most), of(model).maxOutputTokens());
    }

    @Test
    void what_a_model_lacks_is_left_of_what_it_can() {
        assertEquals(
                EnumSet.of(Capability.TOOLS, Capability.STREAMING),
                of("gpt-3.5-turbo-0125").capabilities());
        assertEquals(
                EnumSet.complementOf(EnumSet.of(Capability.IMAGES)),
                of("openai/gpt-oss-120b").capabilities());
        assertEquals(EnumSet.allOf(Capability.class), of("gpt-4.1").capabilities());
    }

    @Test
    void each_fact_of_the_catalogue_holds_and_the_others_are_filled_in() {
        Set<Capability> all = EnumSet.allOf(Capability.class);
        ModelFacts wider = new ModelFacts(OptionalInt.empty(), OptionalInt.of(9), Optional.empty());
        ModelFacts able =
                new ModelFacts(OptionalInt.empty(), OptionalInt.empty(), Optional.of(all));

        assertEquals(
                new ModelFacts(OptionalInt.of(64_000), OptionalInt.of(9), Optional.empty()),
                MODELS.of("claude-haiku-4-5", wider));
        assertEquals(all, MODELS.of("gpt-3.5-turbo", able).capabilities());
        assertEquals(OptionalInt.of(16_385), MODELS.of("gpt-3.5-turbo", able).contextWindow());
        assertEquals(wider, MODELS.of("nobody-knows", wider));
    }

    @Test
    void no_name_stands_there_twice_and_each_finds_itself() {
        assertEquals(MODELS.names().size(), new HashSet<>(MODELS.names()).size());
        for (String name : MODELS.names()) {
            assertTrue(!of(name).equals(ModelFacts.UNKNOWN), name);
        }
    }
}
