package dev.tollgate.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.tollgate.audit.OwnPattern.Unusable;
import dev.tollgate.audit.Redaction.Kind;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
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
                () -> assertEquals("[own]", slow.redact("q".repeat(1_000_000))));
        assertEquals("short [own]", slow.redact("short qq!"));
    }

    @Test
    void a_text_that_recursion_would_be_too_deep_for_counts_as_a_match_as_well() {
        OwnPattern deep = new OwnPattern(Pattern.compile("(?:a|b)*c"), "[own]");

        assertEquals("[own]", deep.redact("ab".repeat(500_000)));
    }
}
