package dev.tollgate.function.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.function.admin.ControlPlane.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogHistoryTest {
    private final ControlPlane plane = new ControlPlane();

    @Test
    void before_the_first_put_there_is_no_version() {
        assertEquals("{\"object\":\"list\",\"data\":[],\"has_more\":false}", versions().text());
    }

    @Test
    void versions_are_listed_with_the_newest_first() {
        put(2);

        Reply reply = versions();

        assertEquals(200, reply.status());
        assertEquals(
                "{\"object\":\"list\",\"data\":["
                        + "{\"object\":\"catalog.version\",\"version\":2,\"created_at\":\"2026-11-23T09:30:00Z\",\"author\":\"admin\"},"
                        + "{\"object\":\"catalog.version\",\"version\":1,\"created_at\":\"2026-11-23T09:30:00Z\",\"author\":\"admin\"}"
                        + "],\"has_more\":false}",
                reply.text());
    }

    @Test
    void a_long_history_is_told_page_by_page() {
        put(CatalogHistory.USUAL_LIMIT + 3);

        Reply first = versions();
        assertEquals(CatalogHistory.USUAL_LIMIT, numbers(first).size());
        assertEquals(23L, numbers(first).getFirst());
        assertTrue(first.json().path("has_more").booleanValue());

        Reply second = versions("before", numbers(first).getLast().toString());
        assertEquals(List.of(3L, 2L, 1L), numbers(second));
        assertFalse(second.json().path("has_more").booleanValue());

        assertEquals(List.of(23L, 22L), numbers(versions("limit", "2")));
        assertEquals(List.of(), numbers(versions("before", "0")));
        assertEquals(23L, numbers(versions("before", "999")).getFirst());
    }

    @ParameterizedTest
    @CsvSource({"limit, 0", "limit, 101", "limit, x", "before, -1"})
    void a_page_that_is_none_is_refused(String parameter, String value) {
        assertEquals(400, versions(parameter, value).status());
    }

    @Test
    void one_version_is_given_as_it_was() {
        put(2);

        Reply reply = get("/admin/catalog/versions/1");

        assertEquals(200, reply.status());
        assertEquals(1, reply.json().path("version").asInt());
        assertEquals("o/m1", reply.json().at("/catalog/aliases/fast").asText());
    }

    @ParameterizedTest
    @CsvSource({"3, 404", "0, 404", "x, 400", "1/2, 400", "'', 400"})
    void a_version_that_is_none_is_not_given(String version, int status) {
        put(2);
        assertEquals(status, get("/admin/catalog/versions/" + version).status());
    }

    @Test
    void a_rollback_makes_the_next_version_and_leaves_the_others_as_they_are() {
        put(2);
        byte[] second = plane.catalogs.read(2).document();

        Reply reply = rollback("{\"version\": 1}");

        assertEquals(200, reply.status(), reply.text());
        assertEquals(3, reply.json().path("version").asInt());
        assertEquals(
                "[{\"name\":\"fast\",\"from\":\"o/m2\",\"to\":\"o/m1\"}]",
                reply.json().at("/changes/aliases/changed").toString());
        assertEquals("\"3\"", reply.header("etag"));
        assertEquals(3, plane.catalogs.currentVersion());
        assertArrayEquals(plane.catalogs.read(1).document(), plane.catalogs.read(3).document());
        assertArrayEquals(second, plane.catalogs.read(2).document());
    }

    @Test
    void a_rollback_to_what_is_in_force_changes_nothing() {
        put(1);

        Reply reply = rollback("{\"version\": 1}");

        assertEquals(200, reply.status());
        assertFalse(reply.json().path("changed").booleanValue());
        assertEquals(1, plane.catalogs.currentVersion());
    }

    @Test
    void a_dry_rollback_shows_what_would_change() {
        put(2);

        Reply reply = rollback("{\"version\": 1}", "dry_run", "true");

        assertTrue(reply.json().path("dry_run").booleanValue());
        assertTrue(reply.json().path("changed").booleanValue());
        assertEquals(2, plane.catalogs.currentVersion());
    }

    @Test
    void a_rollback_from_another_version_than_the_one_expected_changes_nothing() {
        put(2);

        Reply reply = rollback("{\"version\": 1}", "expected", "1");

        assertEquals(409, reply.status());
        assertEquals(2, plane.catalogs.currentVersion());
    }

    @Test
    void a_version_that_is_no_longer_valid_does_not_come_back() {
        plane.catalogs.put(
                0,
                "{\"aliases\":{\"fast\":\"gone/m\"}}".getBytes(UTF_8),
                ControlPlane.NOW,
                "key_1");
        plane.put("providers: {o: {dialect: openai}}", "expected", "1");

        Reply reply = rollback("{\"version\": 1}");

        assertEquals(400, reply.status());
        assertEquals("invalid_catalog", reply.error("code"));
        assertEquals(2, plane.catalogs.currentVersion());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"version\": \"1\"}",
                "{\"version\": 1.5}",
                "{\"version\": 1e30}",
                "{\"version\": 1, \"force\": true}",
                "[1]",
                ""
            })
    void a_rollback_to_nothing_in_particular_is_refused(String body) {
        put(2);
        assertEquals(400, rollback(body).status());
        assertEquals(2, plane.catalogs.currentVersion());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "3", "-1"})
    void a_rollback_to_a_version_that_never_was_is_not_found(String version) {
        put(2);
        assertEquals(404, rollback("{\"version\": " + version + "}").status());
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /admin/catalog/versions, GET",
        "DELETE, /admin/catalog/versions/1, GET",
        "GET, /admin/catalog/rollback, POST"
    })
    void a_wrong_method_is_told_the_right_one(String method, String path, String allowed) {
        Reply reply =
                plane.send(
                        "catalog-get", event -> event.put("httpMethod", method).put("path", path));
        assertEquals(405, reply.status());
        assertEquals(allowed, reply.header("allow"));
    }

    private void put(int versions) {
        for (int i = 1; i <= versions; i++) {
            plane.put("providers: {o: {dialect: openai}}\naliases: {fast: o/m%d}".formatted(i));
        }
        assertEquals(versions, plane.catalogs.currentVersion());
    }

    private Reply versions(String... parameter) {
        return plane.send(
                "catalog-get",
                event -> {
                    event.put("path", "/admin/catalog/versions");
                    add(parameter, event);
                });
    }

    private Reply get(String path) {
        return plane.send("catalog-get", event -> event.put("path", path));
    }

    private Reply rollback(String body, String... parameter) {
        return plane.send(
                "catalog-put",
                event -> {
                    event.put("httpMethod", "POST").put("path", "/admin/catalog/rollback");
                    event.put("body", body);
                    add(parameter, event);
                });
    }

    private static void add(String[] parameter, ObjectNode event) {
        ObjectNode query = event.putObject("multiValueQueryStringParameters");
        for (int i = 0; i < parameter.length; i += 2) {
            query.putArray(parameter[i]).add(parameter[i + 1]);
        }
    }

    private static List<Long> numbers(Reply reply) {
        List<Long> numbers = new ArrayList<>();
        reply.json()
                .path("data")
                .forEach(version -> numbers.add(version.path("version").longValue()));
        return numbers;
    }
}
