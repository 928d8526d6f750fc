package dev.tollgate.testkit.sim.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.testkit.sim.dialect.Answer;
import dev.tollgate.testkit.sim.dialect.Call;
import dev.tollgate.testkit.sim.dialect.Ids;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Said;
import dev.tollgate.testkit.sim.dialect.Sse;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A `response` object in each of its states: begun, ended, failed.
record ResponseDocument(String id, Call call, Said said, List<OutputItems.Item> items) {

    /// What a response repeats of its request, with what it says if the request does not.
    private static final Map<String, JsonNode> REPEATED =
            Map.ofEntries(
                    repeated("frequency_penalty", "0.0"),
                    repeated("instructions", "null"),
                    repeated("max_output_tokens", "null"),
                    repeated("max_tool_calls", "null"),
                    repeated("metadata", "{}"),
                    repeated("parallel_tool_calls", "true"),
                    repeated("presence_penalty", "0.0"),
                    repeated("previous_response_id", "null"),
                    repeated("prompt_cache_key", "null"),
                    repeated("reasoning", "{\"effort\":null,\"summary\":null}"),
                    repeated("safety_identifier", "null"),
                    repeated("store", "true"),
                    repeated("temperature", "1.0"),
                    repeated("text", "{\"format\":{\"type\":\"text\"},\"verbosity\":\"medium\"}"),
                    repeated("tool_choice", "\"auto\""),
                    repeated("tools", "[]"),
                    repeated("top_logprobs", "0"),
                    repeated("top_p", "1.0"),
                    repeated("truncation", "\"disabled\""),
                    repeated("user", "null"));

    static ResponseDocument of(Call call, Said said) {
        var choice = said.choices().getFirst();
        var items = OutputItems.of(choice, call.body());
        return new ResponseDocument(Ids.next("resp_"), call, said, items);
    }

    Answer whole() {
        return said.whole(Json.bytes(ended()));
    }

    ObjectNode begun() {
        var response = inState("in_progress");
        response.putArray("output");
        return response.putNull("usage");
    }

    ObjectNode ended() {
        var response = inState(status()).put("completed_at", call.now().getEpochSecond());
        if (isCutOff()) {
            response.putObject("incomplete_details").put("reason", "max_output_tokens");
        }
        var output = response.putArray("output");
        items.forEach(item -> output.add(item.whole()));
        response.set("usage", said.usageShown() ? usage() : JsonNodeFactory.instance.nullNode());
        return response;
    }

    ObjectNode failed(String code, String message) {
        var response = inState("failed");
        response.putObject("error").put("code", code).put("message", message);
        response.putArray("output");
        return response.putNull("usage");
    }

    boolean isCutOff() {
        return said.choices().getFirst().finish() == Said.Finish.LENGTH;
    }

    private @Nullable String status() {
        return switch (said.choices().getFirst().finish()) {
            case STOP, STOP_SEQUENCE, TOOL_CALLS, REFUSAL, BLOCKED -> "completed";
            case LENGTH -> "incomplete";
            case NONE -> null;
        };
    }

    private ObjectNode inState(@Nullable String status) {
        var response =
                Json.object()
                        .put("id", id)
                        .put("object", "response")
                        .put("created_at", call.now().getEpochSecond())
                        .put("status", status)
                        .put("background", false)
                        .putNull("completed_at")
                        .putNull("error")
                        .putNull("incomplete_details")
                        .put("model", call.model())
                        .put("service_tier", "default");
        REPEATED.forEach((field, otherwise) ->
                response.set(field, call.body().has(field) ? call.body().path(field) : otherwise));
        call.echo().addTo(response);
        return response;
    }

    private ObjectNode usage() {
        int input = said.promptTokens();
        int output = said.completionTokens();
        var usage = Json.object().put("input_tokens", input);
        usage.putObject("input_tokens_details")
                .put("cache_write_tokens", 0)
                .put("cached_tokens", said.ask().implicitlyCached());
        usage.put("output_tokens", output);
        usage.putObject("output_tokens_details").put("reasoning_tokens", said.thinkingTokens());
        return usage.put("total_tokens", input + output);
    }

    private static Map.Entry<String, JsonNode> repeated(String field, String otherwise) {
        return Map.entry(field, Json.parse(Sse.utf8(otherwise)));
    }
}
