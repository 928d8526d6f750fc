package dev.tollgate.testkit.sim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.testkit.sim.Answer.Event;
import dev.tollgate.testkit.sim.Answer.Part;
import dev.tollgate.testkit.sim.ChatAnswer.Choice;
import dev.tollgate.testkit.sim.ChatAnswer.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A chat answer as `chat.completion.chunk` events: the role, one delta a token, the finish, and at
/// the very end the usage if it was asked for; choices come one after another.
///
/// A tool call's id and name stand in its role chunk, as OpenAI sends them.
final class ChatStream {

    private final ChatAnswer answer;
    private final List<Event> events = new ArrayList<>();

    private ChatStream(ChatAnswer answer) {
        this.answer = answer;
    }

    static Answer of(ChatAnswer answer) {
        var stream = new ChatStream(answer);
        answer.choices().forEach(stream::add);
        if (answer.request().includeUsage()) {
            stream.addUsage();
        }
        return new Answer.Streamed(stream.events, answer.request().promptTokens());
    }

    private void add(Choice choice) {
        add(Part.ROLE, choice, opening(choice), null);
        for (var token : choice.tokens()) {
            add(Part.TOKEN, choice, delta(choice.kind(), token), null);
        }
        add(Part.FINISH, choice, Json.object(), choice.finish());
    }

    private void add(Part part, Choice choice, ObjectNode delta, @Nullable String finish) {
        var chunk = chunk();
        var item = chunk.putArray("choices").addObject().put("index", choice.index());
        item.set("delta", delta);
        item.putNull("logprobs").put("finish_reason", finish);
        if (answer.request().includeUsage()) {
            chunk.putNull("usage");
        }
        answer.request().echo().addTo(chunk);
        events.add(new Event(part, chunk));
    }

    private void addUsage() {
        var chunk = chunk();
        chunk.putArray("choices");
        chunk.set("usage", answer.usage());
        answer.request().echo().addTo(chunk);
        events.add(new Event(Part.USAGE, chunk));
    }

    private ObjectNode chunk() {
        return Json.object()
                .put("id", answer.id())
                .put("object", "chat.completion.chunk")
                .put("created", answer.created().getEpochSecond())
                .put("model", answer.request().model())
                .put("service_tier", "default")
                .put("system_fingerprint", "fp_simulated");
    }

    private static ObjectNode opening(Choice choice) {
        var delta = Json.object().put("role", "assistant");
        switch (choice.kind()) {
            case TEXT, REFUSAL -> delta.put("content", "").putNull("refusal");
            case TOOL_CALL -> {
                delta.putNull("content").putNull("refusal");
                delta.putArray("tool_calls")
                        .addObject()
                        .put("index", 0)
                        .put("id", Ids.next("call_"))
                        .put("type", "function")
                        .putObject("function")
                        .put("name", choice.tool().orElseThrow().name())
                        .put("arguments", "");
            }
        }
        return delta;
    }

    private static ObjectNode delta(Kind kind, String token) {
        var delta = Json.object();
        switch (kind) {
            case TEXT -> delta.put("content", token);
            case REFUSAL -> delta.put("refusal", token);
            case TOOL_CALL ->
                    delta.putArray("tool_calls")
                            .addObject()
                            .put("index", 0)
                            .putObject("function")
                            .put("arguments", token);
        }
        return delta;
    }
}
