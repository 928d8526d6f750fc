package dev.tollgate.provider.judges;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.provider.judges.Said.Called;
import dev.tollgate.provider.judges.Said.Notes;
import dev.tollgate.usage.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Chat completions, of OpenAI and of hosts like it.
final class ChatWitness implements Witness {
    private static final JsonNode NOTHING = MissingNode.getInstance();

    @Override
    public Said whole(JsonNode answer) {
        Notes notes = new Notes();
        for (JsonNode choice : answer.path("choices")) {
            JsonNode message = choice.path("message");
            say(message, notes);
            for (JsonNode call : message.path("tool_calls")) {
                JsonNode function = call.path("function");
                notes.calls.add(called(function));
                notes.sign(call.at("/extra_content/tollgate/signature"));
            }
            if (message.path("function_call").isObject()) {
                notes.calls.add(called(message.path("function_call")));
            }
        }
        JsonNode first = answer.path("choices").path(0);
        String reason =
                first.path("finish_reason")
                        .asText(first.path("finish_details").path("type").asText());
        return notes.said(finish(reason, notes), usage(answer.path("usage")));
    }

    @Override
    public Said streamed(List<JsonNode> events) {
        Notes notes = new Notes();
        Map<String, StringBuilder> arguments = new LinkedHashMap<>();
        Map<String, String> names = new LinkedHashMap<>();
        String reason = "";
        String lastKey = "";
        JsonNode usage = NOTHING;
        for (JsonNode event : events) {
            for (JsonNode choice : event.path("choices")) {
                JsonNode delta = choice.path("delta");
                say(delta, notes);
                List<JsonNode> calls = new ArrayList<>();
                delta.path("tool_calls").forEach(calls::add);
                for (JsonNode call : calls) {
                    String id = call.path("id").asText("");
                    String key = call.path("index").asText(id.isEmpty() ? lastKey : id);
                    lastKey = key;
                    JsonNode function = call.path("function");
                    names.merge(key, function.path("name").asText(""), String::concat);
                    arguments
                            .computeIfAbsent(key, _ -> new StringBuilder())
                            .append(function.path("arguments").asText(""));
                    notes.sign(call.at("/extra_content/tollgate/signature"));
                }
                if (reason.isEmpty()) {
                    reason = text(choice.path("finish_reason"));
                }
            }
            JsonNode counted =
                    event.path("usage").isObject()
                            ? event.path("usage")
                            : event.path("x_groq").path("usage");
            usage = counted.isObject() ? counted : usage;
        }
        arguments.forEach((key, all) -> {
            String name = names.getOrDefault(key, "");
            notes.calls.add(Called.of(name, all.toString()));
        });
        return notes.said(finish(reason, notes), usage(usage));
    }

    private static void say(JsonNode message, Notes notes) {
        String thought = text(message.path("reasoning_content"));
        notes.thinking.append(thought.isEmpty() ? text(message.path("reasoning")) : thought);
        notes.text.append(text(message.path("content")));
        for (JsonNode piece : message.path("content")) {
            notes.text.append(text(piece.path("text")));
            piece.path("thinking").forEach(it -> notes.thinking.append(text(it.path("text"))));
        }
        notes.text.append(text(message.path("refusal")));
        for (JsonNode detail : message.path("reasoning_details")) {
            notes.sign(detail.path("signature")).sign(detail.path("data"));
        }
        message.path("thinking_blocks").forEach(it -> notes.sign(it.path("signature")));
        notes.sign(message.at("/extra_content/google/thought_signature"));
    }

    private static Called called(JsonNode function) {
        JsonNode arguments = function.path("arguments");
        return arguments.isObject()
                ? new Called(function.path("name").asText(), arguments)
                : Called.of(function.path("name").asText(), text(arguments));
    }

    /// A call that was asked for by name ends with `stop`.
    private static Finish finish(String reason, Notes notes) {
        return switch (reason) {
            case "stop", "end_turn", "eos", "" ->
                    notes.calls.isEmpty() ? Finish.STOP : Finish.TOOL_CALLS;
            case "length", "max_tokens" -> Finish.LENGTH;
            case "tool_calls", "function_call" -> Finish.TOOL_CALLS;
            case "content_filter" -> Finish.CONTENT_FILTER;
            default -> throw new AssertionError("a finish reason nobody has told of: " + reason);
        };
    }

    private static Optional<Usage> usage(JsonNode usage) {
        if (!usage.isObject()) {
            return Optional.empty();
        }
        JsonNode in = usage.path("prompt_tokens_details");
        JsonNode out = usage.path("completion_tokens_details");
        return Optional.of(
                new Usage(
                        usage.path("prompt_tokens").asLong(),
                        Math.min(
                                usage.path("prompt_tokens").asLong(),
                                in.path("cached_tokens")
                                        .asLong(usage.path("prompt_cache_hit_tokens").asLong())),
                        in.path("cache_write_tokens").asLong(),
                        0,
                        in.path("audio_tokens").asLong(),
                        0,
                        usage.path("completion_tokens").asLong(),
                        out.path("reasoning_tokens").asLong(),
                        out.path("audio_tokens").asLong(),
                        false));
    }

    private static String text(JsonNode node) {
        return node.isTextual() ? node.asText() : "";
    }
}
