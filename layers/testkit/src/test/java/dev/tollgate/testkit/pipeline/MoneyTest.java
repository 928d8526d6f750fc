package dev.tollgate.testkit.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.ledger.LedgerRecord.Status;
import dev.tollgate.usage.Cost;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What limits make of calls: money, other aliases, refusals. Every call costs 5 USD, and is taken to cost 4 beforehand.
class MoneyTest {
    private final Hours hours = new Hours();

    @Test
    void a_limit_that_fails_closed_sends_nothing_anywhere_while_its_store_is_down() {
        Pipeline pipeline =
                new Pipeline(
                        hours.timing(),
                        """
                        "aliases": {"chat": "p/m", "cheap": "q/m"},
                        "limits": [{"each": "team", "budget": {"usd": 6, "per": "day"}, "onOutage": "failClosed",
                                    "exceeded": {"downgradeTo": "cheap"}}]
                        """);
        pipeline.limits().failing(true);

        assertEquals(503, pipeline.call("hi").status());
        assertEquals(List.of(), pipeline.asked());
    }

    @Test
    void the_budget_of_an_alias_holds_for_calls_that_a_limit_sends_there() {
        Pipeline pipeline =
                new Pipeline(
                        hours.timing(),
                        """
                        "aliases": {"chat": "p/m", "cheap": "q/m", "nano": "r/m"},
                        "limits": [{"match": {"alias": "chat"}, "requestsPerMinute": 1, "exceeded": {"downgradeTo": "cheap"}},
                                   {"match": {"alias": "cheap"}, "budget": {"usd": 6, "per": "day"}, "exceeded": {"downgradeTo": "nano"}}]
                        """);

        for (int i = 0; i < 11; i++) {
            pipeline.call("hi");
        }

        assertEquals(1, Collections.frequency(pipeline.asked(), "p/m"));
        assertEquals(
                1, Collections.frequency(pipeline.asked(), "q/m"), pipeline.asked().toString());
    }

    @Test
    void what_sends_calls_to_another_alias_does_not_refuse_them_there() {
        Pipeline pipeline =
                new Pipeline(
                        hours.timing(),
                        """
                        "aliases": {"chat": "p/m", "cheap": "q/m"},
                        "limits": [{"each": "team", "requestsPerMinute": 1, "exceeded": {"downgradeTo": "cheap"}}]
                        """);

        pipeline.call("hi");
        Reply second = pipeline.call("hi");

        assertEquals(200, second.status(), second.toString());
        assertEquals("limit:alias:cheap", second.header("x-tollgate-degraded"));
        assertEquals(List.of("p/m", "q/m"), pipeline.asked());
    }

    @Test
    void what_has_a_price_counts_although_the_cost_of_the_whole_is_unknown() {
        Pipeline pipeline =
                new Pipeline(
                        hours.timing(),
                        """
                        "aliases": {"chat": {"targets": ["p/new", "p/m"], "retries": 0}},
                        "limits": [{"each": "team", "budget": {"usd": 6, "per": "day"}}]
                        """);
        pipeline.says((target, call) -> {
            Says says = target.model().equals("new") ? Says.nothing() : Says.text("hello");
            return says.to(target, call);
        });

        assertEquals(200, pipeline.call("hi").status());
        assertInstanceOf(Cost.Unpriced.class, pipeline.lastSettlement().cost());
        assertEquals(429, pipeline.call("hi").status());
    }

    @Test
    void hits_are_counted_as_requests_where_the_money_is_spent() {
        Pipeline pipeline =
                new Pipeline(
                        hours.timing(),
                        """
                        "aliases": {"chat": "p/m"}, "cache": {"default": {"ttl": "1h"}},
                        "limits": [{"name": "own", "each": "team", "requestsPerMinute": 5, "budget": {"usd": 6, "per": "day"}}]
                        """);
        pipeline.call("hi");
        hours.pass(Duration.ofMinutes(2));

        int served = 0;
        for (int i = 0; i < 60; i++) {
            Reply reply = pipeline.call("hi");
            pipeline.rest();
            if (reply.status() == 200) {
                assertEquals("hit", reply.header("x-tollgate-cache"));
                served++;
            } else {
                assertEquals(429, reply.status());
                assertTrue(reply.text().contains("own.requestsPerMinute"), reply.toString());
            }
        }

        assertEquals(5, served);
        assertEquals(1, pipeline.asked().size());
    }

    @Test
    void a_call_that_our_own_limit_keeps_from_its_only_provider_is_refused_by_that_limit() {
        Pipeline pipeline =
                new Pipeline(
                        hours.timing(),
                        """
                        "aliases": {"chat": "p/m"}, "limits": [{"match": {"provider": "p"}, "requestsPerMinute": 1}]
                        """);
        pipeline.call("hi");

        Reply second = pipeline.call("hi");

        assertEquals(429, second.status());
        assertEquals("1", second.header("x-ratelimit-limit-requests"));
        assertEquals("0", second.header("x-ratelimit-remaining-requests"));
        assertEquals(Status.REFUSED, pipeline.lastSettlement().status());
    }
}
