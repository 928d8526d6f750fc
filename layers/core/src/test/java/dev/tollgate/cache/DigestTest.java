package dev.tollgate.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.tollgate.http.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestTest {
    private static String tree(String json) {
        return new Digest().tree(Json.tree(json.getBytes(UTF_8))).hex();
    }

    private static String ordered(String json) {
        return new Digest().ordered(Json.tree(json.getBytes(UTF_8))).hex();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"a\":1,\"b\":[true,null]}        | { \"b\" : [ true, null ], \"a\" : 1 }",
                "{\"a\":{\"x\":1,\"y\":2}}          | {\"a\":{\"y\":2,\"x\":1}}",
                "[1, 100, 0.5]                      | [1.0, 1e2, 5e-1]",
                "\"\\u00e4\"                        | \"ä\""
            })
    void json_of_the_same_meaning_has_the_same_hash(String one, String other) {
        assertEquals(tree(one), tree(other));
    }

    @Test
    void different_json_has_different_hashes() {
        List<String> different =
                List.of(
                        "{}",
                        "[]",
                        "\"\"",
                        "null",
                        "0",
                        "false",
                        "true",
                        "1",
                        "\"1\"",
                        "1e999999999",
                        "[1,2]",
                        "[12]",
                        "[[1],2]",
                        "[2,1]",
                        "[\"a\",\"b\"]",
                        "[\"ab\",\"\"]",
                        "[\"a,b\"]",
                        "{\"a\":\"b\"}",
                        "{\"a\":null}",
                        "{\"b\":\"a\"}",
                        "[\"a\",\"b\",{}]",
                        "{\"a\":{\"b\":1},\"c\":1}",
                        "{\"a\":{\"b\":1,\"c\":1}}",
                        "\"\\ud800\"",
                        "\"\\udc00\"",
                        "\"?\"",
                        "\"\ufffd\"");
        Set<String> hashes = new HashSet<>();
        different.forEach(json -> hashes.add(tree(json)));

        assertEquals(different.size(), hashes.size());
    }

    @Test
    void the_order_of_members_counts_where_it_is_asked_for() {
        assertNotEquals(ordered("{\"a\":1,\"b\":{}}"), ordered("{\"b\":{},\"a\":1}"));
        assertNotEquals(
                ordered("[{\"x\":{\"a\":1,\"b\":2}}]"), ordered("[{\"x\":{\"b\":2,\"a\":1}}]"));
        assertEquals(ordered("{\"a\":1,\"b\":2}"), ordered("{ \"a\":1.0, \"b\":2 }"));
    }

    @Test
    void rows_of_values_are_told_apart_by_where_each_ends() {
        Set<String> hashes =
                Set.of(
                        new Digest().text("a").text("b").hex(),
                        new Digest().text("ab").text("").hex(),
                        new Digest().text("").text("ab").hex(),
                        new Digest().text("ab").hex(),
                        new Digest().maybe(Optional.of("ab")).nothing().hex(),
                        new Digest().maybe(OptionalInt.empty()).text("ab").hex(),
                        new Digest().maybe(OptionalInt.of(1)).hex(),
                        new Digest().maybe(OptionalDouble.of(1)).hex(),
                        new Digest().flag(true).hex());

        assertEquals(9, hashes.size());
    }

    @Test
    void a_long_text_counts_to_its_end() {
        String text = "x".repeat(10_000);

        assertNotEquals(new Digest().text(text + "a").hex(), new Digest().text(text + "b").hex());
        assertEquals(64, new Digest().text(text).hex().length());
    }
}
