package dev.tollgate.function.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.api.ApiError;
import dev.tollgate.catalog.CatalogReader;
import dev.tollgate.catalog.CatalogStore;
import dev.tollgate.catalog.DialectSpec;
import dev.tollgate.config.Timing;
import dev.tollgate.function.admin.ControlPlane.Reply;
import dev.tollgate.usage.PriceList;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogAdminTest {
    private static final String SMALL = "providers: {o: {dialect: openai}}\naliases: {fast: o/m}\n";

    private static final Timing TIMING = new Timing(Clock.systemUTC(), _ -> {}, new Random(1));

    private final ControlPlane plane = new ControlPlane();

    @Test
    void before_the_first_put_there_is_version_0_and_nothing_in_it() {
        Reply reply = plane.send("catalog-get");
        assertEquals(200, reply.status());
        assertEquals(
                "{\"object\":\"catalog\",\"version\":0,\"created_at\":null,\"author\":null,\"catalog\":{}}",
                reply.text());
    }

    @Test
    void what_was_put_is_what_is_got() {
        Reply put = plane.send("catalog-put");
        assertEquals(200, put.status(), put.text());
        assertEquals(1, put.json().path("version").asInt());

        Reply got = plane.send("catalog-get");
        JsonNode json = got.json();
        assertEquals(1, json.path("version").asInt());
        assertEquals("\"1\"", got.header("etag"));
        assertEquals("2026-11-23T09:30:00Z", json.path("created_at").asText());
        assertEquals("admin", json.path("author").asText());
        assertEquals("openai/gpt-4.1-mini", json.at("/catalog/aliases/chat-standard").asText());
        assertEquals(1, json.at("/catalog/aliases/falls-back/retries").asInt());
    }

    @Test
    void every_problem_of_an_invalid_catalogue_is_named_with_its_path_and_nothing_changes() {
        plane.send("catalog-put");
        Reply reply = plane.send("catalog-put-invalid");
        assertEquals(400, reply.status());
        assertEquals("invalid_catalog", reply.error("code"));
        List<String> paths = new ArrayList<>();
        reply.json().path("problems").forEach(problem -> paths.add(problem.path("path").asText()));
        assertEquals(
                List.of("aliases.falls-back.targets[1]", "aliases.falls-back.atemptTimeout"),
                paths);
        assertTrue(
                reply.json().at("/problems/0/message").asText().contains("known: groq, openai"),
                reply.text());
        assertEquals(1, plane.catalogs.currentVersion());
    }

    @Test
    void a_syntax_error_names_its_place() {
        Reply reply = plane.put("aliases:\n  - {\n");
        assertEquals(400, reply.status());
        assertTrue(reply.json().at("/problems/0/path").asText().startsWith("line 3"), reply.text());
    }

    @Test
    void an_unchanged_catalogue_makes_no_new_version() {
        plane.put(SMALL);
        Reply again =
                plane.put("aliases:\n  fast: o/m   # as before\nproviders: {o: {dialect: openai}}");
        assertEquals(1, again.json().path("version").asInt());
        assertFalse(again.json().path("changed").asBoolean());
        assertEquals(1, plane.catalogs.currentVersion());
    }

    @Test
    void a_dry_run_shows_what_would_change_and_changes_nothing() {
        plane.put(SMALL);
        Reply reply =
                plane.put(
                        "providers: {o: {dialect: openai}}\naliases: {slow: o/m2}\nprices: {o/m: {inputPerMTok: 1, outputPerMTok: 2}}",
                        "dry_run",
                        "true");
        assertEquals(200, reply.status());
        assertEquals(
                "{\"object\":\"catalog.change\",\"version\":1,\"dry_run\":true,\"changed\":true,\"changes\":{"
                        + "\"aliases\":{\"added\":[\"slow\"],\"removed\":[\"fast\"],\"changed\":[]},"
                        + "\"prices\":{\"added\":[\"o/m\"],\"removed\":[],\"changed\":[]}},"
                        + "\"warnings\":[\"aliases.slow: o/m2 has no price: its calls count as unpriced and pass budgets; add prices: {\\\"o/m2\\\": {inputPerMTok: \\\"...\\\", outputPerMTok: \\\"...\\\"}}\"]}",
                reply.text());
        assertEquals(1, plane.catalogs.currentVersion());
    }

    @Test
    void a_catalogue_whose_targets_all_have_prices_brings_no_warnings() {
        Reply put =
                plane.put("providers: {openai: {dialect: openai}}\naliases: {a: openai/gpt-4.1}");
        assertEquals("[]", put.json().path("warnings").toString());
        assertEquals(1, plane.put(SMALL).json().path("warnings").size());
    }

    @Test
    void a_changed_member_is_shown_before_and_after() {
        plane.put(SMALL);
        Reply reply = plane.put(SMALL.replace("o/m", "o/m2"));
        assertEquals(2, reply.json().path("version").asInt());
        assertEquals(
                "[{\"name\":\"fast\",\"from\":\"o/m\",\"to\":\"o/m2\"}]",
                reply.json().at("/changes/aliases/changed").toString());
    }

    @Test
    void limits_and_the_cache_are_put_and_what_changed_in_them_is_shown() {
        String sections =
                """
                limits:
                  - {each: feature, requestsPerMinute: 600, maxWait: 2s}
                  - {match: {team: growth}, budget: {usd: 12.50, per: month}, exceeded: {downgradeTo: fast}}
                cache: {default: off, aliases: {fast: {ttl: 1h}}}
                """;
        Reply put = plane.put(SMALL + sections);
        assertEquals(200, put.status(), put.text());

        Reply changed =
                plane.put(SMALL + sections.replace("12.50", "20").replace("ttl: 1h", "ttl: 2h"));

        JsonNode changes = changed.json().path("changes");
        assertEquals("[1]", changes.at("/limits/changed/0/name").asText());
        assertEquals("12.5", changes.at("/limits/changed/0/from/budget/usd").asText());
        assertEquals(
                "{\"added\":[],\"removed\":[],\"changed\":[{\"name\":\"aliases\",\"from\":"
                        + "{\"fast\":{\"ttl\":\"1h\"}},\"to\":{\"fast\":{\"ttl\":\"2h\"}}}]}",
                changes.path("cache").toString());
    }

    @Test
    void an_older_version_can_be_had_as_it_was() {
        plane.put(SMALL);
        plane.put(SMALL.replace("o/m", "o/m2"));
        assertEquals("o/m", get("1").json().at("/catalog/aliases/fast").asText());
        assertEquals("o/m2", get("2").json().at("/catalog/aliases/fast").asText());
    }

    @ParameterizedTest
    @CsvSource({"3, 404", "0, 404", "-1, 400", "x, 400", "'', 400", "99999999999999999999, 400"})
    void a_version_that_is_none_is_refused(String version, int status) {
        plane.put(SMALL);
        plane.put(SMALL.replace("o/m", "o/m2"));
        assertEquals(status, get(version).status());
    }

    @Test
    void who_expects_another_version_than_the_one_in_force_changes_nothing() {
        plane.put(SMALL);
        Reply refused = plane.put(SMALL.replace("o/m", "o/m2"), "expected", "0");
        assertEquals(409, refused.status());
        assertEquals(
                "The catalogue is at version 1, not 0. Nothing was changed: read it, then put yours again.",
                refused.error("message"));
        Reply byHeader = plane.send("catalog-put", ControlPlane.header("If-Match", "\"7\""));
        assertEquals(409, byHeader.status());
        assertEquals(
                200, plane.send("catalog-put", ControlPlane.header("If-Match", "\"1\"")).status());
        assertEquals(2, plane.catalogs.currentVersion());
    }

    @Test
    void of_two_at_the_same_time_the_second_is_told_so() {
        CatalogEdits edits =
                new CatalogEdits(
                        new Overtaken(),
                        new CatalogReader(Map.of("openai", DialectSpec.plain("openai")), false),
                        PriceList.empty(),
                        TIMING);
        JsonNode document = CatalogFile.read(SMALL.getBytes(UTF_8));
        ApiError refusal =
                assertThrows(
                        ApiError.class, () -> edits.put(document, "key_1", OptionalLong.empty()));
        assertEquals(409, refusal.status());
        assertTrue(refusal.message().contains("at the same time"), refusal.message());
    }

    @Test
    void the_reply_is_bounded_whatever_is_wrong() {
        String unknown =
                IntStream.range(0, 50_000)
                        .mapToObj(i -> "key" + i + ": 1\n")
                        .collect(Collectors.joining());
        Reply reply = plane.put(unknown);
        assertEquals(400, reply.status());
        assertEquals(Problems.MAX, reply.json().path("problems").size());
        assertTrue(reply.error("message").contains("50000"), reply.error("message"));
    }

    @Test
    void json_is_read_as_json() {
        Reply reply =
                plane.send(
                        "catalog-put",
                        ControlPlane.header("Content-Type", "application/json")
                                .andThen(event -> event.put("body", "aliases: {}")));
        assertEquals(400, reply.status());
        assertTrue(reply.json().at("/problems/0/path").asText().startsWith("line 1"), reply.text());
    }

    @Test
    void a_catalogue_beyond_the_store_is_too_large() {
        String aliases =
                IntStream.range(0, 1_000)
                        .mapToObj(i -> "  a%d: {targets: [o/%s]}\n".formatted(i, "m".repeat(400)))
                        .collect(Collectors.joining());
        Reply reply = plane.put("providers: {o: {dialect: openai}}\naliases:\n" + aliases);
        assertEquals(413, reply.status(), reply.text());
        assertEquals(413, plane.put("#".repeat(CatalogFile.MAX_BYTES + 1)).status());
        assertEquals(0, plane.catalogs.currentVersion());
    }

    @Test
    void while_the_store_fails_the_answer_is_503() {
        plane.catalogs.failing(true);
        assertEquals(503, plane.send("catalog-get").status());
        assertEquals(503, plane.send("catalog-put").status());
    }

    @Test
    void what_is_kept_is_json() {
        plane.put(SMALL);
        assertArrayEquals(
                "{\"providers\":{\"o\":{\"dialect\":\"openai\"}},\"aliases\":{\"fast\":\"o/m\"}}"
                        .getBytes(UTF_8),
                plane.catalogs.read(1).document());
    }

    private Reply get(String version) {
        return plane.send(
                "catalog-get",
                event ->
                        event.putObject("multiValueQueryStringParameters")
                                .putArray("version")
                                .add(version));
    }

    /// A store in which somebody else is always faster.
    private static final class Overtaken implements CatalogStore {
        @Override
        public long currentVersion() {
            return 0;
        }

        @Override
        public Version read(long version) {
            throw new AssertionError("there is no version");
        }

        @Override
        public long put(long expected, byte[] document, Instant now, String author) {
            return 0;
        }
    }
}
