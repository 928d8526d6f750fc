package dev.tollgate.testkit.sim.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.testkit.sim.dialect.Ids;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Script;
import dev.tollgate.testkit.sim.dialect.Script.Quirk;
import java.util.Optional;

/// What hosts of OpenAI's dialect do otherwise than OpenAI, as the words of a script ask for it:
/// where the usage of a stream stands, and whether and where thoughts are shown.
record Host(Script script, Flavour inner) implements Flavour {

    private static final String REASONING_CONTENT = "reasoning_content";
    private static final double DOLLARS_PER_TOKEN = 1e-6;

    @Override
    public Optional<ObjectNode> firstChunk(String model) {
        return inner.firstChunk(model);
    }

    @Override
    public Optional<String> comment() {
        return script.has(Quirk.OPENROUTER)
                ? Optional.of("OPENROUTER PROCESSING")
                : inner.comment();
    }

    @Override
    public void season(ObjectNode document) {
        inner.season(document);
        if (script.has(Quirk.GROQ_USAGE)) {
            document.putObject("x_groq").put("id", Ids.next("req_"));
        }
        if (script.has(Quirk.OPENROUTER)) {
            document.put("provider", "Simulated");
            if (document.path("usage") instanceof ObjectNode usage) {
                price(usage);
            }
        }
    }

    @Override
    public void seasonChoice(ObjectNode choice) {
        inner.seasonChoice(choice);
        if (script.has(Quirk.OPENROUTER)) {
            choice.set("native_finish_reason", choice.path("finish_reason"));
        }
        if (script.has(Quirk.REASONING_CONTENT)
                && choice.path("delta") instanceof ObjectNode delta
                && !delta.has(REASONING_CONTENT)) {
            delta.putNull(REASONING_CONTENT);
        }
    }

    @Override
    public Optional<ObjectNode> thought(String text) {
        if (script.has(Quirk.REASONING_CONTENT)) {
            return Optional.of(Json.object().putNull("content").put(REASONING_CONTENT, text));
        }
        if (script.has(Quirk.REASONING)) {
            return Optional.of(Json.object().put("reasoning", text));
        }
        return inner.thought(text);
    }

    @Override
    public void meter(ObjectNode last, ObjectNode usage) {
        if (script.has(Quirk.USAGE_IN_CHOICE)) {
            last.set("usage", usage);
        }
        if (script.has(Quirk.GROQ_USAGE)) {
            last.putObject("x_groq").put("id", Ids.next("req_")).set("usage", usage);
        }
    }

    /// Of OpenRouter the last chunk again, with the usage and its price.
    @Override
    public Optional<ObjectNode> usageChunk(ObjectNode last, ObjectNode plain, boolean asked) {
        if (script.has(Quirk.OPENROUTER)) {
            var again = last.deepCopy().put("provider", "Simulated");
            again.set("usage", plain.path("usage"));
            price(again.withObjectProperty("usage"));
            return Optional.of(again);
        }
        if (script.has(Quirk.USAGE_IN_CHOICE) || script.has(Quirk.GROQ_USAGE)) {
            return Optional.empty();
        }
        return inner.usageChunk(last, plain, asked);
    }

    /// Of OpenRouter a chunk whose choice finishes with an error.
    @Override
    public ObjectNode error(ObjectNode plain) {
        if (!script.has(Quirk.OPENROUTER)) {
            return inner.error(plain);
        }
        var chunk =
                Json.object()
                        .put("id", Ids.next("gen-"))
                        .put("object", "chat.completion.chunk")
                        .put("provider", "Simulated");
        chunk.putObject("error").put("code", 502).put("message", "Provider returned error");
        var choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.putObject("delta").put("content", "");
        choice.put("finish_reason", "error");
        return chunk;
    }

    private static void price(ObjectNode usage) {
        int tokens = usage.path("total_tokens").asInt();
        usage.put("cost", tokens * DOLLARS_PER_TOKEN).put("is_byok", false);
    }
}
