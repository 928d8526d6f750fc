package dev.tollgate.catalog;

import static dev.tollgate.catalog.Written.problems;
import static dev.tollgate.catalog.Written.read;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tollgate.limits.Limit;
import dev.tollgate.limits.Limit.Exceeded;
import dev.tollgate.limits.Limit.Measure;
import dev.tollgate.limits.Limit.Period;
import dev.tollgate.limits.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitReaderTest {
    private static List<Limit> limits(String rules) {
        return read("'aliases':{'fast':'p/m'},'limits':[" + rules + "]").limits();
    }

    private static Measure only(String rule) {
        return limits(rule).getFirst().measure();
    }

    private static Scope scope(Optional<String> each, Map<String, String> match) {
        return new Scope(each, new TreeMap<>(match));
    }

    @Test
    void every_measure_of_a_rule_is_a_limit_with_a_name_of_its_own() {
        List<Limit> limits =
                limits(
                        "{'each':'feature','requestsPerMinute':600,'tokensPerMinute':200000,'maxWait':'2s'},"
                                + "{'name':'growth','match':{'team':'growth'},'concurrent':3,'budget':{'usd':500,'per':'month'},"
                                + "'exceeded':{'downgradeTo':'fast'},'lowHeadroom':0.5,'onOutage':'failClosed'}");

        Scope feature = scope(Optional.of("feature"), Map.of());
        Scope growth = scope(Optional.empty(), Map.of("team", "growth"));
        Exceeded reject = new Exceeded.Reject();
        Exceeded downgrade = new Exceeded.DowngradeTo("fast");
        Duration wait = Duration.ofSeconds(2);
        assertEquals(
                List.of(
                        new Limit(
                                "limits[0].requestsPerMinute",
                                feature,
                                new Measure.RequestsPerMinute(600),
                                wait,
                                reject,
                                0.2,
                                true),
                        new Limit(
                                "limits[0].tokensPerMinute",
                                feature,
                                new Measure.TokensPerMinute(200_000),
                                wait,
                                reject,
                                0.2,
                                true),
                        new Limit(
                                "growth.concurrent",
                                growth,
                                new Measure.Concurrent(3),
                                Duration.ZERO,
                                downgrade,
                                0.5,
                                false),
                        new Limit(
                                "growth.budget",
                                growth,
                                new Measure.Budget(500_000_000_000L, Period.MONTH),
                                Duration.ZERO,
                                downgrade,
                                0.5,
                                false)),
                limits);
    }

    @Test
    void a_rule_may_count_apart_within_what_it_asks_for() {
        assertEquals(
                scope(
                        Optional.of("tag:team"),
                        Map.of("provider", "p", "alias", "fast", "tag:key", "x")),
                limits(
                                "{'each':'tag:team','match':{'provider':'p','alias':'fast','tag:key':'x'},'concurrent':1,'exceeded':'warn'}")
                        .getFirst()
                        .scope());
    }

    @ParameterizedTest
    @CsvSource({
        "500, 500000000000",
        "12.5, 12500000000",
        "'\"12.50\"', 12500000000",
        "'\"0.000000001\"', 1",
        "0.1, 100000000",
        "1e3, 1000000000000",
        "999999999.999999999, 999999999999999999",
        "1000000000, 1000000000000000000",
    })
    void a_budget_is_exactly_what_is_written(String usd, long nanoUsd) {
        assertEquals(
                new Measure.Budget(nanoUsd, Period.DAY),
                only("{'each':'team','budget':{'usd':" + usd + ",'per':'day'}}"));
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "1000000000.01", "0.0000000001", "'\"1e3\"'", "1e400", "'\"\"'", "true"})
    void an_amount_that_is_none_or_not_to_be_counted_exactly_is_refused(String usd) {
        List<String> problems =
                problems(
                        "'limits':[{'each':'team','budget':{'usd':"
                                + usd.replace('"', '\'')
                                + ",'per':'week'}}]");

        assertEquals(1, problems.size());
        assertEquals(
                "limits[0].budget.usd: need an amount above 0 and up to 1000000000, such as 500 or"
                        + " \"12.50\", with at most 9 digits after the point",
                problems.getFirst().replaceFirst(", got .*", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'concurrent':1            | limits[0]: need 'each' or 'match', or both: whose calls it counts",
                "'concurrent':1,'match':{} | limits[0]: need 'each' or 'match', or both: whose calls it counts",
                "'each':'team'             | limits[0]: need at least one of requestsPerMinute, tokensPerMinute, concurrent, budget",
                "'each':'a b','concurrent':1"
                        + "| limits[0].each: need the name of a tag, of 1 to 64 of A-Z a-z 0-9 _ . : -, got 'a b'",
                "'each':'key','concurrent':0"
                        + "| limits[0].concurrent: need a whole number from 1 to 10000, got 0",
                "'each':'key','tokensPerMinute':1.5"
                        + "| limits[0].tokensPerMinute: need a whole number from 1 to 1000000000, got 1.5",
                "'each':'key','requestsPerMinute':'many'"
                        + "| limits[0].requestsPerMinute: need a whole number from 1 to 1000000000, got \"many\"",
                "'each':'key','concurrent':1,'maxWait':'61s'"
                        + "| limits[0].maxWait: need a duration such as 250ms, 30s or 10m, from 0s to 60s, got \"61s\"",
                "'each':'key','concurrent':1,'lowHeadroom':0.95"
                        + "| limits[0].lowHeadroom: need a share from 0 to 0.9, got 0.95",
                "'each':'key','concurrent':1,'onOutage':'open'"
                        + "| limits[0].onOutage: need failClosed or failOpen, got \"open\"",
                "'each':'key','concurrent':1,'exceeded':'refuse'"
                        + "| limits[0].exceeded: need reject, warn or {downgradeTo: alias}, got \"refuse\"",
                "'each':'key','concurrent':1,'exceeded':{'downgradeTo':'slow'}"
                        + "| limits[0].exceeded.downgradeTo: unknown alias 'slow' (known: fast)",
                "'each':'key','concurrent':1,'exceeded':{}"
                        + "| limits[0].exceeded.downgradeTo: missing: the alias that serves the call instead",
                "'each':'key','concurrent':1,'exceeded':{'downgradeTo':'fast','to':1}"
                        + "| limits[0].exceeded.to: unknown key (known: downgradeTo)",
                "'each':'key','budget':{'usd':5}"
                        + "| limits[0].budget.per: missing: need day or month or week",
                "'each':'key','budget':{'per':'day'}"
                        + "| limits[0].budget.usd: missing: the amount, such as 500 or \"12.50\"",
                "'each':'key','budget':{'usd':5,'per':'year'}"
                        + "| limits[0].budget.per: need day or month or week, got \"year\"",
                "'each':'key','budget':{'usd':5,'per':'day','eur':1}"
                        + "| limits[0].budget.eur: unknown key (known: per, usd)",
                "'each':'key','budget':5   | limits[0].budget: need an object, got a number",
                "'match':{'alias':'slow'},'concurrent':1"
                        + "| limits[0].match.alias: unknown alias 'slow' (known: fast)",
                "'match':{'provider':'q'},'concurrent':1"
                        + "| limits[0].match.provider: unknown provider 'q' (known: p)",
                "'match':{'customer':42},'concurrent':1"
                        + "| limits[0].match.customer: need a text of 1 to 256 characters, got 42",
                "'each':'key','concurrent':1,'per':'day'"
                        + "| limits[0].per: unknown key (known: budget, concurrent, each, exceeded, lowHeadroom, match,"
                        + " maxWait, name, onOutage, requestsPerMinute, tokensPerMinute)",
                "'each':'key','concurrent':1,'name':'a b'"
                        + "| limits[0].name: need a name of 1 to 128 of A-Z a-z 0-9 _ . : -, got \"a b\"",
            })
    void what_is_wrong_with_a_rule_is_named_with_its_path(String rule, String problem) {
        List<String> problems = problems("'aliases':{'fast':'p/m'},'limits':[{" + rule + "}]");

        assertEquals(problem, problems.getFirst());
    }

    @Test
    void two_rules_never_share_a_name() {
        assertEquals(
                List.of("limits[1].name: need a name of its own, there is another 'x'"),
                problems(
                        "'limits':[{'name':'x','each':'key','concurrent':1},{'name':'x','each':'team','concurrent':1}]"));
    }

    @Test
    void there_are_fifty_rules_at_most() {
        String many =
                IntStream.range(0, 51)
                        .mapToObj(_ -> "{'each':'key','concurrent':1}")
                        .collect(Collectors.joining(","));

        assertEquals(1, problems("'limits':[" + many + "]").size());
        assertEquals(50, limits(many.substring(many.indexOf(',', 29) + 1)).size());
    }
}
