package dev.tollgate.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.audit.Redaction.Kind;
import dev.tollgate.http.Json;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private static final Redaction ALL = new Redaction(List.of(Kind.values()), List.of());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "write to ada@example.com.           | write to [email].",
                "<Ada.Lovelace+x@mail.example.co.uk> | <[email]>",
                "mailto:o'brien@example.com?subject  | mailto:[email]?subject",
                "a@b.co,c@d.org                      | [email],[email]",
                "jürgen@münchen.de                   | [email]",
                "'ada@example.com'                   | '[email]'",
                "ada@example.com.42                  | [email].42",
                "\\nada@example.com                  | \\n[email]",
                "\\u00e9ada@example.com              | \\u00e9[email]",
                "\\u00e9@example.com                 | [email]",
                "\\n@example.com                     | [email]",
                "CORP\\ursula@example.com            | CORP[email]",
                "CORP\\u@example.com                 | CORP[email]",
                "CORP\\ada@example.com               | CORP[email]",
                "CORP\\bob@example.com               | CORP\\b[email]",
                "root@localhost                      | root@localhost",
                "@Override a.b                       | @Override a.b",
                "lodash@4.17.21                      | lodash@4.17.21",
                "a @ b.com                           | a @ b.com",
            })
    void addresses(String text, String left) {
        assertEquals(left, ALL.text(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "4111 1111 1111 1111 exp 12/27 | [card] exp 12/27",
                "4111-1111-1111-1111,          | [card],",
                "pan=5555555555554444;         | pan=[card];",
                "3782 822463 10005             | [card]",
                "4222222222222                 | [card]",
                "4111 1111 1111 1111 11        | [card] 11",
                "7 4111 1111 1111 1111         | 7 [card]",
                "\\n4111111111111111           | \\n[card]",
                "4111 1111 1111 1112           | 4111 1111 1111 1112",
                "1732358400123                 | 1732358400123",
                "x4111111111111111             | x4111111111111111",
                "41111111111111110000000000    | 41111111111111110000000000",
            })
    void card_numbers(String text, String left) {
        assertEquals(left, ALL.text(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+49 171 1234567",
                "+49 (0)171/123 45 67",
                "+1-202-555-0123",
                "+442071838750",
                "0049 171 1234567",
                "030 12345678",
                "(030) 12345678",
                "0171/1234567",
                "01 23 45 67 89",
                "(202) 555-0123",
                "202-555-0123",
                "202.555.0123",
                "2025550123",
                "1 202 555 0123",
                "12025550123",
                "+1.2025550123",
            })
    void phone_numbers(String number) {
        assertEquals("call [phone], please", ALL.text("call " + number + ", please"));
        assertEquals("[phone]", ALL.text(number));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-23 12:00:00",
                "23.11.2026 12:30",
                "03.11.2026 09 Uhr",
                "192.168.100.200",
                "0.0123456789",
                "-0.0171234567",
                "1.2345678901",
                "[-1.9876543210, 9.2345678901]",
                "[0.2025550123, 0.0112358132]",
                "1732358400",
                "1732358400123",
                "100 000 000",
                "1,234,567,890",
                "550e8400-e29b-41d4-a716-446655440000",
                "call_2025550123",
                "chatcmpl-0171234567",
                "12345",
                "ISO 27001:2022",
            })
    void other_numbers_stay(String text) {
        assertEquals(text, ALL.text(text));
    }

    @Test
    void what_is_not_asked_for_stays() {
        String text = "ada@example.com, +49 171 1234567, 4111 1111 1111 1111";

        assertEquals(text, Redaction.NONE.text(text));
        assertEquals(
                "[email], +49 171 1234567, 4111 1111 1111 1111",
                new Redaction(List.of(Kind.EMAIL), List.of()).text(text));
    }

    @Test
    void json_stays_json_and_its_structure_what_it_was() {
        String json =
                """
                {"text": "a \\"q\\" ada\\u0040example.com\\n\\ud83d\\ude00", "n": 4111111111111111, "f": 1.50, "big": 123456789012345678901234567890,
                 "ada@example.com": [true, null, {"args": "{\\"to\\": \\"ada\\\\u0040example.com\\", \\"n\\": [1]}"}], "same": "{ \\"a\\" : 1 }"}
                """;

        JsonNode left = redacted(json);

        assertEquals("a \"q\" [email]\n\ud83d\ude00", left.path("text").asText());
        assertEquals("[card]", left.path("n").asText());
        String written = Body.of(json.getBytes(UTF_8), new Redactor(ALL)).written();
        assertTrue(written.contains("\"f\":1.50,\"big\":123456789012345678901234567890,"), written);
        assertEquals(
                "{\"to\":\"[email]\",\"n\":[1]}",
                left.path("[email]").path(2).path("args").asText());
        assertEquals("{ \"a\" : 1 }", left.path("same").asText());
    }

    @Test
    void half_a_character_hides_nothing() {
        assertEquals(
                "? [email]",
                redacted("{\"text\": \"\\ud83d ada\\u0040example.com\"}").path("text").asText());
    }

    @Test
    void whatever_stands_in_a_document_it_stays_one() {
        Random random = new Random(7);
        String pieces = "\\\"{}[]:,@.+-09aé \n\ud83d\ude00ada@example.com";
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(40); j > 0; j--) {
                text.append(pieces.charAt(random.nextInt(pieces.length())));
            }
            byte[] json = Json.bytes(Json.object().put("a", text + " ada@example.com"));

            String left = Body.of(json, new Redactor(ALL)).written();

            assertFalse(
                    Json.tree(left.getBytes(UTF_8)).toString().contains("ada@example.com"), left);
        }
    }

    @Test
    void what_is_no_json_is_a_text() {
        for (String text :
                List.of("", "hello", "{\"a\":1} x", "{\"a\":1}{\"b\":2}", "{\"a\":", "[1")) {
            Body body = Body.of((text + " ada@example.com").getBytes(UTF_8), new Redactor(ALL));

            assertFalse(body.json(), text);
            assertEquals(text + " [email]", body.written());
        }
    }

    @Test
    void no_text_takes_longer_than_its_length() {
        int length = 4_000_000;
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> {
                    for (String piece :
                            List.of(
                                    "a",
                                    "4",
                                    "0",
                                    "@",
                                    "a@",
                                    "4 ",
                                    "+4",
                                    "(0",
                                    "0171 ",
                                    "a.",
                                    "\\",
                                    "4-4 ",
                                    "2025550123",
                                    "202 555 ")) {
                        ALL.text(piece.repeat(length / piece.length()));
                    }
                });
    }

    private static JsonNode redacted(String json) {
        Body body = Body.of(json.getBytes(UTF_8), new Redactor(ALL));
        assertTrue(body.json(), body.written());
        return Json.tree(body.written().getBytes(UTF_8));
    }
}
