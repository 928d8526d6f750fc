package dev.tollgate.function.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.function.usage.ReportDesk.Reply;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CsvReportTest {
    private static final Instant TODAY = Instant.parse("2026-11-23T08:15:00Z");

    private final ReportDesk desk = new ReportDesk();
    private final Records records = new Records();

    @Test
    void a_table_has_the_same_figures_as_the_json() {
        for (int i = 0; i < 200; i++) {
            desk.ledger.settle(records.any());
        }
        String query = "from=2026-08-24&to=2026-11-24&group_by=feature,model";
        CsvTable table = CsvTable.parse(desk.usage(query + "&format=csv").text());
        JsonNode rows = desk.usage(query).json().path("rows");
        assertEquals(rows.size(), table.rows().size());
        for (int i = 0; i < rows.size(); i++) {
            JsonNode row = rows.path(i);
            table.rows()
                    .get(i)
                    .forEach((name, value) -> {
                        JsonNode expected =
                                row.has(name)
                                        ? row.path(name)
                                        : row.at("/" + name.replaceAll("_(count|p\\d\\d)$", "/$1"));
                        assertFalse(expected.isMissingNode(), name);
                        assertEquals(expected.isNull() ? null : expected.asText(), value, name);
                    });
        }
    }

    @Test
    void it_is_a_file_in_utf_8() {
        put(Map.of("feature", "Grüße, \"東京\""), 5);
        Reply reply = desk.usage("group_by=feature&format=csv");
        assertEquals(200, reply.status());
        assertEquals("text/csv; charset=utf-8; header=present", reply.header("content-type"));
        assertEquals(
                "attachment; filename=\"tollgate-usage-2026-11-01-2026-11-23.csv\"",
                reply.header("content-disposition"));
        assertEquals(
                Arrays.asList("Grüße, \"東京\""), CsvTable.parse(reply.text()).column("feature"));
        assertTrue(reply.text().startsWith("feature,calls,answered,"));
    }

    @Test
    void no_value_is_a_formula() {
        List<String> values = List.of("=1+1", "+1", "-1", "@SUM(A1)", "a=b");
        values.forEach(value -> put(Map.of("feature", value), 1));
        assertEquals(
                List.of("'+1", "'-1", "'=1+1", "'@SUM(A1)", "a=b"),
                CsvTable.parse(desk.usage("group_by=feature&format=csv&sort=feature").text())
                        .column("feature"));
    }

    @Test
    void the_next_page_is_named_in_the_headers() {
        for (int i = 0; i < 5; i++) {
            put(Map.of("user", "u " + i), i);
        }
        List<String> users = new ArrayList<>();
        Reply reply = desk.usage("group_by=user&format=csv&limit=2&user!=");
        for (int pages = 1; ; pages++) {
            CsvTable.parse(reply.text()).column("user").forEach(users::add);
            String link = reply.header("link");
            if (link.isEmpty()) {
                assertEquals(3, pages);
                break;
            }
            assertTrue(link.matches("<\\?.*&cursor=[A-Za-z0-9_-]+>; rel=\"next\""), link);
            assertTrue(link.contains(reply.header("x-tollgate-next-cursor")));
            reply = desk.usage(link.substring(2, link.indexOf('>')));
            assertEquals(200, reply.status(), reply.text());
        }
        assertEquals(List.of("u 4", "u 3", "u 2", "u 1", "u 0"), users);
    }

    @Test
    void outliers_and_comparisons_have_columns_of_their_own() {
        records.calls(10, TODAY, Map.of("user", "a"), 10).forEach(desk.ledger::settle);
        records.calls(10, TODAY, Map.of("user", "b"), 10).forEach(desk.ledger::settle);
        records.calls(10, TODAY, Map.of("user", "c"), 200).forEach(desk.ledger::settle);
        CsvTable outliers =
                CsvTable.parse(desk.usage("group_by=user&outliers=true&format=csv").text());
        assertEquals(List.of("20.0"), outliers.column("outlier_factor"));
        CsvTable none =
                CsvTable.parse(desk.usage("group_by=user&outliers=true&format=csv&user=x").text());
        assertEquals(outliers.header(), none.header());
        CsvTable compared =
                CsvTable.parse(
                        desk.usage(
                                        "group_by=user&format=csv&compare_from=2026-11-23&compare_to=2026-11-24")
                                .text());
        assertEquals(List.of("0", "0", "0"), compared.column("change_saved_usd"));
        assertEquals(List.of("10", "10", "10"), compared.column("earlier_calls"));
    }

    @Test
    void columns_sum_up_to_the_totals() {
        put(Map.of("user", "a"), 1_234_567);
        put(Map.of("user", "b"), 3);
        BigDecimal sum =
                CsvTable.parse(desk.usage("group_by=user&format=csv").text())
                        .column("cost_usd")
                        .stream()
                        .map(BigDecimal::new)
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertEquals(new BigDecimal("0.001234570"), sum.setScale(9));
    }

    @Test
    void warnings_stand_in_a_header() {
        assertEquals(
                "unknown_dimension",
                desk.usage("group_by=nobody&format=csv").header("x-tollgate-warnings"));
        assertEquals("", desk.usage("format=csv").header("x-tollgate-warnings"));
    }

    private void put(Map<String, String> tags, long nanoUsd) {
        desk.ledger.settle(records.answered(TODAY, tags, nanoUsd));
    }
}
