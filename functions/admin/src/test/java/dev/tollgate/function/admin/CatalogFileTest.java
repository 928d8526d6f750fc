package dev.tollgate.function.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.catalog.InvalidCatalog;
import dev.tollgate.catalog.InvalidCatalog.Problem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogFileTest {
    @Test
    void yaml_and_json_of_the_same_catalogue_read_the_same() {
        JsonNode yaml = read("aliases:\n  fast: {targets: [a/b, c/d], retries: 2}\nprices: {}\n");
        JsonNode json =
                read(
                        "{\"aliases\":{\"fast\":{\"targets\":[\"a/b\",\"c/d\"],\"retries\":2}},\"prices\":{}}");
        assertEquals(json.toString(), yaml.toString());
    }

    @Test
    void a_brace_does_not_make_yaml_json() {
        assertEquals("{\"aliases\":{\"fast\":\"a/b\"}}", read("{aliases: {fast: a/b}}").toString());
    }

    @Test
    void a_byte_order_mark_is_no_part_of_the_text() {
        assertEquals("{\"a\":1}", read("\uFEFF{\"a\": 1}").toString());
        assertEquals("{\"a\":1}", read("\uFEFFa: 1").toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "2026-11-23 | \"2026-11-23\"",
                "off | \"off\"",
                "no | \"no\"",
                "1:30 | \"1:30\"",
                "010 | 10",
                "'2' | \"2\"",
                "0.40 | 0.40",
                "true | true",
                "~ | null",
                "!!str 5 | \"5\"",
                "1111111111222222222233333333334 | \"1111111111222222222233333333334\"",
            })
    void a_plain_scalar_is_what_it_looks_like(String written, String json) {
        assertEquals("{\"a\":" + json + "}", read("a: " + written).toString());
    }

    @Test
    void anchors_and_merge_keys_are_resolved() {
        JsonNode read =
                read(
                        """
                        base: &base {retries: 1, deadline: 30s}
                        own: {retries: 2, <<: *base}
                        both: {<<: [{retries: 3}, *base]}
                        same: *base
                        """);
        assertEquals("{\"retries\":2,\"deadline\":\"30s\"}", sorted(read.get("own")));
        assertEquals("{\"retries\":3,\"deadline\":\"30s\"}", sorted(read.get("both")));
        assertEquals(read.get("base"), read.get("same"));
    }

    @Test
    void a_syntax_error_names_its_line_and_column() {
        assertEquals("line 2, column 8", problem("a: 1\nb: [1, }\n").path());
        assertEquals(
                "line 2, column 6",
                problem(() -> CatalogFile.json(bytes("{\"a\": 1,\n\"b\": }"))).path());
    }

    @Test
    void every_key_that_stands_there_twice_is_reported() {
        List<Problem> problems = problems(() -> read("a: 1\nb: {c: 1, c: 2}\na: 2\n"));
        assertEquals(
                List.of(
                        "line 2, column 11: the key 'c' stands there twice",
                        "line 3, column 1: the key 'a' stands there twice"),
                problems.stream().map(Problem::toString).toList());
        assertTrue(
                problem(() -> CatalogFile.json(bytes("{\"a\":{\"b\":1,\"b\":2}}")))
                        .message()
                        .contains("'b'"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# only a comment",
                "~",
                "just text",
                "[1, 2]",
                "a: 1\n---\nb: 2",
                "? [a]\n: b",
                "a: !!timestamp 2026-11-23",
                "a: !!int x",
                "a: !!binary aGk=",
                "a: !dev.tollgate.Thing {}",
                "a: &a {b: *a}",
                "a: *missing",
                "a: {<<: 3}",
                "a: \u0007",
                "\t- x: \n\t\t",
                "%YAML 9.9\n---\na: 1",
            })
    void what_is_no_catalogue_is_a_problem_and_nothing_else(String text) {
        assertThrows(InvalidCatalog.class, () -> read(text));
    }

    @Test
    void what_is_no_utf_8_is_a_problem() {
        assertEquals(
                "not UTF-8",
                problem(() -> CatalogFile.read("a: é".getBytes(ISO_8859_1))).message());
    }

    @Test
    void a_small_file_never_becomes_a_large_document() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            String last = "*a" + (i - 1);
            laughs.append(
                    "a%d: &a%d [%s]\n"
                            .formatted(
                                    i,
                                    i,
                                    String.join(
                                            ",",
                                            List.of(
                                                    last, last, last, last, last, last, last,
                                                    last))));
        }
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThrows(InvalidCatalog.class, () -> read(laughs.toString())));
    }

    @Test
    void depth_and_size_are_bounded() {
        assertThrows(InvalidCatalog.class, () -> read("a: " + "[".repeat(100_000)));
        assertThrows(InvalidCatalog.class, () -> read("{\"a\":" + "[".repeat(100_000)));
        assertThrows(InvalidCatalog.class, () -> read("a: " + "x".repeat(CatalogFile.MAX_BYTES)));
        String longKey = "k".repeat(CatalogFile.MAX_KEY_LENGTH + 1);
        assertThrows(InvalidCatalog.class, () -> read("a: [{" + longKey + ": 1}]"));
        assertThrows(InvalidCatalog.class, () -> read("{\"" + longKey + "\": 1}"));
    }

    private static String sorted(JsonNode node) {
        return "{\"retries\":%s,\"deadline\":%s}"
                .formatted(node.get("retries"), node.get("deadline"));
    }

    private static JsonNode read(String text) {
        return CatalogFile.read(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static Problem problem(String text) {
        return problem(() -> read(text));
    }

    private static Problem problem(Runnable reading) {
        return problems(reading).getFirst();
    }

    private static List<Problem> problems(Runnable reading) {
        return assertThrows(InvalidCatalog.class, reading::run).problems();
    }
}
