package dev.tollgate.testkit.sim.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.openai.Flavour;
import java.util.List;
import java.util.Optional;

/// What the content filter adds to chat answers: results for the prompt and for every choice. A
/// choice that it stopped has no message.
record Filtered() implements Flavour {

    private static final List<String> CATEGORIES =
            List.of("hate", "self_harm", "sexual", "violence");

    @Override
    public Optional<ObjectNode> firstChunk(String model) {
        var chunk = Json.object();
        chunk.putArray("choices");
        chunk.put("created", 0).put("id", "").put("model", "").put("object", "");
        addPromptResults(chunk);
        return Optional.of(chunk);
    }

    @Override
    public void season(ObjectNode document) {
        addPromptResults(document);
    }

    @Override
    public void seasonChoice(ObjectNode choice) {
        boolean stopped = choice.path("finish_reason").asText().equals("content_filter");
        var results = results(stopped);
        for (var material : List.of("protected_material_text", "protected_material_code")) {
            results.putObject(material).put("detected", false).put("filtered", false);
        }
        choice.set("content_filter_results", results);
        if (stopped) {
            choice.remove("message");
        }
    }

    /// The result of each category; what is stopped is stopped for hate.
    private static ObjectNode results(boolean stopped) {
        var results = Json.object();
        for (var category : CATEGORIES) {
            boolean filtered = stopped && category.equals("hate");
            results.putObject(category)
                    .put("filtered", filtered)
                    .put("severity", filtered ? "high" : "safe");
        }
        return results;
    }

    /// The results of a prompt that was stopped, as its error spells them.
    static ObjectNode promptResults() {
        var results = results(true);
        results.set("self-harm", results.remove("self_harm"));
        return results;
    }

    private static void addPromptResults(ObjectNode document) {
        var result = document.putArray("prompt_filter_results").addObject().put("prompt_index", 0);
        var results = results(false);
        results.putObject("jailbreak").put("detected", false).put("filtered", false);
        result.set("content_filter_results", results);
    }
}
