package dev.tollgate.provider.anthropic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.anthropic.core.ObjectMappers;
import com.anthropic.models.messages.Message;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Ask;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Language;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.dialect.messages.MessagesDialect;
import dev.tollgate.http.Json;
import dev.tollgate.http.JsonBody;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.wire.Untranslatable;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIf;

/// What was really said in Anthropic's language, through the conversation in the middle and back into the same language: nothing is lost
/// on the way but what is declared here. Runs where the recordings are at hand.
@EnabledIf("recordingsAreHere")
class AnthropicRoundTripTest {
    /// Tools and servers of Anthropic's own, which a prompt names but does not hold.
    private static final Set<Integer> REFUSED = Set.of(14, 15, 16, 17, 18, 19, 22);

    /// Not JSON that a prompt could be read from: content that is no block, which Anthropic refused as well.
    private static final Set<Integer> INVALID = Set.of(52);

    static boolean recordingsAreHere() {
        return RecordedMessages.areHere();
    }

    /// Anthropic's language under another name, so that its callers are translated for.
    private record Renamed(Language messages) implements Language {
        @Override
        public String name() {
            return "renamed";
        }

        @Override
        public Prompt read(JsonBody request) {
            return messages.read(request);
        }

        @Override
        public byte[] write(Completion answer, Ask ask) {
            return messages.write(answer, ask);
        }

        @Override
        public EventWriter events(Ask ask) {
            return messages.events(ask);
        }
    }

    @TestFactory
    Stream<DynamicTest> a_request_is_the_same_once_read_and_written() throws IOException {
        return RecordedMessages.all().stream()
                .map(it -> DynamicTest.dynamicTest("line " + it.line(), () -> roundTrip(it)));
    }

    private static void roundTrip(RecordedMessages recorded) {
        String json = recorded.request().toString();
        String model = recorded.request().path("model").asText();
        Call call =
                Calls.of(
                        new Renamed(new MessagesDialect()),
                        Operation.CHAT,
                        json,
                        recorded.request().path("stream").asBoolean());
        if (REFUSED.contains(recorded.line())) {
            assertThrows(Untranslatable.class, () -> Messages.sent(call, model));
        } else if (INVALID.contains(recorded.line())) {
            assertThrows(Language.InvalidPrompt.class, () -> Messages.sent(call, model));
        } else {
            assertEquals(
                    normal(recorded.request()).toPrettyString(),
                    normal(Messages.sent(call, model)).toPrettyString());
        }
    }

    /// Two requests that mean the same are equal in this form, which undoes the declared differences:
    /// texts are lists of blocks; absent and false are the same; instructions in the conversation's middle stand before it;
    /// the beta's `output_format` is `output_config.format`; an effort comes with adaptive thinking, and is one that the model has; how a tool
    /// is loaded is left out, and so is a text of nothing.
    private static JsonNode normal(JsonNode request) {
        ObjectNode normal = Json.object();
        ObjectNode copy = request.deepCopy();
        ArrayNode system = normal.putArray("system");
        system.addAll(blocks(copy.path("system")));
        ArrayNode messages = normal.putArray("messages");
        for (JsonNode message : copy.path("messages")) {
            ArrayNode content = blocks(message.path("content"));
            for (JsonNode block : content) {
                if (block.path("type").asText().equals("tool_result")) {
                    ((ObjectNode) block).set("content", blocks(block.path("content")));
                }
            }
            if (message.path("role").asText().equals("system")) {
                system.addAll(content);
            } else {
                messages.addObject()
                        .put("role", message.path("role").asText())
                        .set("content", content);
            }
        }
        if (copy.has("output_format")) {
            copy.withObject("/output_config").set("format", copy.remove("output_format"));
        }
        if (copy.path("output_config").has("effort")) {
            copy.putObject("thinking").put("type", "adaptive");
            if (copy.path("model").asText().equals("claude-opus-4-6")) {
                copy.withObject("/output_config").put("effort", "high");
            }
        }
        copy.path("tools").forEach(tool -> ((ObjectNode) tool).remove("defer_loading"));
        copy.without(List.of("system", "messages"))
                .properties()
                .forEach(it -> normal.set(it.getKey(), it.getValue()));
        withoutFalse(normal);
        return sorted(normal);
    }

    private static ArrayNode blocks(JsonNode content) {
        ArrayNode blocks = Json.mapper().createArrayNode();
        if (!content.asText().isBlank()) {
            blocks.addObject().put("type", "text").put("text", content.asText());
        }
        content.forEach(blocks::add);
        return blocks;
    }

    private static void withoutFalse(JsonNode node) {
        Iterator<JsonNode> each = node.iterator();
        while (each.hasNext()) {
            JsonNode value = each.next();
            if (node.isObject() && value.isBoolean() && !value.asBoolean()) {
                each.remove();
            } else {
                withoutFalse(value);
            }
        }
    }

    private static JsonNode sorted(JsonNode node) {
        if (node instanceof ArrayNode list) {
            ArrayNode copy = Json.mapper().createArrayNode();
            list.forEach(it -> copy.add(sorted(it)));
            return copy;
        }
        if (node.isNumber()) {
            return Json.mapper()
                    .getNodeFactory()
                    .numberNode(node.decimalValue().stripTrailingZeros());
        }
        if (!(node instanceof ObjectNode)) {
            return node;
        }
        ObjectNode copy = Json.object();
        node.properties().stream()
                .sorted((one, other) -> one.getKey().compareTo(other.getKey()))
                .forEach(it -> copy.set(it.getKey(), sorted(it.getValue())));
        return copy;
    }

    @TestFactory
    Stream<DynamicTest> an_answer_is_the_same_once_read_and_written() throws IOException {
        return RecordedMessages.all().stream()
                .filter(it -> it.status() == 200)
                .map(it -> DynamicTest.dynamicTest("line " + it.line(), () -> answer(it)));
    }

    /// Declared: places in search results, which only Anthropic can fill in, and who called a tool.
    private static void answer(RecordedMessages recorded) throws Exception {
        ObjectNode raw = recorded.message().deepCopy();
        Completion read = new AnthropicWire().completion(raw);
        byte[] written = new MessagesDialect().write(read, Calls.chat("{}").ask());
        JsonNode back = Json.tree(written);

        for (JsonNode block : raw.path("content")) {
            if (block.path("type").asText().equals("tool_use")) {
                ((ObjectNode) block).remove("caller");
            }
            block.path("citations").forEach(it -> ((ObjectNode) it).put("encrypted_index", ""));
        }
        assertEquals(sorted(raw.path("content")), sorted(back.path("content")));
        for (String name : List.of("id", "model", "role", "stop_reason", "stop_sequence")) {
            assertEquals(raw.path(name), back.path(name));
        }
        for (String name : List.of("input_tokens", "output_tokens", "cache_read_input_tokens")) {
            assertEquals(
                    raw.path("usage").path(name).asLong(), back.path("usage").path(name).asLong());
        }
        Message message = ObjectMappers.jsonMapper().readValue(written, Message.class);
        assertTrue(message.usage().outputTokens() > 0);
    }
}
