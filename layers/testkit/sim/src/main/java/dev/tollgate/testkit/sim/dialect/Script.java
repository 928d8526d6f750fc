package dev.tollgate.testkit.sim.dialect;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// What the provider does with one call: whether it answers, what, how fast, and how the answer
/// ends.
///
/// Each word of the grammar (see the package above) sets one component, or adds one quirk.
public record Script(Gate gate, Pace pace, OptionalInt tokens, Set<Quirk> quirks, Ending ending) {

    /// A call that is answered at once and whole.
    public static final Script HEALTHY =
            new Script(
                    new Gate.Open(),
                    new Pace(Duration.ZERO, Duration.ZERO, Duration.ZERO),
                    OptionalInt.empty(),
                    Set.of(),
                    new Ending(End.WHOLE, 0));

    public Script {
        quirks = Set.copyOf(quirks);
    }

    /// What stands between a call and its answer.
    public sealed interface Gate {
        record Open() implements Gate {}

        record Status(int status, Optional<Duration> retryAfter) implements Gate {}

        /// Refuses the first calls of a model with 503.
        record FailFirst(int calls) implements Gate {}

        /// Stands in the way for a while only, and is open then.
        record Passing(Gate gate, Until until) implements Gate {}

        /// Answers one API key only.
        record OnlyKey(String key) implements Gate {
            @Override
            public String toString() {
                return "OnlyKey[****]";
            }
        }

        /// A refusal in the provider's words, or a proxy's page.
        enum Named implements Gate {
            CONTEXT_LENGTH,
            CONTENT_POLICY,
            QUOTA,
            BAD_KEY,
            NOT_FOUND,
            HTML_502
        }

        /// A connection that dies or stays silent instead.
        enum Dead implements Gate {
            RESET,
            RESET_AFTER_HEADERS,
            SILENCE
        }
    }

    /// When a gate opens, counted from the first call of its model.
    public sealed interface Until {
        record Calls(int refused) implements Until {}

        record Elapsed(Duration time) implements Until {}
    }

    /// The waits: before the first byte, before the first token, before each later token.
    public record Pace(Duration delay, Duration firstToken, Duration laterTokens) {
        /// How long the tokens of an answer take to come.
        public Duration ofTokens(int tokens) {
            return firstToken.plus(laterTokens.multipliedBy(Math.max(0, tokens - 1)));
        }
    }

    /// A way in which an answer is unusual and still whole.
    public enum Quirk {
        REFUSAL,
        THINKING,
        PARALLEL_TOOLS,
        NO_USAGE,
        NO_FINISH,
        PING,
        USAGE_IN_CHOICE,
        GROQ_USAGE,
        OPENROUTER,
        REASONING_CONTENT,
        REASONING
    }

    /// How an answer ends, after so many token events where it breaks.
    public record Ending(End end, int afterTokens) {}

    public enum End {
        WHOLE,
        NO_DONE,
        STALL,
        CUT,
        MALFORMED,
        BAD_CHUNK,
        ERROR,
        TRUNCATED
    }

    public boolean has(Quirk quirk) {
        return quirks.contains(quirk);
    }

    public Script gate(Gate other) {
        return new Script(other, pace, tokens, quirks, ending);
    }

    public Script delay(Duration wait) {
        return pace(new Pace(wait, pace.firstToken, pace.laterTokens));
    }

    public Script slowFirstToken(Duration wait) {
        return pace(new Pace(pace.delay, wait, pace.laterTokens));
    }

    public Script slowTokens(Duration wait) {
        return pace(new Pace(pace.delay, pace.firstToken, wait));
    }

    public Script tokens(int count) {
        return new Script(gate, pace, OptionalInt.of(count), quirks, ending);
    }

    public Script quirk(Quirk quirk) {
        var more = EnumSet.of(quirk);
        more.addAll(quirks);
        return new Script(gate, pace, tokens, more, ending);
    }

    public Script ending(End end, int afterTokens) {
        return new Script(gate, pace, tokens, quirks, new Ending(end, afterTokens));
    }

    private Script pace(Pace other) {
        return new Script(gate, other, tokens, quirks, ending);
    }
}
