package dev.tollgate.provider.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Assembly;
import dev.tollgate.conversation.Chunk;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.conversation.Part;
import dev.tollgate.http.EventReader.Event;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.provider.wire.StreamReader.Step;
import dev.tollgate.provider.wire.Wire.Unreadable;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.usage.Usage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIf;

/// Every recorded exchange with Bedrock, read by us and by a judge that knows nothing of our readers. Runs where the recordings are at hand.
@EnabledIf("recordingsAreHere")
class BedrockRecordedTest {
    private static final Path RECORDED = Path.of("../../../shared/recorded/bedrock.jsonl");

    static boolean recordingsAreHere() {
        return Files.isReadable(RECORDED);
    }

    @TestFactory
    Stream<DynamicTest> recorded_traffic_is_read_without_loss() throws IOException {
        List<String> lines = Files.readAllLines(RECORDED);
        assertTrue(lines.size() >= 54, "recordings are missing");
        List<DynamicTest> tests = new ArrayList<>();
        for (String line : lines) {
            JsonNode exchange = Json.tree(line.getBytes(UTF_8));
            String name = (tests.size() + 1) + " " + exchange.path("path").asText();
            tests.add(DynamicTest.dynamicTest(name, () -> replay(exchange)));
        }
        return tests.stream();
    }

    private static void replay(JsonNode exchange) throws IOException, Unreadable {
        int status = exchange.path("status").asInt();
        if (status != 200) {
            refused(exchange, status);
        } else if (exchange.path("stream").asBoolean()) {
            streamed(Base64.getDecoder().decode(exchange.path("response_base64").asText()));
        } else {
            JsonNode answer = Json.tree(exchange.path("response_text").asText().getBytes(UTF_8));
            assertEquals(java.util.Optional.empty(), BedrockErrors.failureIn(answer));
            judge(
                    answer.path("output").path("message").path("content"),
                    answer,
                    answer.path("usage"),
                    new BedrockWire().completion(answer));
        }
    }

    private static void refused(JsonNode exchange, int status) {
        String body = exchange.path("response_text").asText();
        Headers headers = Headers.none();
        for (Map.Entry<String, JsonNode> field : exchange.path("headers").properties()) {
            headers = headers.with(field.getKey(), field.getValue().asText());
        }
        Kind expected = status == 403 ? Kind.AUTH : Kind.BAD_REQUEST;
        if (body.contains("Input Tokens Exceeded")) {
            expected = Kind.CONTEXT_LENGTH;
        } else if (body.contains("identifier is invalid")) {
            expected = Kind.NOT_FOUND;
        }
        assertEquals(
                expected, BedrockErrors.classify(status, headers, body.getBytes(UTF_8)).kind());
    }

    private static void streamed(byte[] stream) throws IOException, Unreadable {
        List<Chunk> whole = chunks(new ByteArrayInputStream(stream));
        for (int seed = 0; seed < 5; seed++) {
            assertEquals(whole, chunks(new Frames.Dribble(stream, new Random(seed))));
        }
        Assembly assembly = new Assembly();
        whole.forEach(assembly::add);
        Completion completion = assembly.completion();
        ObjectNode end = Json.object();
        ArrayNode blocks = blocks(stream, end);
        judge(blocks, end, end.path("usage"), completion);
        ObjectNode buffered = Json.object();
        buffered.putObject("output").putObject("message").set("content", blocks);
        assertEquals(new BedrockWire().completion(buffered).parts(), completion.parts());
    }

    private static List<Chunk> chunks(InputStream stream) throws IOException {
        ConverseStreamReader reader = new ConverseStreamReader();
        List<Chunk> chunks = new ArrayList<>();
        Step last = Step.Said.NOTHING;
        for (Event event : Frames.read(stream)) {
            last = reader.read(event);
            switch (last) {
                case Step.Said said -> chunks.addAll(said.chunks());
                case Step.Over over -> chunks.addAll(over.chunks());
                case Step.Failed failed -> throw new AssertionError(failed);
            }
        }
        assertInstanceOf(Step.Over.class, last);
        return chunks;
    }

    /// What was said, put together from the frames by hand.
    private static ArrayNode blocks(byte[] stream, ObjectNode end) {
        Map<Integer, ObjectNode> blocks = new TreeMap<>();
        for (ByteBuffer in = ByteBuffer.wrap(stream); in.hasRemaining(); ) {
            int start = in.position();
            int length = in.getInt();
            int payload = start + 12 + in.getInt();
            byte[] json = new byte[start + length - 4 - payload];
            in.position(payload).get(json).position(start + length);
            JsonNode said = Json.tree(json);
            if (said.has("stopReason")) {
                end.set("stopReason", said.path("stopReason"));
            }
            if (said.has("usage")) {
                end.set("usage", said.path("usage"));
            }
            if (said.has("contentBlockIndex")) {
                ObjectNode block =
                        blocks.computeIfAbsent(
                                said.path("contentBlockIndex").asInt(), _ -> Json.object());
                said.path("start")
                        .properties()
                        .forEach(it -> block.set(it.getKey(), it.getValue()));
                delta(said.path("delta"), block);
            }
        }
        ArrayNode all = Json.mapper().createArrayNode();
        for (ObjectNode block : blocks.values()) {
            JsonNode input = block.path("toolUse").path("input");
            if (input.isTextual()) {
                block.withObject("/toolUse")
                        .set("input", Json.tree(input.asText().getBytes(UTF_8)));
            }
            all.add(block);
        }
        return all;
    }

