package dev.tollgate.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Citation;
import dev.tollgate.provider.wire.Tongue;
import dev.tollgate.provider.wire.Wire.Unreadable;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A whole chat completion, read. Where several choices were asked for, their parts stand one after another.
final class ChatAnswer {
    private static final String DETAILS = "reasoning_details";

    /// Of a message, what becomes a part or says nothing.
    private static final Set<String> READ =
            Set.of(
                    "role",
                    "content",
                    "refusal",
                    "reasoning",
                    "reasoning_content",
                    DETAILS,
                    "tool_calls",
                    "function_call",
                    "annotations",
                    "channel",
                    "name",
                    "prefix");

    private ChatAnswer() {}

    static Completion read(JsonNode answer) throws Unreadable {
        JsonNode choices = answer.path("choices");
        if (!choices.isArray() || choices.isEmpty()) {
            throw new Unreadable("the answer has no 'choices'");
        }
        List<Part> parts = new ArrayList<>();
        for (JsonNode choice : choices) {
            message(choice.path("message"), cited(answer), parts);
        }
        return new Completion(
                answer.path("id").asText(),
                answer.path("model").asText(),
                parts,
                finish(choices.path(0), parts.stream().anyMatch(Part.ToolCall.class::isInstance)),
                Optional.empty(),
                OpenAiUsage.of(answer.path("usage"), answer.path("x_groq")));
    }

    /// Whether a completion tells all of it.
    static boolean toldInFull(JsonNode answer) {
        JsonNode choices = answer.path("choices");
        return choices.size() == 1
                && !hasMore(choices.path(0), choices.path(0).path("message").path("content"));
    }

    /// Whether a choice, or a piece of one, says more than parts do: how probable its tokens are, or content of a kind that we don't know.
    static boolean hasMore(JsonNode choice, JsonNode content) {
        for (JsonNode piece : content) {
            if (ContentPieces.part(piece).filter(Part.Foreign.class::isInstance).isPresent()) {
                return true;
            }
        }
        return !choice.path("logprobs").isEmpty();
    }

    private static void message(JsonNode message, List<Citation> cited, List<Part> parts) {
        thought(message).ifPresent(parts::add);
        JsonNode content = message.path("content");
        List<Citation> citations = new ArrayList<>(cited);
        citations.addAll(citations(message.path("annotations")));
        if (content.isTextual() && !content.asText().isEmpty()) {
            parts.add(new Part.Text(content.asText(), citations));
        }
        for (JsonNode piece : content) {
            ContentPieces.part(piece).ifPresent(parts::add);
        }
        if (!message.path("refusal").asText("").isEmpty()) {
            parts.add(new Part.Refusal(message.path("refusal").asText()));
        }
        for (JsonNode call : message.path("tool_calls")) {
            parts.add(call(call.path("function"), call.path("id").asText(""), parts));
        }
        if (message.path("function_call").isObject()) {
            parts.add(call(message.path("function_call"), "", parts));
        }
        parts.addAll(foreign(message));
        signedThoughts(message).ifPresent(parts::add);
    }

    /// OpenRouter's signatures of what a model thought, in the words of whoever stands behind it. The thought itself stands in `reasoning`, too.
    static Optional<Part> signedThoughts(JsonNode message) {
        JsonNode details = message.path(DETAILS);
        for (JsonNode detail : details) {
            if (detail.hasNonNull("signature") || detail.hasNonNull("data")) {
                return Optional.of(new Part.Foreign(Tongue.OPENAI.written(), DETAILS, details));
            }
        }
        return Optional.empty();
    }

    /// What stands in a message and has no equal elsewhere, such as spoken audio.
    static List<Part.Foreign> foreign(JsonNode message) {
        return message.properties().stream()
                .filter(member -> !READ.contains(member.getKey()))
                .filter(member -> member.getValue().isContainerNode())
                .filter(member -> !member.getValue().isEmpty())
                .map(member ->
                        new Part.Foreign(
                                Tongue.OPENAI.written(), member.getKey(), member.getValue()))
                .toList();
    }

    /// What the model thought: DeepSeek and others call it `reasoning_content`, Groq and OpenRouter `reasoning`.
    static Optional<Part> thought(JsonNode message) {
        for (String name : List.of("reasoning_content", "reasoning")) {
            if (!message.path(name).asText("").isEmpty()) {
                return Optional.of(
                        new Part.Thinking(message.path(name).asText(), Optional.empty()));
            }
        }
        return Optional.empty();
    }

    /// @param id empty if it has none: then it is numbered among all calls of the answer
    private static Part call(JsonNode function, String id, List<Part> before) {
        String arguments = arguments(function.path("arguments"));
        long number = before.stream().filter(Part.ToolCall.class::isInstance).count();
        String known = id.isEmpty() ? "call_" + number : id;
        return new Part.ToolCall(
                known, function.path("name").asText(), arguments, Optional.empty());
    }

    /// JSON as text; some hosts give the object itself.
    private static String arguments(JsonNode arguments) {
        String text = arguments.isTextual() ? arguments.asText() : arguments.toString();
        return text.isBlank() || arguments.isNull() ? "{}" : text;
    }

    static List<Citation> citations(JsonNode annotations) {
        List<Citation> citations = new ArrayList<>();
        for (JsonNode annotation : annotations) {
            JsonNode cited = annotation.path("url_citation");
            if (cited.isObject()) {
                citations.add(
                        new Citation(
                                text(cited, "url"), text(cited, "title"), text(cited, "content")));
            }
        }
        return citations;
    }

    /// Perplexity lists what it has read beside the choices.
    private static List<Citation> cited(JsonNode answer) {
        List<Citation> citations = new ArrayList<>();
        answer.path("citations")
                .forEach(url ->
                        citations.add(
                                new Citation(
                                        Optional.of(url.asText()),
                                        Optional.empty(),
                                        Optional.empty())));
        return citations;
    }

    private static Optional<String> text(JsonNode node, String name) {
        return node.path(name).isTextual()
                ? Optional.of(node.path(name).asText())
                : Optional.empty();
    }

    /// OpenAI's first models with eyes gave `finish_details` in its place.
    private static Finish finish(JsonNode choice, boolean called) {
        String reason = choice.path("finish_reason").asText("");
        String older = choice.path("finish_details").path("type").asText("");
        return finish(reason.isEmpty() || reason.equals("null") ? older : reason, called);
    }

    /// What a choice that says that it is none has died of: DeepSeek's host, or Mistral's and OpenRouter's models.
    static Optional<Failure> failure(JsonNode choice) {
        return switch (choice.path("finish_reason").asText("")) {
            case "insufficient_system_resource" ->
                    Optional.of(Failure.of(Kind.OVERLOADED, "the host ran out of resources"));
            case "error" -> Optional.of(Failure.of(Kind.SERVER_ERROR, "the model has failed"));
            default -> Optional.empty();
        };
    }

    /// OpenAI gives `stop`, too, where it was told by name which tool to call.
    static Finish finish(String reason, boolean called) {
        return switch (reason) {
            case "length", "max_tokens", "model_length" -> Finish.LENGTH;
            case "tool_calls", "function_call" -> Finish.TOOL_CALLS;
            case "content_filter" -> Finish.CONTENT_FILTER;
            default -> called ? Finish.TOOL_CALLS : Finish.STOP;
        };
    }
}
