package dev.tollgate.catalog;

import static dev.tollgate.catalog.Written.problems;
import static dev.tollgate.catalog.Written.read;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tollgate.audit.LogLevel;
import dev.tollgate.audit.LoggingRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoggingReaderTest {
    private static final String ALIASES = "'aliases':{'a':'p/m','b':'p/m'},";
    private static final String KEY = "key_0123456789abcdef01234567";

    private static LoggingRules rules(String logging) {
        return read(ALIASES + "'logging':" + logging).logging();
    }

    @Test
    void without_a_word_nothing_is_kept() {
        assertEquals(LoggingRules.OFF, read("'aliases':{'a':'p/m'}").logging());
    }

    @Test
    void everything_can_be_said() {
        LoggingRules rules =
                rules(
                        "{'payloads':'full','least':'metadata','most':'full','retain':'90d','redact':['phone','email'],"
                                + "'patterns':{'employee':'E-[0-9]{6}'},'aliases':{'a':'none'},'keys':{'"
                                + KEY
                                + "':'metadata'}}");

        assertEquals(LogLevel.FULL, rules.usual());
        assertEquals(LogLevel.METADATA, rules.least());
        assertEquals(Map.of("a", LogLevel.NONE), rules.aliases());
        assertEquals(Map.of(KEY, LogLevel.METADATA), rules.keys());
        assertEquals(Duration.ofDays(90), rules.retain());
        assertEquals(
                "[employee] [email] [phone] 4111 1111 1111 1111",
                rules.redaction()
                        .text("E-123456 ada@example.com +49 171 1234567 4111 1111 1111 1111"));
    }

    @Test
    void a_request_may_ask_for_all_where_nobody_says_otherwise() {
        LoggingRules rules = rules("{}");

        assertEquals(LogLevel.NONE, rules.usual());
        assertEquals(LogLevel.FULL, rules.most());
        assertEquals(LoggingRules.DEFAULT_RETAIN, rules.retain());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'full'                    | logging: need an object, got a string",
                "{'payloads':'all'}        | logging.payloads: need full or metadata or none, got \"all\"",
                "{'least':'full','most':'none'} | logging.least: need at most what 'most' is, got full and none",
                "{'retain':'1h'}           | logging.retain: need a duration such as 250ms, 30s or 10m, from 1d to 400d, got \"1h\"",
                "{'retain':'401d'}         | logging.retain: need a duration such as 250ms, 30s or 10m, from 1d to 400d, got \"401d\"",
                "{'redact':['mail']}       | logging.redact[0]: need one of card, email, phone, got \"mail\"; 'patterns' is for your own",
                "{'redact':'email'}        | logging.redact: need a list of 0 to 3 of card, email, phone, got \"email\"",
                "{'patterns':{'e':'('}}    | logging.patterns.e: need a regular expression: not a regular expression: Unclosed group",
                "{'patterns':{'e':'x*'}}   | logging.patterns.e: need a regular expression: matches the empty text",
                "{'patterns':{'e':7}}      | logging.patterns.e: need a regular expression: need 1 to 200 characters",
                "{'patterns':{'email':'x'}}| logging.patterns.email: need a name of 1 to 32 of A-Z a-z 0-9 _ -, from a letter on, and none of card, email, phone",
                "{'aliases':{'c':'none'}}  | logging.aliases.c: unknown alias 'c' (known: a, b)",
                "{'aliases':{'a':'off'}}   | logging.aliases.a: need full or metadata or none, got \"off\"",
                "{'keys':{'tg_x':'full'}}  | logging.keys.tg_x: need the id of a virtual key, key_ and 24 digits; GET /admin/keys lists them",
                "{'level':'full'}          | logging.level: unknown key (known: aliases, keys, least, most, patterns, payloads, redact, retain)",
            })
    void what_is_wrong_with_the_logging_is_named_with_its_path(String logging, String problem) {
        assertEquals(List.of(problem), problems(ALIASES + "'logging':" + logging));
    }
}
