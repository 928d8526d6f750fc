package dev.tollgate.function.local.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/// The page in a browser: every figure is the API's, everything can be reached, nothing comes from elsewhere.
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardInBrowserTest {
    private static final Path SCREENSHOTS = Path.of("target", "dashboard");
    private static final int DESK = 1440;

    /// Groups that the chart tells apart.
    private static final int COLOURS = 8;

    private Company company;
    private Chromium browser;

    @BeforeAll
    void call(@TempDir Path folder) throws Exception {
        company = new Company(folder);
        browser = new Chromium();
        company.call();
        browser.await(
                "roll-up of every call",
                () -> {
                    JsonNode it = figures("");
                    boolean all = it.path("calls").asInt() == Company.CALLS;
                    return (all && it.path("pending").asInt() == 0) ? it : null;
                });
    }

    @AfterAll
    void stop() {
        browser.close();
        company.close();
    }

    /// After every test, of all that came before.
    @AfterEach
    void nothing_was_wrong_and_nothing_came_from_elsewhere() {
        List<String> errors =
                browser.console().stream()
                        .filter(line ->
                                !line.contains("status of 401") && !line.contains("status of 403"))
                        .toList();
        assertEquals(List.of(), errors);
        List<String> elsewhere =
                browser.requests().stream()
                        .filter(url ->
                                !url.startsWith(company.address() + "/")
                                        && !url.startsWith("data:")
                                        && !url.startsWith("about:")
                                        && !url.startsWith("blob:" + company.address()))
                        .toList();
        assertEquals(List.of(), elsewhere);
    }

    /// The range that the page asks for: some days, today the last of them, in UTC.
    private static String range(int days) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        return "from=" + today.minusDays(days - 1L) + "&to=" + today.plusDays(1);
    }

    private JsonNode usage(String query) {
        return company.get("/v1/usage?" + range(30) + query);
    }

    private JsonNode figures(String query) {
        return usage(query).path("totals");
    }

    private void open(String query) {
        open(query, DESK, false);
    }

    private void open(String query, int width, boolean dark) {
        browser.open(
                company.address() + "/dashboard" + query + "#key=" + company.key(), width, dark);
        browser.settled();
    }

    /// Dollars as the page shows them: as they are, with cents at least.
    private static String shown(JsonNode usd) {
        String text = usd.asText();
        int digits = text.contains(".") ? text.length() - text.indexOf('.') - 1 : 0;
        return "$" + text + (digits == 0 ? ".00" : digits == 1 ? "0" : "");
    }

    /// A duration as the page rounds it: to three digits, and from 100 ms on to whole ones.
    private static String milliseconds(BigDecimal millis) {
        BigDecimal rounded =
                millis.compareTo(BigDecimal.valueOf(100)) < 0
                        ? millis.round(new MathContext(3, RoundingMode.HALF_UP))
                                .stripTrailingZeros()
                        : millis.setScale(0, RoundingMode.HALF_UP);
        return String.format(Locale.ROOT, "%,d", rounded.longValue())
                + (rounded.remainder(BigDecimal.ONE).signum() == 0
                        ? ""
                        : rounded.toPlainString().replaceFirst("^[0-9]+", ""))
                + " ms";
    }

    private void assertHeadline(JsonNode totals) {
        assertEquals(shown(totals.path("cost_usd")), browser.text("#figure-spend"));
        assertEquals(totals.path("calls").asText(), browser.text("#figure-calls"));
        assertEquals(shown(totals.path("saved_usd")), browser.text("#figure-saved"));
        assertEquals(totals.path("cache_hits").asText(), browser.text("#total-cache-hits"));
        assertEquals(
                milliseconds(totals.path("latency_ms").path("p95").decimalValue()),
                browser.text("#figure-p95"));
        for (String measure : List.of("failed", "fallbacks", "retries")) {
            assertEquals(totals.path(measure).asText(), browser.text("#total-" + measure));
        }
    }

    /// Every row of the table of groups, and the last one, which sums them up.
    private void assertTable(String dimension, JsonNode report) {
        List<List<String>> expected = new ArrayList<>();
        report.path("rows")
                .forEach(row ->
                        expected.add(
                                cells(
                                        row.path(dimension).isNull()
                                                ? "no " + dimension.replace('_', ' ')
                                                : row.path(dimension).asText(),
                                        row)));
        expected.add(cells("All", report.path("totals")));
        List<List<String>> found = new ArrayList<>();
        for (WebElement row : browser.all("#groups-table tbody tr, #groups-table tfoot tr")) {
            found.add(
                    List.of(
                            cell(row, "th"),
                            cell(row, "[data-column=cost_usd] .money"),
                            cell(row, "[data-column=calls]"),
                            cell(row, "[data-column=fallbacks]"),
                            cell(row, "[data-column=cache_hits]"),
                            cell(row, "[data-column=saved_usd]")));
        }
        assertEquals(expected, found);
    }

    private static List<String> cells(String name, JsonNode row) {
        return List.of(
                name,
                shown(row.path("cost_usd")),
                row.path("calls").asText(),
                row.path("fallbacks").asText(),
                row.path("cache_hits").asText(),
                shown(row.path("saved_usd")));
    }

    private static String cell(WebElement row, String css) {
        return String.valueOf(row.findElement(By.cssSelector(css)).getDomProperty("textContent"));
    }

    @Test
    void every_figure_is_the_apis() {
        open("");
        JsonNode report = usage("&group_by=feature");
        assertHeadline(report.path("totals"));
        assertTable("feature", report);
        List<String> dearestGroups = new ArrayList<>();
        report.path("rows").forEach(row -> dearestGroups.add(shown(row.path("cost_usd"))));
        List<String> legend =
                browser.all("#spend .legend .money").stream()
                        .map(it -> String.valueOf(it.getDomProperty("textContent")))
                        .toList();
        assertEquals(dearestGroups.subList(0, COLOURS), legend.subList(0, COLOURS));
        String forecast = browser.text("#figure-forecast");
        assertTrue(forecast.matches("\\$(0\\.0*)?[0-9.,]{3,6}"), forecast);
        for (String name : List.of("feature", "user_group", "model", "template")) {
            JsonNode dearest = usage("&limit=6&group_by=" + name).path("rows");
            List<String> costs = new ArrayList<>();
            dearest.forEach(row -> costs.add(shown(row.path("cost_usd"))));
            assertEquals(
                    costs,
                    browser.all("[data-top=" + name + "] .money").stream()
                            .map(it -> it.getDomProperty("textContent"))
                            .toList(),
                    name);
        }
    }

    @Test
    void the_chart_stands_in_a_table_too_and_its_sums_are_the_apis() {
        open("?range=today");
        browser.click("#spend summary");
        List<WebElement> hours = browser.all("#spend details tbody tr");
        JsonNode report = company.get("/v1/usage?" + range(1) + "&group_by=hour");
        for (WebElement hour : hours) {
            String name = cell(hour, "th");
            String all = cell(hour, "td:last-child");
            String expected = "$0.00";
            for (JsonNode row : report.path("rows")) {
                if (row.path("hour").asText().equals(name)) {
                    expected = shown(row.path("cost_usd"));
                }
            }
            assertEquals(expected, all, name);
        }
        assertFalse(hours.isEmpty());
    }

    @Test
    void another_tag_and_another_range_are_shown_and_can_be_gone_back_to() {
        open("");
        browser.find("#by").sendKeys("variant");
        browser.settled();
        browser.await(
                "table by variant",
                () -> browser.text("#groups-title").equals("All by variant") ? true : null);
        assertTable("variant", usage("&group_by=variant"));

        browser.script("document.getElementById('range-today').click()");
        browser.await(
                "hours",
                () -> browser.text("#spend header p").startsWith("by the hour") ? true : null);
        browser.settled();
        assertTable("variant", company.get("/v1/usage?" + range(1) + "&group_by=variant"));

        browser.script("history.back(); history.back()");
        browser.await(
                "table by feature",
                () -> browser.text("#groups-title").equals("All by feature") ? true : null);
    }

    @Test
    void a_range_that_ends_before_it_begins_is_an_error_and_marks_what_is_shown() {
        open("?range=custom&from=2026-11-24&to=2026-11-20");
        assertTrue(
                browser.text("#problem").startsWith("From must not be after to."),
                browser.text("#problem"));
        assertEquals(true, browser.script("return document.getElementById('range-30d').checked"));
        assertHeadline(figures(""));
    }

    @Test
    void where_there_are_no_calls_it_says_how_to_make_one() throws Exception {
        open("?range=last");
        assertTrue(
                browser.text("#no-calls")
                        .contains("curl -i " + company.address() + "/v1/chat/completions"),
                browser.text("#no-calls"));
        assertEquals(List.of(), browser.all("#warnings .notes"));
        assertEquals(List.of(), browser.all("#spend .legend"));
        browser.screenshot(SCREENSHOTS.resolve("1440-none.png"), true);
    }

    @Test
    void the_table_is_sorted_by_whatever_is_wanted() {
        open("?by=user_group");
        browser.click("#groups-table [data-sort=calls]");
        browser.await(
                "the order",
                () ->
                        browser.all("#groups-table th[aria-sort=descending] [data-sort=calls]")
                                        .isEmpty()
                                ? null
                                : true);
        assertTable("user_group", usage("&group_by=user_group&sort=-calls"));
    }

    @Test
    void a_group_leads_to_its_calls_and_a_call_to_all_that_is_known_of_it() {
        open("?by=alias");
        browser.click("#groups-table [title='Show only alias falls-back']");
        browser.await(
                "filter", () -> browser.text("#filters").equals("alias: falls-back") ? true : null);
        browser.settled();
        assertHeadline(figures("&alias=falls-back"));

        JsonNode calls =
                company.get("/v1/requests?" + range(30) + "&alias=falls-back&limit=25")
                        .path("data");
        List<String> ids = new ArrayList<>();
        calls.forEach(call -> ids.add(call.path("id").asText()));
        assertEquals(
                ids,
                browser.all("#calls-table [data-call]").stream()
                        .map(it -> it.getDomAttribute("data-call"))
                        .toList());

        browser.click("#calls-table [data-call='" + ids.getFirst() + "']");
        JsonNode call = company.get("/v1/requests/" + ids.getFirst());
        String told = browser.text("dialog[open]");
        assertTrue(told.contains(ids.getFirst()), told);
        assertTrue(told.contains(shown(call.path("cost_usd"))), told);
        call.path("attempts")
                .forEach(attempt ->
                        assertTrue(told.contains(attempt.path("target").asText()), told));
        call.path("tags").forEach(tag -> assertTrue(told.contains(tag.asText()), told));
        browser.find("dialog[open]").sendKeys(Keys.ESCAPE);
        browser.await(
                "end of the dialog", () -> browser.all("dialog[open]").isEmpty() ? true : null);

        browser.click("#filters button");
        browser.await("no filter", () -> browser.all("#filters button").isEmpty() ? true : null);
    }

    @Test
    void failed_calls_alone_are_listed() {
        open("");
        browser.find("#call-status").sendKeys("failed");
        browser.await(
                "failed calls only",
                () -> {
                    List<WebElement> badges = browser.all("#calls-table .badge");
                    boolean all = badges.stream().allMatch(it -> it.getText().contains("failed"));
                    return (all && !badges.isEmpty()) ? true : null;
                });
    }

    @Test
    void what_is_exported_is_what_the_api_writes() {
        open("?by=user_group");
        browser.click("#export");
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        String saved =
                browser.download(
                        "tollgate-user_group-%s-to-%s.csv".formatted(today.minusDays(29), today));
        assertEquals(
                new String(
                        company.bytes("/v1/usage?" + range(30) + "&group_by=user_group&format=csv"),
                        UTF_8),
                saved);
    }

    @Test
    void budgets_burn_as_the_api_says() {
        open("");
        JsonNode budgets = company.get("/v1/budgets").path("data");
        assertFalse(budgets.isEmpty());
        int shown = 5;
        assertTrue(budgets.size() > shown, "enough to hide some");
        assertEquals(
                shown,
                browser.all("[data-budget]").stream().filter(WebElement::isDisplayed).count());
        WebElement more = browser.find("#budgets .more button");
        assertEquals("Show " + (budgets.size() - shown) + " more", more.getText());
        more.sendKeys(Keys.ENTER);
        assertEquals(
                budgets.size(),
                browser.all("[data-budget]").stream().filter(WebElement::isDisplayed).count());
        for (JsonNode budget : budgets) {
            String figures = shown(budget.path("used_usd")) + " of " + shown(budget.path("usd"));
            assertTrue(
                    browser.all("[data-budget='" + budget.path("limit").asText() + "']").stream()
                            .map(it -> String.valueOf(it.getDomProperty("textContent")))
                            .anyMatch(told -> told.contains(figures)),
                    figures);
        }
    }

    @Test
    void calls_without_a_price_are_loud_and_say_how_to_add_it() {
        open("");
        assertTrue(
                browser.text("#unpriced").contains("\"openai/tokens-20@new\": {inputPerMTok:"),
                browser.text("#unpriced"));

        open("?by=alias");
        for (JsonNode row : usage("&group_by=alias").path("rows")) {
            int unpriced = row.path("unpriced_calls").asInt();
            String told =
                    browser.all("#groups-table tbody tr").stream()
                            .filter(it -> cell(it, "th").equals(row.path("alias").asText()))
                            .map(it -> cell(it, "[data-column=cost_usd]"))
                            .findFirst()
                            .orElseThrow();
            assertEquals(unpriced > 0, told.contains("unpriced"), told);
        }
        open("?filter=alias=unpriced");
        assertTrue(
                browser.text("[data-top=model]").contains("▲ unpriced"),
                browser.text("[data-top=model]"));
    }

    @Test
    void a_key_is_asked_for_and_leaves_no_trace_in_the_address() {
        browser.open(company.address() + "/dashboard", DESK, false);
        browser.script("sessionStorage.clear(); location.reload()");
        browser.find("#key").sendKeys("tg_unknown00000000000000000000000", Keys.ENTER);
        browser.await(
                "sentence",
                () ->
                        browser.text("#problem").contains("This key is not known here")
                                ? true
                                : null);
        browser.find("#key").sendKeys(company.key(), Keys.ENTER);
        browser.settled();
        assertEquals("", browser.script("return location.hash"));
        open("");
        assertFalse(String.valueOf(browser.script("return location.href")).contains(company.key()));
    }

    @Test
    void a_key_that_may_only_call_is_told_what_it_lacks() throws Exception {
        browser.open(company.address() + "/dashboard#key=" + company.applicationKey(), DESK, false);
        browser.await(
                "sentence",
                () -> browser.text("#problem").contains("may not read reports") ? true : null);
    }

    @Test
    void everything_is_reached_by_keyboard_and_has_a_name() {
        open("");
        browser.script("document.activeElement.blur(); window.focus()");
        browser.find("body").sendKeys(Keys.TAB);
        assertEquals(
                "Skip to the report", browser.script("return document.activeElement.textContent"));
        assertEquals(
                0L,
                browser.script(
                        "return [...document.querySelectorAll('button, a[href], input, select, summary, [tabindex]')].filter((it) => it.tabIndex < 0).length"));
        Set<String> named =
                Set.of(
                        "button",
                        "link",
                        "textbox",
                        "combobox",
                        "radio",
                        "image",
                        "region",
                        "dialog",
                        "list");
        browser.devTools("Accessibility.getFullAXTree")
                .path("nodes")
                .forEach(node -> {
                    String role = node.path("role").path("value").asText();
                    boolean needed =
                            named.contains(role)
                                    && !role.equals("list")
                                    && !node.path("ignored").asBoolean();
                    assertTrue(
                            !needed || !node.path("name").path("value").asText().isBlank(),
                            node::toString);
                });
    }

    @ParameterizedTest
    @CsvSource({"1440, false", "1440, true", "390, false", "390, true"})
    void it_is_looked_at(int width, boolean dark) throws Exception {
        open("?range=today", width, dark);
        assertEquals((long) width, browser.script("return window.innerWidth"));
        assertEquals(
                true,
                browser.script("return document.documentElement.scrollWidth <= window.innerWidth"),
                "no sideways scrolling");
        assertEquals(List.of(), browser.script(Contrast.CHECK), "contrast, AA");
        String name = width + (dark ? "-dark" : "-light");
        browser.screenshot(SCREENSHOTS.resolve(name + ".png"), true);
        browser.click("#calls-table [data-call]");
        browser.find("dialog[open]");
        assertEquals(List.of(), browser.script(Contrast.CHECK), "contrast, AA");
        browser.screenshot(SCREENSHOTS.resolve(name + "-call.png"), false);
    }
}