    private static void delta(JsonNode delta, ObjectNode block) {
        if (delta.has("text")) {
            block.put("text", block.path("text").asText("") + delta.path("text").asText());
        }
        if (delta.has("citation")) {
            block.withObject("/citationsContent")
                    .withArray("/citations")
                    .add(delta.path("citation"));
        }
        if (delta.path("toolUse").has("input")) {
            ObjectNode use = block.withObject("/toolUse");
            String more = delta.path("toolUse").path("input").asText();
            use.put("input", use.path("input").asText("") + more);
        }
        for (JsonNode piece : delta.path("toolResult")) {
            block.withObject("/toolResult").withArray("/content").add(piece);
        }
        JsonNode thought = delta.path("reasoningContent");
        if (thought.has("text")) {
            ObjectNode text = block.withObject("/reasoningContent/reasoningText");
            text.put("text", text.path("text").asText("") + thought.path("text").asText());
        }
        if (thought.has("signature")) {
            block.withObject("/reasoningContent/reasoningText")
                    .put("signature", thought.path("signature").asText());
        }
        if (thought.has("redactedContent")) {
            block.withObject("/reasoningContent")
                    .put("redactedContent", thought.path("redactedContent").asText());
        }
    }

    private static void judge(
            JsonNode blocks, JsonNode end, JsonNode usage, Completion completion) {
        List<String> expected = new ArrayList<>();
        for (JsonNode block : blocks) {
            assertEquals(1, block.size(), "a block has one kind");
            if (!block.path("text").asText("-").isEmpty()) {
                expected.add(told(block));
            }
        }
        assertEquals(expected, completion.parts().stream().map(BedrockRecordedTest::told).toList());
        Finish finish =
                switch (end.path("stopReason").asText()) {
                    case "end_turn" -> Finish.STOP;
                    case "tool_use" -> Finish.TOOL_CALLS;
                    case "guardrail_intervened" -> Finish.CONTENT_FILTER;
                    case "max_tokens" -> Finish.LENGTH;
                    default -> throw new AssertionError(end.path("stopReason"));
                };
        assertEquals(finish, completion.finish());
        Usage counted = completion.usage().orElseThrow();
        assertEquals(usage.path("totalTokens").asLong(), counted.input() + counted.output());
        assertEquals(usage.path("outputTokens").asLong(), counted.output());
        assertEquals(usage.path("cacheReadInputTokens").asLong(), counted.cacheRead());
        assertEquals(
                usage.path("cacheWriteInputTokens").asLong(),
                counted.cacheWrite() + counted.cacheWriteLong());
    }

    private static String told(JsonNode block) {
        JsonNode use = block.path("toolUse");
        JsonNode thought = block.path("reasoningContent");
        if (block.has("text")) {
            return "text " + block.path("text").asText();
        }
        if (use.isObject() && !use.path("type").asText().equals("server_tool_use")) {
            return "call %s %s %s"
                    .formatted(
                            use.path("toolUseId").asText(),
                            use.path("name").asText(),
                            use.path("input"));
        }
        if (thought.isObject()) {
            return "thought %s %s%s"
                    .formatted(
                            thought.path("reasoningText").path("text").asText(""),
                            thought.path("reasoningText").path("signature").asText(""),
                            thought.has("redactedContent")
                                    ? "redacted:" + thought.path("redactedContent").asText()
                                    : "");
        }
        if (block.has("citationsContent")) {
            List<String> urls = new ArrayList<>();
            block.findValues("url").forEach(url -> urls.add(url.asText()));
            return "cited " + urls;
        }
        return "foreign " + block;
    }

    private static String told(Part part) {
        return switch (part) {
            case Part.Text text when !text.citations().isEmpty() ->
                    "cited " + text.citations().stream().map(it -> it.url().orElseThrow()).toList();
            case Part.Text text -> "text " + text.text();
            case Part.ToolCall call ->
                    "call %s %s %s".formatted(call.id(), call.name(), call.arguments());
            case Part.Thinking thought ->
                    "thought %s %s"
                            .formatted(
                                    thought.text(),
                                    thought.signature().map(Part.Signature::value).orElse(""));
            case Part.Foreign foreign ->
                    "foreign " + Json.object().set(foreign.type(), foreign.content());
            default -> throw new AssertionError(part);
        };
    }
}
