package dev.tollgate.catalog;

import static dev.tollgate.catalog.Written.problems;
import static dev.tollgate.catalog.Written.read;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tollgate.cache.CacheRule;
import dev.tollgate.cache.CacheRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheReaderTest {
    private static final String ALIASES = "'aliases':{'a':'p/m','b':'p/m'},";

    private static CacheRules rules(String cache) {
        return read(ALIASES + "'cache':" + cache).cache();
    }

    @Test
    void without_a_word_nothing_is_kept() {
        assertEquals(CacheRules.OFF, rules("{}"));
        assertEquals(CacheRules.OFF, rules("{'default':'off'}"));
        assertEquals(CacheRules.OFF, rules("{'default':false}"));
    }

    @Test
    void an_alias_has_a_rule_of_its_own_or_the_one_for_all() {
        CacheRule usual = new CacheRule(Duration.ofHours(1), Duration.ZERO, false);
        CacheRule own = new CacheRule(Duration.ofMinutes(5), Duration.ofDays(2), true);

        CacheRules rules =
                rules(
                        "{'default':{'ttl':'1h'},'aliases':{'a':{'ttl':'5m','staleFor':'2d','coalesce':true},'b':'off'}}");

        assertEquals(
                new CacheRules(
                        Optional.of(usual), Map.of("a", Optional.of(own), "b", Optional.empty())),
                rules);
        assertEquals(Optional.of(own), rules.of("a"));
        assertEquals(Optional.empty(), rules.of("b"));
        assertEquals(Optional.of(usual), rules.of("c"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'on'                    | cache: need an object, got a string",
                "{'default':'on'}        | cache.default: need off or {ttl: 1h}, got \"on\"",
                "{'default':true}        | cache.default: need off or {ttl: 1h}, got true",
                "{'default':{}}          | cache.default.ttl: missing: how long an answer is fresh, such as 1h",
                "{'default':{'ttl':'31d'}}"
                        + "| cache.default.ttl: need a duration such as 250ms, 30s or 10m, from 1s to 30d, got \"31d\"",
                "{'default':{'ttl':'500ms'}}"
                        + "| cache.default.ttl: need a duration such as 250ms, 30s or 10m, from 1s to 30d, got \"500ms\"",
                "{'default':{'ttl':'1h','staleFor':'31d'}}"
                        + "| cache.default.staleFor: need a duration such as 250ms, 30s or 10m, from 0s to 30d, got \"31d\"",
                "{'default':{'ttl':'1h','coalesce':'yes'}}"
                        + "| cache.default.coalesce: need true or false, got \"yes\"",
                "{'default':{'ttl':'1h','stale':'1h'}}"
                        + "| cache.default.stale: unknown key (known: coalesce, staleFor, ttl)",
                "{'aliases':{'c':'off'}} | cache.aliases.c: unknown alias 'c' (known: a, b)",
                "{'aliases':{'a':'1h'}}  | cache.aliases.a: need off or {ttl: 1h}, got \"1h\"",
                "{'alias':{}}            | cache.alias: unknown key (known: aliases, default)",
            })
    void what_is_wrong_with_the_cache_is_named_with_its_path(String cache, String problem) {
        assertEquals(List.of(problem), problems(ALIASES + "'cache':" + cache));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}",
                "{'default':{'ttl':'1h'}}",
                "{'default':{'ttl':'1h','staleFor':'1h'},'aliases':{'s':'off'}}",
            })
    void who_degrades_to_stale_answers_must_keep_some(String cache) {
        assertEquals(
                List.of(
                        "aliases.s.degrade.staleCache: need a rule with 'staleFor' in cache.aliases.s,"
                                + " or in cache.default"),
                problems(
                        "'aliases':{'s':{'target':'p/m','degrade':{'after':'1s','staleCache':true}}},'cache':"
                                + cache));
    }
}
