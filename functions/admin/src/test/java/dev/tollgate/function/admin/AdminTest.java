package dev.tollgate.function.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.function.admin.ControlPlane.Reply;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminTest {
    private final ControlPlane plane = new ControlPlane();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /admin/catalog | GET, PUT",
                "DELETE | /admin/catalog | GET, PUT",
                "PUT | /admin/keys | GET, POST",
                "GET | /admin/keys/key_1 | DELETE",
                "get | /admin/catalog | GET, PUT",
                "GET | /admin/reprice | POST",
            })
    void a_wrong_method_is_told_the_right_ones(String method, String path, String allowed) {
        Reply reply =
                plane.send(
                        "catalog-get", event -> event.put("httpMethod", method).put("path", path));
        assertEquals(405, reply.status());
        assertEquals(allowed, reply.header("allow"));
    }

    @Test
    void an_unknown_path_is_not_found() {
        assertEquals(404, plane.send("catalog-get", path("/admin/budgets")).status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "catalog-get",
                "catalog-put",
                "keys-get",
                "keys-post",
                "keys-delete",
                "explain",
                "reprice"
            })
    void nothing_is_done_without_a_valid_key(String event) {
        Reply missing =
                plane.send(
                        event,
                        e -> ((ObjectNode) e.get("multiValueHeaders")).remove("Authorization"));
        assertEquals(401, missing.status());
        assertEquals("Bearer", missing.header("www-authenticate"));
        assertEquals(401, plane.send(event, bearer(ControlPlane.ADMIN_KEY + "0")).status());
        assertEquals(401, plane.send(event, bearer("tg_unknown")).status());
        assertEquals(0, plane.catalogs.currentVersion());
        assertTrue(plane.keys.list().isEmpty());
    }

    @Test
    void a_virtual_key_needs_the_role_admin() {
        String app = made("[\"app\",\"report\"]");
        String admin = made("[\"admin\"]");
        assertEquals(403, plane.send("catalog-put", bearer(app)).status());
        assertEquals(200, plane.send("catalog-put", bearer(admin)).status());
        assertTrue(plane.catalogs.read(1).author().startsWith("key_"));
    }

    @Test
    void while_the_admin_key_can_not_be_had_the_answer_is_503() {
        plane.secretMissing = true;
        Reply reply = plane.send("keys-get");
        assertEquals(503, reply.status());
        assertEquals("1", reply.header("retry-after"));
    }

    @Test
    void every_reply_carries_the_request_id() {
        assertTrue(plane.send("catalog-get").header("x-tollgate-request-id").startsWith("req_"));
    }

    private String made(String roles) {
        return plane.postKey("{\"team\":\"growth\",\"roles\":" + roles + "}")
                .json()
                .path("key")
                .asText();
    }

    private static Consumer<ObjectNode> path(String path) {
        return event -> event.put("path", path);
    }

    private static Consumer<ObjectNode> bearer(String key) {
        return ControlPlane.header("Authorization", "Bearer " + key);
    }
}
