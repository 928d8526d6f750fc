package dev.tollgate.testkit.sim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.testkit.sim.ChatRequest.Tool;
import dev.tollgate.testkit.sim.Script.End;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The content of a chat answer, before it is written as one document or as a stream.
record ChatAnswer(String id, Instant created, ChatRequest request, List<Choice> choices) {

    private static final int QUOTED_TOKENS = 256;
    private static final int TOKENS_BEYOND_BREAK = 3;

    /// What a choice is made of.
    enum Kind {
        TEXT("stop"),
        REFUSAL("content_filter"),
        TOOL_CALL("tool_calls");

        private final String finishReason;

        Kind(String finishReason) {
            this.finishReason = finishReason;
        }
    }

    /// One choice: the tokens of its text, or of the arguments for `tool`.
    record Choice(int index, Kind kind, Optional<Tool> tool, List<String> tokens, String finish) {
        String text() {
            return String.join("", tokens);
        }
    }

    static ChatAnswer of(ChatRequest request, Script script, Instant now) {
        var choices =
                IntStream.range(0, request.choices())
                        .mapToObj(index -> choice(index, request, script))
                        .toList();
        return new ChatAnswer(Ids.next("chatcmpl-"), now, request, choices);
    }

    /// The tokens of every choice, thought and said.
    int completionTokens() {
        return choices.stream().mapToInt(choice -> choice.tokens().size()).sum()
                + choices.size() * thought(request);
    }

    ObjectNode usage() {
        var usage =
                Json.object()
                        .put("prompt_tokens", request.promptTokens())
                        .put("completion_tokens", completionTokens())
                        .put("total_tokens", request.promptTokens() + completionTokens());
        usage.putObject("prompt_tokens_details")
                .put("cached_tokens", request.cachedTokens())
                .put("audio_tokens", 0);
        usage.putObject("completion_tokens_details")
                .put("reasoning_tokens", choices.size() * thought(request))
                .put("audio_tokens", 0)
                .put("accepted_prediction_tokens", 0)
                .put("rejected_prediction_tokens", 0);
        return usage;
    }

    private static Choice choice(int index, ChatRequest request, Script script) {
        var quoted = Tokens.first(QUOTED_TOKENS, request.lastText("user"));
        var kind =
                script.refusal()
                        ? Kind.REFUSAL
                        : request.tool().isPresent() ? Kind.TOOL_CALL : Kind.TEXT;
        var tokens =
                switch (kind) {
                    case REFUSAL -> Tokens.split("I'm sorry, but I can't help with: " + quoted);
                    case TOOL_CALL -> arguments(request, quoted);
                    case TEXT -> fitted(text(index, request, quoted), request, script);
                };
        int most = request.maxTokens() - thought(request);
        return tokens.size() > most
                ? new Choice(index, kind, request.tool(), tokens.subList(0, most), "length")
                : new Choice(index, kind, request.tool(), tokens, kind.finishReason);
    }

    private static List<String> arguments(ChatRequest request, String quoted) {
        var parameters = request.tool().orElseThrow().parameters();
        return Tokens.split(SchemaValue.json(parameters, quoted));
    }

    private static String text(int index, ChatRequest request, String quoted) {
        if (request.schema().isPresent()) {
            return SchemaValue.json(request.schema().get(), quoted);
        }
        var last = request.messages().getLast();
        var said =
                last.role().equals("tool")
                        ? "The tool said: " + Tokens.first(QUOTED_TOKENS, last.text())
                        : "You said: " + quoted;
        return index == 0 ? said : "Answer " + (index + 1) + ": " + said;
    }

    /// The tokens of a text, repeated or dropped until there are as many as the script wants.
    private static List<String> fitted(String text, ChatRequest request, Script script) {
        var tokens = new ArrayList<>(Tokens.split(text));
        boolean json = request.schema().isPresent();
        int wanted = script.tokens().orElse(json ? 0 : leastFor(script.ending()));
        var words = tokens.stream().map(String::strip).filter(word -> !word.isEmpty()).toList();
        for (int i = 0; tokens.size() < wanted; i++) {
            tokens.add(" " + words.get(i % words.size()));
        }
        return script.tokens().isPresent() ? tokens.subList(0, wanted) : tokens;
    }

    private static int leastFor(Script.Ending ending) {
        return ending.end() == End.WHOLE ? 0 : ending.afterTokens() + TOKENS_BEYOND_BREAK;
    }

    /// What is thought counts against the bound, as with the real ones.
    private static int thought(ChatRequest request) {
        return Math.min(request.reasoningTokens(), request.maxTokens());
    }
}
