package dev.tollgate.catalog;

import static dev.tollgate.catalog.Written.plan;
import static dev.tollgate.catalog.Written.problems;
import static dev.tollgate.catalog.Written.read;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tollgate.routing.Degrade;
import dev.tollgate.routing.Degrade.Substitute;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Plan;
import dev.tollgate.routing.Split;
import dev.tollgate.routing.Split.Variant;
import dev.tollgate.routing.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AliasReaderTest {
    private static Target target(String model) {
        return new Target("p", model);
    }

    private static Plan only(String alias) {
        return plan(read("'aliases':{'a':" + alias + ",'other':'p/o'}"), "a");
    }

    @Test
    void a_split_needs_no_other_targets_and_its_variants_go_by_their_targets() {
        Plan plan =
                only(
                        "{'split':[{'target':'p/m','weight':90},{'target':'p/n','weight':10,'name':'new'}],'stickyBy':'user'}");

        assertEquals(
                Optional.of(
                        new Split(
                                List.of(
                                        new Variant("p/m", target("m"), 90),
                                        new Variant("new", target("n"), 10)),
                                Optional.of("user"))),
                plan.split());
        assertEquals(List.of(), plan.targets());
        assertEquals(Set.of(target("m"), target("n")), plan.all());
    }

    @Test
    void targets_stand_behind_a_split_and_detours_behind_kinds_of_failure() {
        Plan plan =
                only(
                        "{'split':[{'target':'p/m','weight':1}],'targets':['p/x','p/y'],"
                                + "'fallbackOn':{'context_length':['p/long'],'content_policy':['p/y','p/z']}}");

        assertEquals(List.of(target("x"), target("y")), plan.targets());
        assertEquals(
                Map.of(
                        Kind.CONTEXT_LENGTH, List.of(target("long")),
                        Kind.CONTENT_POLICY, List.of(target("y"), target("z"))),
                plan.detours());
        assertEquals(
                Set.of(target("m"), target("x"), target("y"), target("z"), target("long")),
                plan.all());
    }

    @Test
    void a_second_target_may_be_asked_beside_the_first() {
        assertEquals(
                Optional.of(Duration.ofSeconds(2)),
                only("{'targets':['p/m','p/n'],'hedge':{'after':'2s'}}").hedgeAfter());
        assertEquals(
                Optional.of(Duration.ofSeconds(2)),
                only("{'split':[{'target':'p/m','weight':1}],'target':'p/n','hedge':{'after':'2s'}}")
                        .hedgeAfter());
    }

    @Test
    void a_caller_may_get_a_message_another_alias_or_a_stale_answer_instead() {
        Duration after = Duration.ofSeconds(8);

        assertEquals(
                Optional.of(new Degrade(after, new Substitute.Message("Busy. Try again."))),
                only("{'target':'p/m','degrade':{'after':'8s','message':'Busy. Try again.'}}")
                        .degrade());
        assertEquals(
                Optional.of(new Degrade(after, new Substitute.Other("other"))),
                only("{'target':'p/m','degrade':{'after':'8s','alias':'other'}}").degrade());
        assertEquals(
                Optional.of(new Degrade(after, new Substitute.Stale())),
                plan(
                                read(
                                        "'aliases':{'a':{'target':'p/m','degrade':{'after':'8s','staleCache':true}}},"
                                                + "'cache':{'default':{'ttl':'1h','staleFor':'1d'}}"),
                                "a")
                        .degrade());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                        | aliases.a: need either 'target', 'targets' or 'split'",
                "{'target':'p/m','targets':['p/m']}"
                        + "| aliases.a: need either 'target', 'targets' or 'split'",
                "{'targets':['p/1','p/2','p/3','p/4','p/5','p/6','p/7','p/8','p/9']}"
                        + "| aliases.a.targets: need a list of 1 to 8 provider/model, got"
                        + " [\"p/1\",\"p/2\",\"p/3\",\"p/4\",\"p/5\",\"p/6\",\"p/7\",\"p/8\",\"p/9\"]",
                "{'split':[]}"
                        + "| aliases.a.split: need a list of 1 to 8 variants {target, weight}, got []",
                "{'split':[{'target':'q/m','weight':1}]}"
                        + "| aliases.a.split[0].target: unknown provider 'q' (known: p)",
                "{'split':[{'target':'p/m'}]}"
                        + "| aliases.a.split[0].weight: missing: its share of the sum of all weights",
                "{'split':[{'weight':1}]}"
                        + "| aliases.a.split[0].target: missing: need provider/model",
                "{'split':[{'target':'p/m','weight':0}]}"
                        + "| aliases.a.split[0].weight: need a whole number from 1 to 10000, got 0",
                "{'split':[{'target':'p/m','weight':10001}]}"
                        + "| aliases.a.split[0].weight: need a whole number from 1 to 10000, got 10001",
                "{'split':[{'target':'p/m','weight':1},{'target':'p/m','weight':1}]}"
                        + "| aliases.a.split[1]: need a 'name' of its own, there is another 'p/m'",
                "{'split':[{'target':'p/m','weight':1,'nam':'x'}]}"
                        + "| aliases.a.split[0].nam: unknown key (known: name, target, weight)",
                "{'split':[{'target':'p/m','weight':1,'name':'a b'}]}"
                        + "| aliases.a.split[0].name: need a name of 1 to 128 of A-Z a-z 0-9 _ . : -, got \"a b\"",
                "{'target':'p/m','stickyBy':'user'}"
                        + "| aliases.a.stickyBy: need a 'split' that it can decide",
                "{'split':[{'target':'p/m','weight':1}],'stickyBy':'a b'}"
                        + "| aliases.a.stickyBy: need the name of a tag, of 1 to 64 of A-Z a-z 0-9 _ . : -, got 'a b'",
                "{'target':'p/m','fallbackOn':{'too_long':['p/n']}}"
                        + "| aliases.a.fallbackOn.too_long: unknown kind of failure (known: auth, bad_request,"
                        + " content_policy, context_length, not_found, overloaded, quota, rate_limited, server_error, timeout)",
                "{'target':'p/m','fallbackOn':{'timeout':'p/n'}}"
                        + "| aliases.a.fallbackOn.timeout: need a list of 1 to 8 provider/model, got \"p/n\"",
                "{'target':'p/m','fallbackOn':{'timeout':['q/n']}}"
                        + "| aliases.a.fallbackOn.timeout[0]: unknown provider 'q' (known: p)",
                "{'target':'p/m','hedge':{'after':'2s'}}"
                        + "| aliases.a.hedge: need a second target to ask: 'targets' has no other",
                "{'targets':['p/m','p/n'],'hedge':{}}"
                        + "| aliases.a.hedge.after: missing: when a second target is asked, such as 2s",
                "{'targets':['p/m','p/n'],'deadline':'10s','hedge':{'after':'11s'}}"
                        + "| aliases.a.hedge.after: need a duration such as 250ms, 30s or 10m, from 1ms to 10s, got \"11s\"",
                "{'target':'p/m','degrade':{'after':'1s'}}"
                        + "| aliases.a.degrade: need exactly one of 'message', 'alias' and 'staleCache: true'",
                "{'target':'p/m','degrade':{'after':'1s','message':'x','alias':'other'}}"
                        + "| aliases.a.degrade: need exactly one of 'message', 'alias' and 'staleCache: true'",
                "{'target':'p/m','degrade':{'message':'x'}}"
                        + "| aliases.a.degrade.after: missing: how long the alias's own targets have, such as 2s",
                "{'target':'p/m','degrade':{'after':'1s','staleCache':false}}"
                        + "| aliases.a.degrade.staleCache: need true, or leave it out",
                "{'target':'p/m','degrade':{'after':'1s','message':' '}}"
                        + "| aliases.a.degrade.message: need a text of 1 to 4000 characters, got \" \"",
                "{'target':'p/m','degrade':{'after':'1s','alias':'b'}}"
                        + "| aliases.a.degrade.alias: unknown alias 'b' (known: a, other)",
                "{'target':'p/m','degrade':{'after':'1s','alias':'a'}}"
                        + "| aliases.a.degrade.alias: need another alias than itself",
                "{'target':'p/m','degrade':{'after':'1s','message':'x','text':'y'}}"
                        + "| aliases.a.degrade.text: unknown key (known: after, alias, message, staleCache)",
                "{'target':'p/m','deadline':'5s','degrade':{'after':'6s','message':'x'}}"
                        + "| aliases.a.degrade.after: need a duration such as 250ms, 30s or 10m, from 1ms to 5s, got \"6s\"",
            })
    void what_is_wrong_with_an_alias_is_named_with_its_path(String alias, String problem) {
        assertEquals(List.of(problem), problems("'aliases':{'a':" + alias + ",'other':'p/o'}"));
    }

    @Test
    void whoever_stands_in_for_another_must_not_degrade_itself() {
        String circle =
                "'aliases':{'a':{'target':'p/m','degrade':{'after':'1s','alias':'b'}},"
                        + "'b':{'target':'p/m','degrade':{'after':'1s','alias':'a'}},"
                        + "'c':{'target':'p/m','degrade':{'after':'1s','message':'x'}},"
                        + "'d':{'target':'p/m','degrade':{'after':'1s','alias':'c'}}}";

        assertEquals(
                List.of(
                        "aliases.a.degrade.alias: need an alias that does not degrade itself, 'b' does",
                        "aliases.b.degrade.alias: need an alias that does not degrade itself, 'a' does",
                        "aliases.d.degrade.alias: need an alias that does not degrade itself, 'c' does"),
                problems(circle));
    }
}
