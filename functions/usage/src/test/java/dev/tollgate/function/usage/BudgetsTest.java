package dev.tollgate.function.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.api.Tags;
import dev.tollgate.catalog.CatalogReader;
import dev.tollgate.config.Deadline;
import dev.tollgate.config.Timing;
import dev.tollgate.http.Json;
import dev.tollgate.identity.Authenticator;
import dev.tollgate.identity.KeyHash;
import dev.tollgate.identity.Principal;
import dev.tollgate.identity.Role;
import dev.tollgate.identity.VirtualKey;
import dev.tollgate.limits.Admission;
import dev.tollgate.limits.Limits;
import dev.tollgate.limits.Need;
import dev.tollgate.limits.Priority;
import dev.tollgate.limits.Subject;
import dev.tollgate.provider.Providers;
import dev.tollgate.rollup.Dimension;
import dev.tollgate.rollup.Figures;
import dev.tollgate.rollup.Sums.Row;
import dev.tollgate.telemetry.Telemetry;
import dev.tollgate.testkit.store.InMemoryCatalogStore;
import dev.tollgate.testkit.store.InMemoryKeyStore;
import dev.tollgate.testkit.store.InMemoryLimitStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BudgetsTest {
    private static final long USD = 1_000_000_000L;
    private static final Dimension FEATURE = Dimension.named("feature");

    private static final String TEAM = "growth";
    private static final Instant NOW = Instant.parse("2026-11-23T09:30:00Z");

    private final Timing timing =
            new Timing(Clock.fixed(NOW, ZoneOffset.UTC), _ -> {}, new Random(1));
    private final InMemoryKeyStore keys = new InMemoryKeyStore();
    private final InMemoryCatalogStore catalogs = new InMemoryCatalogStore();
    private final LimitsInForce rules =
            new LimitsInForce(catalogs, new CatalogReader(Providers.dialects(), false));
    private final Limits limits =
            new Limits(new InMemoryLimitStore(), Telemetry.silent(), timing, Runnable::run);

    /// What the roll-up has.
    private List<Row> rows = List.of();

    private List<JsonNode> data() {
        Budgets budgets =
                new Budgets(
                        new Authenticator(keys, timing, Telemetry.silent()),
                        rules,
                        new BudgetShares(this::read, keys),
                        limits,
                        timing);
        List<JsonNode> all = new ArrayList<>();
        Json.tree(Json.bytes(budgets.list(TEAM))).path("data").forEach(all::add);
        return all;
    }

    private List<Row> read(String team, Instant from, Instant to, Set<Dimension> by) {
        assertEquals(TEAM, team);
        assertEquals(Set.of(FEATURE), by);
        assertEquals(Instant.parse("2026-11-23T10:00:00Z"), to);
        return rows;
    }

    private void catalog(String... limits) {
        String catalog = "{\"limits\": [" + String.join(",", limits) + "]}";
        catalogs.put(0, catalog.getBytes(UTF_8), NOW, "test");
    }

    /// A call of a team and a feature that is over, or, with `held`, under way.
    private void call(String team, Map<String, String> tags, long nanoUsd, boolean held) {
        Deadline deadline = Deadline.in(Duration.ofMinutes(1), NOW);
        Need need = new Need(0, nanoUsd);
        Admission admission =
                limits.admit(
                        rules.get(),
                        new Subject("key", team, "chat", tags),
                        Optional.empty(),
                        Priority.NORMAL,
                        need,
                        deadline,
                        deadline,
                        () -> false);
        if (!held) {
            ((Admission.Admitted) admission).reservation().settle(need, _ -> need);
        }
    }

    private static List<Row> features(String... names) {
        return IntStream.range(0, names.length)
                .mapToObj(i -> new Row(Map.of(FEATURE, Optional.of(names[i])), new Figures()))
                .toList();
    }

    @Test
    void a_budget_tells_what_is_used_and_held_of_it_and_where_that_leads() {
        catalog(
                "{\"match\": {\"team\": \"growth\"}, \"budget\": {\"usd\": 500, \"per\": \"month\"}}");
        call("growth", Map.of(), 125 * USD + 1, false);
        call("growth", Map.of(), 5 * USD, true);

        JsonNode budget = data().getFirst();
        assertEquals("limits[0].budget", budget.path("limit").asText());
        assertEquals("{\"team\":\"growth\"}", budget.path("scope").toString());
        assertEquals("month", budget.path("per").asText());
        assertEquals("500", budget.path("usd").asText());
        assertEquals("125.000000001", budget.path("used_usd").asText());
        assertEquals("5", budget.path("held_usd").asText());
        assertEquals("0.25", budget.path("used_share").asText());
        assertEquals("2026-12-01T00:00:00Z", budget.path("resets_at").asText());
        assertFalse(budget.path("shared").asBoolean());
        assertTrue(
                budget.path("burn").path("usd_per_day").asText().startsWith("5.58"),
                budget::toString);
        assertTrue(budget.path("burn").path("exhausted_at").isNull());
    }

    @Test
    void a_budget_of_each_value_is_told_for_the_values_that_were_called_with_and_for_none() {
        catalog("{\"each\": \"feature\", \"budget\": {\"usd\": 10, \"per\": \"month\"}}");
        rows = new ArrayList<>(features("summarize", "(other)"));
        rows.add(new Row(Map.of(FEATURE, Optional.empty()), new Figures()));
        call("growth", Map.of("feature", "summarize"), 4 * USD, false);
        call("growth", Map.of(), USD, false);

        List<JsonNode> all = data();
        assertEquals(2, all.size(), all::toString);
        assertEquals("{\"feature\":\"summarize\"}", all.getFirst().path("scope").toString());
        assertEquals("4", all.getFirst().path("used_usd").asText());
        assertEquals("{\"feature\":null}", all.getLast().path("scope").toString());
        assertEquals("1", all.getLast().path("used_usd").asText());
    }

    @Test
    void of_too_many_values_some_are_left_out() {
        catalog("{\"each\": \"feature\", \"budget\": {\"usd\": 10, \"per\": \"day\"}}");
        rows = features(IntStream.range(0, 99).mapToObj(i -> "f" + i).toArray(String[]::new));
        assertEquals(BudgetShares.MAX_VALUES, data().size());
    }

    @Test
    void what_only_counts_others_is_not_told_and_what_others_use_too_is_told_as_shared() {
        String other = key("other");
        catalog(
                "{\"match\": {\"team\": \"other\"}, \"budget\": {\"usd\": 1, \"per\": \"day\"}}",
                "{\"match\": {\"key\": \""
                        + other
                        + "\"}, \"budget\": {\"usd\": 1, \"per\": \"day\"}}",
                "{\"match\": {\"feature\": \"x\"}, \"budget\": {\"usd\": 9, \"per\": \"week\"}}",
                "{\"match\": {\"feature\": \"x\"}, \"requestsPerMinute\": 5}");
        List<JsonNode> all = data();
        assertEquals(1, all.size(), all::toString);
        assertEquals("limits[2].budget", all.getFirst().path("limit").asText());
        assertTrue(all.getFirst().path("shared").asBoolean());
    }

    @Test
    void limits_that_count_alike_are_told_apart() {
        String alike =
                "{\"match\": {\"team\": \"growth\"}, \"budget\": {\"usd\": %d, \"per\": \"day\"}}";
        catalog(alike.formatted(5), alike.formatted(50));
        call("growth", Map.of(), 2 * USD, false);
        assertEquals(
                List.of("0.4", "0.04"),
                data().stream().map(it -> it.path("used_share").asText()).toList());
    }

    @Test
    void without_a_catalogue_there_are_none() {
        assertEquals(List.of(), data());
    }

    @Test
    void an_application_is_not_told() {
        ReportDesk desk = new ReportDesk();
        desk.key("tg_app0000000000000000000000000000", TEAM, Role.APP);
        assertEquals(200, desk.send("budgets", _ -> {}).status());
        assertEquals(
                403,
                desk.send("budgets", ReportDesk.bearer("tg_app0000000000000000000000000000"))
                        .status());
    }

    /// The id of a key of a team.
    private String key(String team) {
        KeyHash hash = KeyHash.of("tg_other00000000000000000000000000");
        Principal principal =
                new Principal(hash.id(), team, Set.of(Role.APP), Tags.none(), Set.of());
        keys.put(new VirtualKey(hash, "", principal, NOW));
        return hash.id();
    }
}
