package dev.tollgate.provider.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Prompt.Effort;
import dev.tollgate.conversation.Prompt.Reasoning;
import dev.tollgate.http.Json;
import java.util.regex.Pattern;

/// How much Gemini is to think. From the third generation on it takes levels, before that a budget in tokens:
///
/// | effort     | Gemini 3 and newer                   | Gemini 2.5                   |
/// |------------|--------------------------------------|------------------------------|
/// | none       | `MINIMAL` (Flash), `LOW`: no less is | 0 (Flash), 128: no less is   |
/// | minimal    | `MINIMAL` (Flash), `LOW`             | 1,024                        |
/// | low        | `LOW`                                | 1,024                        |
/// | medium     | `MEDIUM`                             | 8,192                        |
/// | high       | `HIGH`                               | 24,576                       |
/// | xhigh, max | `HIGH`: no more is                   | 24,576 (Flash), 32,768       |
///
/// A budget that is given goes as it is, also to newer models, which still take one. Source: Google's own table in its "OpenAI compatibility",
/// and the ranges in "Thinking".
final class ThinkingConfig {
    private static final Pattern OLDER = Pattern.compile("gemini-[12](\\D.*)?");

    private ThinkingConfig() {}

    /// Whether a model thinks in levels, and wants to see its signatures again.
    static boolean isThirdGeneration(String model) {
        String name = model.substring(model.lastIndexOf('/') + 1);
        return name.startsWith("gemini") && !OLDER.matcher(name).matches();
    }

    static ObjectNode write(Reasoning reasoning, String model) {
        ObjectNode written = Json.object();
        boolean thinks =
                reasoning.effort().filter(Effort.NONE::equals).isEmpty()
                        && reasoning.budgetTokens().orElse(1) != 0;
        boolean flash = model.contains("flash");
        if (reasoning.budgetTokens().isPresent()) {
            written.put("thinkingBudget", reasoning.budgetTokens().getAsInt());
        } else if (isThirdGeneration(model)) {
            reasoning.effort().ifPresent(it -> written.put("thinkingLevel", level(it, flash)));
        } else {
            reasoning.effort().ifPresent(it -> written.put("thinkingBudget", budget(it, flash)));
        }
        if (thinks) {
            written.put("includeThoughts", true);
        }
        return written;
    }

    private static String level(Effort effort, boolean flash) {
        return switch (effort) {
            case NONE, MINIMAL -> flash ? "MINIMAL" : "LOW";
            case LOW -> "LOW";
            case MEDIUM -> "MEDIUM";
            case HIGH, XHIGH, MAX -> "HIGH";
        };
    }

    private static int budget(Effort effort, boolean flash) {
        return switch (effort) {
            case NONE -> flash ? 0 : 128;
            case MINIMAL, LOW -> 1_024;
            case MEDIUM -> 8_192;
            case HIGH -> 24_576;
            case XHIGH, MAX -> flash ? 24_576 : 32_768;
        };
    }
}
