package dev.tollgate.function.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.function.admin.ControlPlane.Reply;
import dev.tollgate.identity.KeyHash;
import dev.tollgate.identity.Role;
import dev.tollgate.identity.VirtualKey;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyAdminTest {
    private final ControlPlane plane = new ControlPlane();

    @Test
    void a_key_is_shown_when_it_is_made_and_never_again() {
        Reply made = plane.send("keys-post");
        assertEquals(201, made.status(), made.text());
        assertEquals("no-store", made.header("cache-control"));
        String key = made.json().path("key").asText();
        assertTrue(key.matches("tg_[0-9A-Za-z]{32}"), key);

        Reply listed = plane.send("keys-get");
        assertEquals(1, listed.json().path("data").size());
        JsonNode only = listed.json().at("/data/0");
        assertEquals(made.json().path("id"), only.path("id"));
        assertEquals("growth", only.path("team").asText());
        assertEquals("[\"app\",\"report\"]", only.path("roles").toString());
        assertEquals("{\"feature\":\"search\"}", only.path("tags").toString());
        assertEquals(
                "[\"chat-standard\",\"embed\",\"falls-back\"]", only.path("aliases").toString());
        assertFalse(listed.text().contains(key));
        assertFalse(listed.text().contains(KeyHash.of(key).hex()));
    }

    @Test
    void what_is_kept_is_found_by_the_key_and_is_its_hash() {
        String key = plane.send("keys-post").json().path("key").asText();
        VirtualKey kept = plane.keys.find(KeyHash.of(key).id()).orElseThrow();
        assertTrue(kept.hash().matches(KeyHash.of(key)));
        assertEquals(kept.id(), kept.principal().keyId());
        assertEquals(Set.of(Role.APP, Role.REPORT), kept.principal().roles());
        assertEquals(ControlPlane.NOW, kept.createdAt());
    }

    @Test
    void a_key_of_a_team_alone_may_call_every_alias_as_an_app() {
        JsonNode made = plane.postKey("{\"team\":\"growth\"}").json();
        assertEquals("[\"app\"]", made.path("roles").toString());
        assertEquals("[]", made.path("aliases").toString());
        assertEquals("{}", made.path("tags").toString());
        assertEquals("", made.path("name").asText());
    }

    @Test
    void no_two_keys_are_the_same() {
        assertFalse(
                plane.send("keys-post")
                        .json()
                        .path("key")
                        .equals(plane.send("keys-post").json().path("key")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | team",
                "{\"team\":null} | team",
                "{\"team\":\"\"} | team",
                "{\"team\":\"a#b\"} | team",
                "{\"team\":7} | team",
                "{\"team\":\"t\",\"budget\":5} | budget",
                "{\"team\":\"t\",\"name\":7} | name",
                "{\"team\":\"t\",\"name\":\"a\\u0000\"} | name",
                "{\"team\":\"t\",\"roles\":[]} | roles",
                "{\"team\":\"t\",\"roles\":\"app\"} | roles",
                "{\"team\":\"t\",\"roles\":[\"root\"]} | roles",
                "{\"team\":\"t\",\"roles\":[7]} | roles[0]",
                "{\"team\":\"t\",\"tags\":[]} | tags",
                "{\"team\":\"t\",\"tags\":{\"a\":1}} | tags.a",
                "{\"team\":\"t\",\"tags\":{\"a b\":\"c\"}} | tags",
                "{\"team\":\"t\",\"aliases\":{}} | aliases",
                "{\"team\":\"t\",\"aliases\":[\"\"]} | aliases",
                "{\"team\":\"t\",\"aliases\":[\"a\",7]} | aliases[1]",
            })
    void what_is_wrong_is_named(String body, String param) {
        Reply reply = plane.postKey(body);
        assertEquals(400, reply.status());
        assertEquals(param, reply.error("param"), reply.text());
        assertTrue(plane.keys.list().isEmpty());
    }

    @Test
    void malformed_json_is_refused_with_its_place() {
        Reply reply = plane.postKey("{\"team\": ");
        assertEquals(400, reply.status());
        assertTrue(reply.error("message").contains("line 1"), reply.text());
    }

    @Test
    void a_deleted_key_is_gone() {
        String id = plane.send("keys-post").json().path("id").asText();
        Reply deleted = delete(id);
        assertEquals(200, deleted.status());
        assertTrue(deleted.json().path("deleted").asBoolean());
        assertTrue(plane.keys.list().isEmpty());
        assertEquals(404, delete(id).status());
    }

    @Test
    void what_is_no_key_can_not_be_deleted() {
        assertEquals(404, plane.send("keys-delete").status());
        assertEquals(404, delete("").status());
        assertEquals(404, delete("x".repeat(5_000)).status());
    }

    @Test
    void while_the_store_fails_the_answer_is_503() {
        plane.keys.failing(true);
        assertEquals(503, plane.send("keys-post").status());
        assertEquals(503, plane.send("keys-get").status());
    }

    private Reply delete(String id) {
        return plane.send("keys-delete", event -> event.put("path", "/admin/keys/" + id));
    }
}
