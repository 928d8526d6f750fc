package dev.tollgate.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChatStreamTest {

    private static final String STREAM = ", \"stream\": true";
    private static final String USAGE = ", \"stream_options\": {\"include_usage\": true}";

    private final SimulatedProvider provider = SimulatedProvider.start();
    private final Client client = new Client(provider.baseUri());

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void a_stream_is_role_then_tokens_then_finish_then_done() throws Exception {
        var reply = client.chat("ok", STREAM);
        assertEquals(
                "text/event-stream; charset=utf-8",
                reply.headers().firstValue("content-type").orElseThrow());
        var events = Client.events(reply.body());
        assertEquals("[DONE]", events.getLast());
        var first = Client.json(events.getFirst());
        assertEquals("chat.completion.chunk", first.path("object").asText());
        assertEquals("assistant", first.at("/choices/0/delta/role").asText());
        assertEquals("", first.at("/choices/0/delta/content").asText("none"));
        assertEquals(8, Client.contents(reply.body()).size());
        assertEquals("You said: Say hi, twice.", Client.content(reply.body()));
        var finish = Client.json(events.get(events.size() - 2));
        assertEquals("stop", finish.at("/choices/0/finish_reason").asText());
        assertTrue(finish.at("/choices/0/delta").isEmpty());
        assertFalse(finish.has("usage"));
        assertEquals(first.path("id"), finish.path("id"));
    }

    @Test
    void usage_comes_last_and_is_null_before_if_it_was_asked_for() throws Exception {
        var events = Client.events(client.chat("ok", STREAM + USAGE).body());
        for (var event : events.subList(0, events.size() - 2)) {
            assertTrue(Client.json(event).has("usage"), event);
            assertTrue(Client.json(event).path("usage").isNull(), event);
        }
        var last = Client.json(events.get(events.size() - 2));
        assertTrue(last.path("choices").isArray() && last.path("choices").isEmpty());
        assertEquals(client.answer("ok", "").path("usage"), last.path("usage"));
    }

    @Test
    void a_tool_call_is_named_first_and_its_arguments_come_in_pieces() throws Exception {
        var tools =
                """
                , "tools": [{"type": "function", "function": {"name": "weather", "parameters":
                  {"type": "object", "properties": {"city": {"type": "string"}}}}}]
                """;
        var deltas =
                Client.events(client.chat("ok", STREAM + tools).body()).stream()
                        .map(event -> Client.json(event).at("/choices/0/delta/tool_calls/0"))
                        .filter(call -> !call.isMissingNode())
                        .toList();
        assertEquals("weather", deltas.getFirst().at("/function/name").asText());
        assertTrue(deltas.getFirst().path("id").asText().startsWith("call_"));
        assertTrue(deltas.size() > 3);
        assertFalse(deltas.get(1).has("id"));
        var arguments =
                deltas.stream()
                        .map(call -> call.at("/function/arguments").asText())
                        .collect(Collectors.joining());
        assertEquals("Say hi, twice.", Client.json(arguments).path("city").asText());
    }

    @Test
    void each_choice_has_its_own_deltas() throws Exception {
        var events = Client.events(client.chat("ok", STREAM + ", \"n\": 2").body());
        var second =
                events.stream()
                        .map(Client::json)
                        .filter(event -> event.at("/choices/0/index").asInt() == 1)
                        .map(event -> event.at("/choices/0/delta/content").asText())
                        .collect(Collectors.joining());
        assertEquals("Answer 2: You said: Say hi, twice.", second);
    }

    @Test
    void a_refusal_is_streamed_as_refusal_deltas() throws Exception {
        var events =
                Client.events(client.chat("refusal", STREAM).body()).stream()
                        .map(Client::json)
                        .toList();
        var refusal =
                events.stream()
                        .map(event -> event.at("/choices/0/delta/refusal"))
                        .filter(delta -> delta.isTextual())
                        .map(delta -> delta.asText())
                        .collect(Collectors.joining());
        assertTrue(refusal.startsWith("I'm sorry"), refusal);
        assertEquals(
                List.of("content_filter"),
                events.stream()
                        .map(event -> event.at("/choices/0/finish_reason"))
                        .filter(reason -> reason.isTextual())
                        .map(reason -> reason.asText())
                        .toList());
    }

    @Test
    void length_and_exact_tokens_hold_for_streams() throws Exception {
        assertEquals(200, Client.contents(client.chat("tokens-200", STREAM).body()).size());
        var cut = client.chat("tokens-200", STREAM + ", \"max_tokens\": 3").body();
        assertEquals(3, Client.contents(cut).size());
        assertTrue(cut.contains("\"finish_reason\":\"length\""), cut);
    }

    @Test
    void x_echo_stands_in_every_chunk() throws Exception {
        var events =
                Client.events(client.chat("ok", STREAM + USAGE + ", \"x_echo\": [ 1.0 ]").body());
        for (var event : events.subList(0, events.size() - 1)) {
            assertTrue(event.contains("\"x_echo\":[ 1.0 ]"), event);
        }
    }
}
