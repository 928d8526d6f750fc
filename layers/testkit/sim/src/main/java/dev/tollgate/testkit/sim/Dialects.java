package dev.tollgate.testkit.sim;

import dev.tollgate.testkit.sim.anthropic.Anthropic;
import dev.tollgate.testkit.sim.azure.Azure;
import dev.tollgate.testkit.sim.bedrock.Bedrock;
import dev.tollgate.testkit.sim.dialect.Dialect;
import dev.tollgate.testkit.sim.dialect.Operation;
import dev.tollgate.testkit.sim.dialect.Request;
import dev.tollgate.testkit.sim.gemini.Gemini;
import dev.tollgate.testkit.sim.openai.OpenAi;
import dev.tollgate.testkit.sim.vertex.Vertex;
import java.time.Clock;
import java.util.List;

/// Every dialect of one simulated provider; a request is for the first that speaks it.
record Dialects(List<Dialect> all) {

    /// To look at requests with, not to answer them.
    private static final Dialects RECOGNISING = fresh();

    static Dialects fresh() {
        return new Dialects(
                List.of(
                        new Anthropic(),
                        new Azure(),
                        new Bedrock(Clock.systemUTC()),
                        new Gemini(),
                        new Vertex(),
                        new OpenAi()));
    }

    Dialect of(Request request) {
        return all.stream()
                .filter(dialect -> dialect.speaks(request))
                .findFirst()
                .orElseGet(this::last);
    }

    /// The one whose words are used where nobody's are.
    Dialect last() {
        return all.getLast();
    }

    /// Whether a provider charges for a request.
    static boolean charged(Request request) {
        return RECOGNISING.of(request).operation(request).filter(Operation::charged).isPresent();
    }
}
