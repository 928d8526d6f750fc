package dev.tollgate.testkit.sim.dialect;

import dev.tollgate.testkit.sim.dialect.Script.Quirk;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// What the provider thinks and says to an ask, before a dialect writes it down.
///
/// @param usageShown whether the answer tells its usage
public record Said(Ask ask, List<Choice> choices, boolean usageShown) {

    /// One answer.
    ///
    /// @param stop the text that ended it, if one did
    public record Choice(
            int index,
            List<String> thoughts,
            List<Piece> pieces,
            Finish finish,
            Optional<String> stop) {

        /// The tokens thought and said.
        public int tokens() {
            return thoughts.size() + pieces.stream().mapToInt(piece -> piece.tokens().size()).sum();
        }

        public List<ToolCall> toolCalls() {
            return pieces.stream()
                    .filter(ToolCall.class::isInstance)
                    .map(ToolCall.class::cast)
                    .toList();
        }
    }

    /// A part of an answer, token by token.
    public sealed interface Piece {
        List<String> tokens();

        default String text() {
            return String.join("", tokens());
        }
    }

    public record Text(List<String> tokens) implements Piece {}

    public record Refusal(List<String> tokens) implements Piece {}

    /// A call of a tool, whose tokens are its arguments as JSON.
    public record ToolCall(Tools.Tool tool, List<String> tokens) implements Piece {}

    /// Why an answer ends. `BLOCKED` is an answer without pieces, to a prompt that was refused as a
    /// whole; `NONE` is one whose reason is not told.
    public enum Finish {
        STOP,
        STOP_SEQUENCE,
        LENGTH,
        TOOL_CALLS,
        REFUSAL,
        BLOCKED,
        NONE
    }

    /// Composes what the script wants said to an ask.
    public static Said of(Ask ask, Script script) {
        var composer = new Composer(ask, script);
        var choices = IntStream.range(0, ask.choices()).mapToObj(composer::choice).toList();
        return new Said(ask, choices, !script.has(Quirk.NO_USAGE));
    }

    public int promptTokens() {
        return ask.promptTokens();
    }

    /// The tokens of every choice, thought and said.
    public int completionTokens() {
        return choices.stream().mapToInt(Choice::tokens).sum();
    }

    /// The tokens of every choice that were thought only.
    public int thinkingTokens() {
        return choices.stream().mapToInt(choice -> choice.thoughts().size()).sum();
    }

    /// The answer as one document.
    public Answer whole(byte[] body) {
        return new Answer.Whole(body, promptTokens(), completionTokens());
    }
}
