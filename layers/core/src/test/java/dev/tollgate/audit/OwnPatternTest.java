package dev.tollgate.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tollgate.audit.OwnPattern.Unusable;
import dev.tollgate.audit.Redaction.Kind;
import dev.tollgate.http.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnPatternTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "E-[0-9]{6}",
                "(?i)\\bproject (aurora|borealis)\\b",
                "[A-Z0-9]{8,40}-X",
                "\\d+",
                "(?:[A-Z]{2}\\d{2})(?: ?[A-Z0-9]{4}){3,7}",
            })
    void ordinary_expressions_are_fine(String expression) throws Unusable {
        OwnPattern.of("own", expression);
    }

    @Test
    void a_match_becomes_the_patterns_name() throws Unusable {
        Redaction redaction =
                new Redaction(
                        List.of(Kind.PHONE), List.of(OwnPattern.of("employee", "E-[0-9]{6}")));

        assertEquals(
                "[employee] and [employee], [phone]",
                redaction.text("E-123456 and E-654321, +49 171 1234567"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "(",
                "a{2,1}",
                "x*",
                "(|a)",
                "(a+)+$",
                "(x+x+)+y",
                "\\w+@corp",
                "(.*)*#",
                "(?=(a+))\\1{9}b"
            })
    void what_can_take_long_or_matches_nothing_is_refused(String expression) {
        assertThrows(Unusable.class, () -> OwnPattern.of("own", expression));
    }

    @Test
    void what_takes_too_long_after_all_counts_as_a_match_of_everything() {
        OwnPattern slow = new OwnPattern(Pattern.compile("(q|[p-r])+!"), "[own]");

        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertEquals("[own]", redacted(slow, "q".repeat(1_000_000))));
        assertEquals("short [own]", redacted(slow, "short qq!"));
    }

    @Test
    void a_text_that_recursion_would_be_too_deep_for_counts_as_a_match_as_well() {
        OwnPattern deep = new OwnPattern(Pattern.compile("(?:a|b)*c"), "[own]");

        assertEquals("[own]", redacted(deep, "ab".repeat(500_000)));
    }

    @Test
    void all_patterns_and_texts_of_a_call_share_their_looks() {
        List<OwnPattern> slow =
                IntStream.range(0, 20)
                        .mapToObj(i ->
                                new OwnPattern(Pattern.compile("(?:q|[p-r]){1,150}!" + i), "[own]"))
                        .toList();
        ArrayNode texts = Json.mapper().createArrayNode();
        for (int i = 0; i < 6_000; i++) {
            texts.add("q".repeat(1_000));
        }
        byte[] request = Json.bytes(Json.object().set("texts", texts));

        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> {
                    String left =
                            Body.of(request, new Redactor(new Redaction(List.of(), slow)))
                                    .written();
                    assertTrue(left.endsWith("\"[own]\",\"[own]\"]}"));
                });
    }

    @Test
    void looks_that_were_not_needed_are_for_the_next_text() {
        OwnPattern own = new OwnPattern(Pattern.compile("E-[0-9]{6}"), "[own]");
        Looks looks = new Looks(100);

        assertEquals(Optional.of("id [own]"), own.replaced("id E-123456", looks));
        assertEquals(Optional.of("id [own]"), own.replaced("id E-654321", looks));
        assertEquals(Optional.empty(), own.replaced("q".repeat(100), looks));
    }

    private static String redacted(OwnPattern own, String text) {
        return new Redaction(List.of(), List.of(own)).text(text);
    }
}
