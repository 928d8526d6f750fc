package dev.tollgate.testkit.sim.dialect;

import dev.tollgate.testkit.sim.dialect.Said.Choice;
import dev.tollgate.testkit.sim.dialect.Said.Finish;
import dev.tollgate.testkit.sim.dialect.Said.Piece;
import dev.tollgate.testkit.sim.dialect.Script.End;
import dev.tollgate.testkit.sim.dialect.Script.Gate;
import dev.tollgate.testkit.sim.dialect.Script.Quirk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes up an answer from what was asked, the same one for the same ask and script.
record Composer(Ask ask, Script script) {

    private static final int QUOTED_TOKENS = 256;
    private static final int TOKENS_BEYOND_BREAK = 3;
    private static final int UNASKED_THINKING_TOKENS = 16;

    Choice choice(int index) {
        if (script.gate() == Gate.Named.CONTENT_POLICY) {
            return new Choice(index, List.of(), List.of(), Finish.BLOCKED, Optional.empty());
        }
        var thoughts = thoughts();
        var pieces = pieces(index);
        var stop = pieces.getFirst() instanceof Said.Text text ? stopIn(text.text()) : "";
        var finish = stop.isEmpty() ? finish(pieces.getFirst()) : Finish.STOP_SEQUENCE;
        if (!stop.isEmpty()) {
            var text = pieces.getFirst().text();
            pieces = List.of(new Said.Text(Tokens.split(text.substring(0, text.indexOf(stop)))));
        }
        var kept = first(ask.maxTokens() - thoughts.size(), pieces);
        boolean cut = !kept.equals(pieces);
        if (cut) {
            finish = Finish.LENGTH;
        }
        return new Choice(
                index,
                thoughts,
                kept,
                script.has(Quirk.NO_FINISH) ? Finish.NONE : finish,
                cut || stop.isEmpty() ? Optional.empty() : Optional.of(stop));
    }

    private List<String> thoughts() {
        int least = script.has(Quirk.THINKING) ? UNASKED_THINKING_TOKENS : 0;
        int wanted = Math.min(Math.max(least, ask.thinkingTokens()), ask.maxTokens());
        return fitted("The user says: " + quoted() + " So what should I answer?", wanted, true);
    }

    private List<Piece> pieces(int index) {
        if (script.has(Quirk.REFUSAL)) {
            var words = "I'm sorry, but I can't help with: " + quoted();
            return List.of(new Said.Refusal(Tokens.split(words)));
        }
        if (ask.turns().getLast().role() == Turn.Role.USER) {
            var called = ask.tools().called(script.has(Quirk.PARALLEL_TOOLS));
            if (!called.isEmpty()) {
                return called.stream().map(this::call).toList();
            }
        }
        boolean json = ask.schema().isPresent();
        int wanted = script.tokens().orElse(json ? 0 : leastFor(script.ending()));
        return List.of(new Said.Text(fitted(text(index), wanted, script.tokens().isPresent())));
    }

    private Piece call(Tools.Tool tool) {
        return new Said.ToolCall(tool, Tokens.split(SchemaValue.json(tool.parameters(), quoted())));
    }

    private String text(int index) {
        if (ask.schema().isPresent()) {
            return SchemaValue.json(ask.schema().get(), quoted());
        }
        var last = ask.turns().getLast();
        var said =
                last.role() == Turn.Role.TOOL
                        ? "The tool said: " + Tokens.first(QUOTED_TOKENS, last.text())
                        : "You said: " + quoted();
        var shown = ask.images() == 0 ? "" : " (images: " + ask.images() + ")";
        return (index == 0 ? said : "Answer " + (index + 1) + ": " + said) + shown;
    }

    private String quoted() {
        return Tokens.first(QUOTED_TOKENS, ask.lastText(Turn.Role.USER));
    }

    private String stopIn(String text) {
        return ask.stops().stream()
                .filter(stop -> text.contains(stop))
                .min((a, b) -> Integer.compare(text.indexOf(a), text.indexOf(b)))
                .orElse("");
    }

    private static Finish finish(Piece piece) {
        return switch (piece) {
            case Said.Text _ -> Finish.STOP;
            case Said.Refusal _ -> Finish.REFUSAL;
            case Said.ToolCall _ -> Finish.TOOL_CALLS;
        };
    }

    /// The pieces cut off after so many tokens; a piece that would have none is left out.
    private static List<Piece> first(int tokens, List<Piece> pieces) {
        var kept = new ArrayList<Piece>();
        int left = tokens;
        for (var piece : pieces) {
            if (left == 0 && !kept.isEmpty()) {
                break;
            }
            var some = piece.tokens().subList(0, Math.min(left, piece.tokens().size()));
            left -= some.size();
            kept.add(
                    switch (piece) {
                        case Said.Text _ -> new Said.Text(some);
                        case Said.Refusal _ -> new Said.Refusal(some);
                        case Said.ToolCall call -> new Said.ToolCall(call.tool(), some);
                    });
        }
        return List.copyOf(kept);
    }

    /// The tokens of a text, repeated until there are `wanted`, and dropped if there may be no more.
    private static List<String> fitted(String text, int wanted, boolean exactly) {
        var tokens = new ArrayList<>(Tokens.split(text));
        var words = tokens.stream().map(String::strip).filter(word -> !word.isEmpty()).toList();
        for (int i = 0; tokens.size() < wanted; i++) {
            tokens.add(" " + words.get(i % words.size()));
        }
        return List.copyOf(exactly ? tokens.subList(0, wanted) : tokens);
    }

    private static int leastFor(Script.Ending ending) {
        return ending.end() == End.WHOLE ? 0 : ending.afterTokens() + TOKENS_BEYOND_BREAK;
    }
}
