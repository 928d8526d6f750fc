package dev.tollgate.audit;

import static dev.tollgate.audit.LogLevel.FULL;
import static dev.tollgate.audit.LogLevel.METADATA;
import static dev.tollgate.audit.LogLevel.NONE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoggingRulesTest {
    private static final LoggingRules RULES = rules(NONE, METADATA);

    private static LoggingRules rules(LogLevel least, LogLevel most) {
        return new LoggingRules(
                METADATA,
                Map.of("secret", NONE, "open", FULL),
                Map.of("key", FULL),
                least,
                most,
                Duration.ofDays(1),
                Redaction.NONE);
    }

    @Test
    void the_most_specific_word_holds() {
        assertEquals(METADATA, RULES.level("other", "someone", Optional.empty()));
        assertEquals(NONE, RULES.level("secret", "someone", Optional.empty()));
        assertEquals(FULL, RULES.level("secret", "key", Optional.empty()));
        assertEquals(NONE, RULES.level("secret", "key", Optional.of(NONE)));
    }

    @Test
    void a_request_gets_no_more_and_no_less_than_it_may_ask_for() {
        assertEquals(METADATA, RULES.level("secret", "someone", Optional.of(FULL)));
        assertEquals(METADATA, RULES.level("open", "someone", Optional.of(FULL)));
        assertEquals(METADATA, rules(METADATA, FULL).level("open", "someone", Optional.of(NONE)));
    }

    @Test
    void without_rules_nothing_is_kept_whatever_a_request_says() {
        assertEquals(NONE, LoggingRules.OFF.level("a", "k", Optional.of(FULL)));
    }
}
