package dev.tollgate.provider.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Message;
import dev.tollgate.conversation.Message.Role;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Source;
import dev.tollgate.http.Json;
import dev.tollgate.provider.wire.Untranslatable;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What callers of chat completions can't say, but others can.
class ConverseMessagesTest {
    private static final Part PNG =
            new Part.Image(new Source.Inline("image/png", "AAAA"), Optional.empty());

    private static JsonNode written(Part... parts) {
        return new ConverseMessages()
                .write(List.of(new Message(Role.USER, List.of(parts))))
                .path(0)
                .path("content");
    }

    private static JsonNode json(String readable) {
        return Json.tree(readable.replace('\'', '"').getBytes(UTF_8));
    }

    @Test
    void a_cache_point_stands_where_it_was_set() {
        assertEquals(
                json(
                        "[{'text':'a'},{'cachePoint':{'type':'default'}},{'text':'b'},{'cachePoint':{'type':'default','ttl':'1h'}}]"),
                written(
                        Part.Text.of("a"),
                        new Part.CachePoint(Optional.empty()),
                        Part.Text.of("b"),
                        new Part.CachePoint(Optional.of("1h"))));
    }

    @Test
    void a_result_may_be_a_failure_and_hold_images_and_what_it_caches_stands_behind_it() {
        assertEquals(
                json(
                        "[{'toolResult':{'toolUseId':'c','content':[{'image':{'format':'png','source':{'bytes':'AAAA'}}}],'status':'error'}},"
                                + "{'cachePoint':{'type':'default'}}]"),
                written(
                        new Part.ToolResult(
                                "c", List.of(PNG, new Part.CachePoint(Optional.empty())), true)));
    }

    @Test
    void a_block_that_came_from_bedrock_goes_back_as_it_was() {
        Part search = new Part.Foreign("bedrock", "toolUse", json("{'name':'nova_grounding'}"));

        assertEquals(json("[{'toolUse':{'name':'nova_grounding'}}]"), written(search));
    }

    @Test
    void blank_texts_and_messages_of_nothing_else_are_left_out() {
        assertEquals(
                0,
                new ConverseMessages()
                        .write(List.of(Message.of(Role.USER, " \n"), Message.of(Role.USER, "")))
                        .size());
    }

    @Test
    void instructions_may_be_cached_but_not_seen() {
        Message cached =
                new Message(
                        Role.SYSTEM,
                        List.of(Part.Text.of("s"), new Part.CachePoint(Optional.empty())));

        assertEquals(
                json("[{'text':'s'},{'cachePoint':{'type':'default'}}]"),
                ConverseMessages.system(List.of(cached)));
        assertThrows(
                Untranslatable.class,
                () -> ConverseMessages.system(List.of(new Message(Role.SYSTEM, List.of(PNG)))));
    }
}
