package dev.tollgate.function.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.function.usage.ReportDesk.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DashboardTest {
    private static final Path FOLDER =
            Path.of("../usage/src/main/resources/dev/tollgate/function/usage/dashboard");
    private static final Set<String> VENDORED = Set.of("chart.umd.js", "chart.LICENSE.md");
    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"#]+)\"");
    private static final Pattern IMPORT = Pattern.compile("from '\\./([a-z.]+)'");

    private final ReportDesk desk = new ReportDesk();

    private Reply get(String path) {
        return get(path, _ -> {});
    }

    private Reply get(String path, Consumer<ObjectNode> change) {
        return desk.send(
                "dashboard",
                event -> {
                    event.put("path", path);
                    change.accept(event);
                });
    }

    @Test
    void the_page_is_for_everybody_and_trusts_nobody() {
        Reply page = get("/dashboard");
        assertEquals(200, page.status());
        assertEquals("text/html; charset=utf-8", page.header("content-type"));
        assertTrue(page.text().startsWith("<!doctype html>"), page::text);
        String policy = page.header("content-security-policy");
        assertTrue(
                policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self';"),
                policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertEquals("nosniff", page.header("x-content-type-options"));
    }

    @Test
    void every_file_of_the_folder_is_served_as_what_it_is() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            Set<String> there =
                    files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
            there.addAll(VENDORED);
            assertEquals(new TreeSet<>(there), new TreeSet<>(Dashboard.FILES));
        }
        assertEquals(
                "text/css; charset=utf-8", get("/dashboard/dashboard.css").header("content-type"));
        assertEquals(
                "text/javascript; charset=utf-8", get("/dashboard/main.js").header("content-type"));
    }

    @Test
    void the_chart_library_comes_with_its_licence() {
        assertTrue(get("/dashboard/chart.umd.js").text().contains("Chart.js v4"));
        assertTrue(get("/dashboard/chart.LICENSE.md").text().contains("MIT License"));
    }

    @Test
    void the_page_and_its_modules_name_only_what_is_served_with_them() throws IOException {
        String page = Files.readString(FOLDER.resolve(Dashboard.PAGE));
        assertFalse(page.contains("style="), "no inline style");
        LINK.matcher(page)
                .results()
                .map(it -> it.group(1))
                .filter(link -> !link.startsWith("data:"))
                .forEach(link -> {
                    assertTrue(link.startsWith("dashboard/"), link);
                    assertEquals(200, get("/" + link).status(), link);
                });
        for (String module : Dashboard.FILES) {
            if (module.endsWith(".js") && !VENDORED.contains(module)) {
                Matcher imports = IMPORT.matcher(Files.readString(FOLDER.resolve(module)));
                while (imports.find()) {
                    assertTrue(Dashboard.FILES.contains(imports.group(1)), imports.group(1));
                }
            }
        }
    }

    @Test
    void what_a_browser_has_already_is_not_sent_again() {
        String tag = get("/dashboard").header("etag");
        Reply again =
                get(
                        "/dashboard",
                        event ->
                                event.withObject("/multiValueHeaders")
                                        .putArray("If-None-Match")
                                        .add(tag));
        assertEquals(304, again.status());
        assertEquals("", again.text());
    }

    @Test
    void a_slash_at_the_end_is_taken_away_for_links_are_relative() {
        Reply reply = get("/dashboard/");
        assertEquals(308, reply.status());
        assertEquals("../dashboard", reply.header("location"));
    }

    @Test
    void there_is_nothing_else_and_nothing_to_write() {
        assertEquals(404, get("/dashboard/secrets.txt").status());
        assertEquals(404, get("/dashboard/../Dashboard.class").status());
        Reply posted = get("/dashboard", event -> event.put("httpMethod", "POST"));
        assertEquals(405, posted.status());
        assertEquals("GET", posted.header("allow"));
    }
}
