package dev.tollgate.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BedrockStreamTest {

    private final SimulatedProvider provider = SimulatedProvider.start();
    private final BedrockClient client = BedrockClient.of(provider);

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void a_text_is_deltas_and_a_stop_without_a_start() throws Exception {
        var frames = client.stream("tokens-2", "");
        assertEquals(
                List.of(
                        "messageStart",
                        "contentBlockDelta",
                        "contentBlockDelta",
                        "contentBlockStop",
                        "messageStop",
                        "metadata"),
                types(frames));
        assertEquals("assistant", frames.getFirst().payload().path("role").asText());
        assertEquals("You", frames.get(1).payload().at("/delta/text").asText());
        assertEquals("end_turn", frames.get(4).payload().path("stopReason").asText());
        assertEquals(2, frames.getLast().payload().at("/usage/outputTokens").asInt());
        assertEquals(7, frames.getLast().payload().at("/usage/totalTokens").asInt());
    }

    @Test
    void every_event_is_json_by_its_headers_and_padded() throws Exception {
        for (var frame : client.stream("thinking", "")) {
            assertEquals(
                    List.of(":event-type", ":content-type", ":message-type"),
                    List.copyOf(frame.headers().keySet()));
            assertEquals("application/json", frame.headers().get(":content-type"));
            assertEquals("event", frame.headers().get(":message-type"));
            assertTrue(frame.payload().path("p").asText().startsWith("a"));
        }
        var reply =
                client.post(
                        "/model/ok/converse-stream", "{'messages': [" + BedrockClient.SAYS + "]}");
        assertEquals("application/vnd.amazon.eventstream", reply.header("content-type"));
    }

    @Test
    void a_tool_has_a_start_and_its_input_in_pieces() throws Exception {
        var frames = client.stream("parallel-tools", BedrockTest.TOOLS.formatted(""));
        var starts = frames.stream().filter(f -> f.type().equals("contentBlockStart")).toList();
        assertEquals(2, starts.size());
        assertEquals("weather", starts.getFirst().payload().at("/start/toolUse/name").asText());
        assertEquals(1, starts.getLast().payload().path("contentBlockIndex").asInt());
        assertEquals("{\"city\":\"Say hi, twice.\"}", text(frames, 0, "/delta/toolUse/input"));
        assertEquals("{}", text(frames, 1, "/delta/toolUse/input"));
    }

    @Test
    void reasoning_is_a_block_that_ends_with_its_signature() throws Exception {
        var document = client.answer("thinking", "");
        var frames = client.stream("thinking", "");
        var thought = document.at("/output/message/content/0/reasoningContent/reasoningText");
        assertEquals(
                thought.path("text").asText(), text(frames, 0, "/delta/reasoningContent/text"));
        assertEquals(
                thought.path("signature").asText(),
                text(frames, 0, "/delta/reasoningContent/signature"));
        assertEquals(
                document.at("/output/message/content/1/text").asText(),
                text(frames, 1, "/delta/text"));
        assertEquals(document.path("usage"), frames.getLast().payload().path("usage"));
    }

    @Test
    void an_error_within_a_stream_is_an_exception_and_the_last() throws Exception {
        var frames = client.stream("error-after-2", "");
        var last = frames.getLast();
        assertEquals("exception", last.headers().get(":message-type"));
        assertEquals("internalServerException", last.headers().get(":exception-type"));
        assertFalse(last.payload().path("message").asText().isEmpty());
        assertEquals(1 + 2 + 1, frames.size());
    }

    @Test
    void a_malformed_event_is_framed_well() throws Exception {
        var frames = client.stream("malformed-after-1", "");
        assertEquals(1, frames.stream().filter(f -> f.payload().isMissingNode()).count());
        assertEquals("metadata", frames.getLast().type());
    }

    @Test
    void pings_are_events_that_nobody_needs() throws Exception {
        var types = types(client.stream("ping+tokens-3", ""));
        assertEquals(3, types.stream().filter("initial-response"::equals).count());
    }

    @Test
    void what_a_script_leaves_out_is_not_there() throws Exception {
        assertFalse(types(client.stream("no-done", "")).contains("messageStop"));
        assertFalse(types(client.stream("no-finish", "")).contains("messageStop"));
        assertFalse(client.stream("no-usage", "").getLast().payload().has("usage"));
    }

    @Test
    void a_truncated_stream_ends_within_a_message() throws Exception {
        var reply =
                client.post(
                        "/model/truncated-json/converse-stream",
                        "{'messages': [" + BedrockClient.SAYS + "]}");
        assertFalse(types(reply.frames()).contains("messageStop"));
        assertFalse(reply.frames().isEmpty());
    }

    private static List<String> types(List<Frame> frames) {
        return frames.stream().map(Frame::type).toList();
    }

    private static String text(List<Frame> frames, int block, String pointer) {
        return frames.stream()
                .filter(frame -> frame.type().equals("contentBlockDelta"))
                .filter(frame -> frame.payload().path("contentBlockIndex").asInt() == block)
                .map(frame -> frame.payload().at(pointer).asText())
                .collect(Collectors.joining());
    }
}
