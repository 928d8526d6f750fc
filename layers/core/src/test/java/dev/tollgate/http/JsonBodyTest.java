package dev.tollgate.http;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {

    private static JsonBody parse(String json) throws JsonBody.Malformed {
        return JsonBody.parse(json.getBytes(UTF_8));
    }

    private static String with(String json, String name, String value) throws JsonBody.Malformed {
        return new String(parse(json).with(Map.of(name, value.getBytes(UTF_8))), UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"model\":\"a\",\"x\":1.50}            | {\"model\":\"B\",\"x\":1.50}",
                "{ \"x\" : [1 ,2], \"model\" :  \"a\" }  | { \"x\" : [1 ,2], \"model\" :  \"B\" }",
                "{\"model\":null}                        | {\"model\":\"B\"}",
                "{\"model\":{\"deep\":[{}]},\"é\":\"ü\"} | {\"model\":\"B\",\"é\":\"ü\"}",
                "{\"model\":12.0e3 }                     | {\"model\":\"B\" }",
                "{}                                      | {\"model\":\"B\"}",
                "{\"x\":\"\\u00e9\\n\"}                  | {\"x\":\"\\u00e9\\n\",\"model\":\"B\"}",
            })
    void a_member_is_replaced_or_added_and_every_other_byte_stays(String before, String after)
            throws Exception {
        assertEquals(after.strip(), with(before.strip(), "model", "\"B\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{ \"a\": 1.0 , \"gone\":[2], \"b\" : 3 } | {\"a\": 1.0,\"b\" : 3}",
                "{\"gone\":1}                             | {}",
                "{\"gone\":1,\"b\":2,\"too\":3}           | {\"b\":2}",
                "{ \"b\":2 }                              | { \"b\":2 }",
            })
    void a_member_is_left_out_and_the_others_stay(String before, String after) throws Exception {
        JsonBody left = parse(before.strip()).without(Set.of("gone", "too"));

        assertEquals(after.strip(), new String(left.bytes(), UTF_8));
        assertEquals(
                "9",
                new String(
                        JsonBody.parse(left.with(Map.of("c", "9".getBytes(UTF_8))))
                                .raw("c")
                                .orElseThrow(),
                        UTF_8));
    }

    @Test
    void several_members_are_replaced_at_once() throws Exception {
        Map<String, byte[]> changes = new LinkedHashMap<>();
        changes.put("b", "20".getBytes(UTF_8));
        changes.put("new", "3".getBytes(UTF_8));
        changes.put("a", "10".getBytes(UTF_8));

        assertEquals(
                "{\"a\":10,\"b\": 20 ,\"c\":0,\"new\":3}",
                new String(parse("{\"a\":1,\"b\": 2 ,\"c\":0}").with(changes), UTF_8));
    }

    @Test
    void members_are_read_from_where_they_stand() throws Exception {
        JsonBody body = parse("{\"a\": {\"b\":1.10} , \"n\":null,\"t\":true}");

        assertEquals("{\"b\":1.10}", new String(body.raw("a").orElseThrow(), UTF_8));
        assertTrue(body.member("n").orElseThrow().isNull());
        assertTrue(body.member("t").orElseThrow().asBoolean());
        assertTrue(body.member("missing").isEmpty());
    }

    @Test
    void a_byte_order_mark_is_stepped_over() throws Exception {
        String json = "\uFEFF{\"model\":\"a\"}";

        assertEquals("\uFEFF{\"model\":\"B\"}", with(json, "model", "\"B\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "1",
                "\"a\"",
                "null",
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,}",
                "{\"a\":1}x",
                "{\"a\":1}{}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "{\"a\":\"\u0001\"}",
                "{\"a\":tru}",
                "{\"a\":1,\"a\":2}",
                "// comment\n{}",
            })
    void what_is_no_json_object_is_refused(String json) {
        assertThrows(JsonBody.Malformed.class, () -> parse(json));
    }

    @Test
    void the_place_is_named() {
        JsonBody.Malformed error =
                assertThrows(JsonBody.Malformed.class, () -> parse("{\n  \"a\": 1,\n  oops\n}"));

        assertTrue(error.reason().startsWith("line 3, column 3"), error.reason());
    }

    @Test
    void json_that_is_nested_too_deep_is_refused() {
        String deep = "{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";

        assertThrows(JsonBody.Malformed.class, () -> parse(deep));
    }

    @Test
    void other_encodings_are_refused_not_guessed() {
        assertThrows(
                JsonBody.Malformed.class, () -> JsonBody.parse("{\"a\":1}".getBytes(UTF_16LE)));
    }

    @Test
    void half_a_character_is_refused_with_its_position() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("{\"a\":\"".getBytes(UTF_8));
        bytes.write(0xE2);
        bytes.write(0x82);
        bytes.writeBytes("\"}".getBytes(UTF_8));

        JsonBody.Malformed error =
                assertThrows(JsonBody.Malformed.class, () -> JsonBody.parse(bytes.toByteArray()));
        assertEquals("byte 6 is not UTF-8", error.reason());
    }

    @Test
    void every_truncation_of_a_body_is_refused() {
        String json = "{\"model\":\"é\",\"messages\":[{\"content\":\"a\\u00e9b\"}],\"n\":1.5e3}";
        byte[] whole = json.getBytes(UTF_8);
        for (int length = 0; length < whole.length; length++) {
            byte[] part = java.util.Arrays.copyOf(whole, length);
            assertThrows(JsonBody.Malformed.class, () -> JsonBody.parse(part));
        }
    }
}
