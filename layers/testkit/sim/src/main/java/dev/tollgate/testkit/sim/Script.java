package dev.tollgate.testkit.sim;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// What the provider does with one call: whether it answers, what, how fast, and how the answer
/// ends.
///
/// Each word of the grammar (see [Grammar]) sets one component.
record Script(Gate gate, Pace pace, OptionalInt tokens, boolean refusal, Ending ending) {

    /// A call that is answered at once and whole.
    static final Script HEALTHY =
            new Script(
                    new Gate.Open(),
                    new Pace(Duration.ZERO, Duration.ZERO, Duration.ZERO),
                    OptionalInt.empty(),
                    false,
                    new Ending(End.WHOLE, 0));

    /// What stands between a call and its answer.
    sealed interface Gate {
        record Open() implements Gate {}

        record Status(int status, Optional<Duration> retryAfter) implements Gate {}

        /// Refuses the first calls of a model with 503.
        record FailFirst(int calls) implements Gate {}

        /// Answers one API key only.
        record OnlyKey(String key) implements Gate {
            @Override
            public String toString() {
                return "OnlyKey[****]";
            }
        }

        /// A refusal in OpenAI's words, or a proxy's page.
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

    /// The waits: before the first byte, before the first token, before each later token.
    record Pace(Duration delay, Duration firstToken, Duration laterTokens) {
        /// How long the tokens of an answer take to come.
        Duration ofTokens(int tokens) {
            return firstToken.plus(laterTokens.multipliedBy(Math.max(0, tokens - 1)));
        }
    }

    /// How an answer ends, after so many token events where it breaks.
    record Ending(End end, int afterTokens) {}

    enum End {
        WHOLE,
        NO_DONE,
        STALL,
        CUT,
        MALFORMED,
        BAD_CHUNK,
        ERROR,
        TRUNCATED
    }

    Script gate(Gate other) {
        return new Script(other, pace, tokens, refusal, ending);
    }

    Script delay(Duration wait) {
        return pace(new Pace(wait, pace.firstToken, pace.laterTokens));
    }

    Script slowFirstToken(Duration wait) {
        return pace(new Pace(pace.delay, wait, pace.laterTokens));
    }

    Script slowTokens(Duration wait) {
        return pace(new Pace(pace.delay, pace.firstToken, wait));
    }

    Script tokens(int count) {
        return new Script(gate, pace, OptionalInt.of(count), refusal, ending);
    }

    Script refuses() {
        return new Script(gate, pace, tokens, true, ending);
    }

    Script ending(End end, int afterTokens) {
        return new Script(gate, pace, tokens, refusal, new Ending(end, afterTokens));
    }

    private Script pace(Pace other) {
        return new Script(gate, other, tokens, refusal, ending);
    }
}
