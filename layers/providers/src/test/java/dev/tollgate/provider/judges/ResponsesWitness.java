package dev.tollgate.provider.judges;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.provider.judges.Said.Called;
import dev.tollgate.provider.judges.Said.Notes;
import dev.tollgate.usage.Usage;
import java.util.List;
import java.util.Optional;

/// OpenAI's responses.
final class ResponsesWitness implements Witness {

    @Override
    public Said whole(JsonNode response) {
        Notes notes = new Notes();
        for (JsonNode item : response.path("output")) {
            switch (item.path("type").asText()) {
                case "message" ->
                        item.path("content")
                                .forEach(it ->
                                        notes.text
                                                .append(it.path("text").asText(""))
                                                .append(it.path("refusal").asText("")));
                case "reasoning" -> {
                    item.path("summary")
                            .forEach(it -> notes.thinking.append(it.path("text").asText("")));
                    item.path("content")
                            .forEach(it -> notes.thinking.append(it.path("text").asText("")));
                    notes.sign(item.path("encrypted_content"));
                }
                case "function_call" -> notes.calls.add(called(item));
                default -> {}
            }
        }
        return notes.said(finish(response), usage(response.path("usage")));
    }

    @Override
    public Said streamed(List<JsonNode> events) {
        Notes notes = new Notes();
        JsonNode last = MissingNode.getInstance();
        for (JsonNode event : events) {
            String delta = event.path("delta").asText("");
            switch (event.path("type").asText()) {
                case "response.output_text.delta", "response.refusal.delta" ->
                        notes.text.append(delta);
                case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" ->
                        notes.thinking.append(delta);
                case "response.output_item.done" -> {
                    JsonNode item = event.path("item");
                    notes.sign(item.path("encrypted_content"));
                    if (item.path("type").asText().equals("function_call")) {
                        notes.calls.add(called(item));
                    }
                }
                case "response.completed", "response.incomplete" -> last = event.path("response");
                default -> {}
            }
        }
        return notes.said(finish(last), usage(last.path("usage")));
    }

    private static Called called(JsonNode item) {
        return Called.of(item.path("name").asText(), item.path("arguments").asText());
    }

    private static Finish finish(JsonNode response) {
        String why = response.path("incomplete_details").path("reason").asText("");
        if (why.equals("max_output_tokens")) {
            return Finish.LENGTH;
        }
        if (why.equals("content_filter")) {
            return Finish.CONTENT_FILTER;
        }
        for (JsonNode item : response.path("output")) {
            if (item.path("type").asText().equals("function_call")) {
                return Finish.TOOL_CALLS;
            }
        }
        return Finish.STOP;
    }

    private static Optional<Usage> usage(JsonNode usage) {
        if (!usage.isObject()) {
            return Optional.empty();
        }
        JsonNode in = usage.path("input_tokens_details");
        return Optional.of(
                new Usage(
                        usage.path("input_tokens").asLong(),
                        in.path("cached_tokens").asLong(),
                        in.path("cache_write_tokens").asLong(),
                        0,
                        0,
                        0,
                        usage.path("output_tokens").asLong(),
                        usage.path("output_tokens_details").path("reasoning_tokens").asLong(),
                        0,
                        false));
    }
}
