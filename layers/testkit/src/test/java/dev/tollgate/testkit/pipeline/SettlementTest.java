package dev.tollgate.testkit.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.cache.CacheStore;
import dev.tollgate.cache.IdempotencyStore;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.testkit.pipeline.Pipeline.Caller;
import dev.tollgate.testkit.store.InMemoryCacheStore;
import dev.tollgate.testkit.store.InMemoryIdempotencyStore;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whatever becomes of a call, what it held of limits is given back, once.
class SettlementTest {
    private static final String CATALOG =
            """
            "aliases": {"chat": {"targets": ["p/m", "q/m"], "retries": 0}, "cheap": "r/m",
                        "covered": {"target": "p/m", "retries": 0, "degrade": {"after": "30s", "alias": "cheap"}},
                        "polite": {"target": "p/m", "retries": 0, "degrade": {"after": "30s", "message": "busy"}},
                        "sent": "p/m"},
            "cache": {"default": {"ttl": "1h", "coalesce": true}},
            "limits": [
              {"name": "all", "each": "team", "requestsPerMinute": 100, "tokensPerMinute": 100000, "concurrent": 9, "budget": {"usd": 100, "per": "day"}},
              {"name": "key", "each": "key", "tokensPerMinute": 200000, "budget": {"usd": 200, "per": "month"}},
              {"name": "cheap", "match": {"alias": "cheap"}, "concurrent": 5, "budget": {"usd": 50, "per": "day"}},
              {"name": "sent", "match": {"alias": "sent"}, "concurrent": 1, "tokensPerMinute": 50000, "exceeded": {"downgradeTo": "cheap"}},
              {"name": "p", "match": {"provider": "p"}, "tokensPerMinute": 80000, "concurrent": 7},
              {"name": "q", "match": {"provider": "q"}, "budget": {"usd": 9, "per": "day"}, "concurrent": 6},
              {"name": "r", "match": {"provider": "r"}, "concurrent": 6}]
            """;

    /// Each provider has a measure that nobody else has.
    private static final String FEW =
            """
            "aliases": {"chat": {"targets": ["p/m", "q/m"], "retries": 0}},
            "limits": [
              {"name": "all", "each": "team", "tokensPerMinute": 100000, "budget": {"usd": 100, "per": "day"}},
              {"name": "p", "match": {"provider": "p"}, "tokensPerMinute": 80000, "concurrent": 7},
              {"name": "q", "match": {"provider": "q"}, "tokensPerMinute": 80000, "requestsPerMinute": 60}]
            """;

    private static final Ask HI = Pipeline.ask("hi");

    private final Hours hours = new Hours();
    private Pipeline pipeline = pipeline(new InMemoryCacheStore(), new InMemoryIdempotencyStore());

    private Pipeline pipeline(CacheStore cache, IdempotencyStore idempotency) {
        return new Pipeline(hours.timing(), CATALOG, cache, idempotency);
    }

    /// A store with a bug in every method.
    private static <T> T buggy(Class<T> store) {
        return store.cast(
                Proxy.newProxyInstance(
                        store.getClassLoader(),
                        new Class<?>[] {store},
                        (_, _, _) -> {
                            throw new IllegalStateException("a bug");
                        }));
    }

    @AfterEach
    void nothing_is_held_any_more() {
        pipeline.rest();
        assertEquals(List.of(), pipeline.limits().held(), "left behind");
        assertEquals(List.of(), pipeline.limits().strays(), "given back twice");
        assertTrue(
                pipeline.ledger().all().stream().allMatch(it -> it.settlement().isPresent()),
                "a record is pending");
    }

    @Test
    void answered() {
        assertEquals(200, pipeline.call("hi").status());
    }

    @Test
    void answered_by_the_second() {
        pipeline.says(failingAt("p"));
        assertEquals(200, pipeline.call("hi").status());
        assertEquals(List.of("p/m", "q/m"), pipeline.asked());
    }

    @Test
    void failed() {
        pipeline.says(Says.failing(Kind.SERVER_ERROR));
        assertTrue(pipeline.call("hi").status() >= 500);
    }

    @Test
    void cut() {
        pipeline.says(Says.stream(Says.piece("hel"), Says.broken()));
        pipeline.call(HI.streaming());
    }

    @Test
    void left_by_its_caller() {
        pipeline.says(Says.stream(Says.piece("hel"), Says.piece("lo"), Says.end()));
        pipeline.call(HI.streaming().leavingAfter(1));
    }

    @Test
    void left_before_a_whole_answer() {
        pipeline.call(HI.leavingAfter(0));
    }

    @Test
    void hit() {
        pipeline.call("hi");
        assertEquals("hit", pipeline.call("hi").header("x-tollgate-cache"));
    }

    @Test
    void repeated() {
        pipeline.call(HI.once("k").with("x-tollgate-cache", "no-store"));
        Reply repeat = pipeline.call(HI.once("k").with("x-tollgate-cache", "no-store"));
        assertEquals("true", repeat.header("idempotent-replayed"));
    }

    @Test
    void shared() {
        CountDownLatch gate = new CountDownLatch(1);
        pipeline.says(Says.text("hello").after(gate));
        Caller one = pipeline.start(HI);
        Caller other = pipeline.start(HI);
        gate.countDown();
        assertEquals("200 hello", one.reply().toString());
        assertEquals("200 hello", other.reply().toString());
    }

    @Test
    void refused_beside_its_twin() {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch sent = new CountDownLatch(1);
        pipeline.says((target, call) -> {
            sent.countDown();
            return Says.text("hello").after(gate).to(target, call);
        });
        Caller first = pipeline.start(HI.once("k"));
        Says.await(sent);
        Reply twin = pipeline.call(HI.once("k").with("x-tollgate-in-flight", "reject"));
        gate.countDown();
        assertEquals(409, twin.status());
        assertEquals("200 hello", first.reply().toString());
    }

    @Test
    void answered_while_the_ledger_is_down() {
        pipeline.ledger().failing(true);
        assertEquals(200, pipeline.call("hi").status());
        pipeline.rest();
        pipeline.ledger().failing(false);
    }

    @Test
    void refused_for_one_of_many_limits() {
        pipeline.call("something else");
        hours.pass(Duration.ofMinutes(5));
        assertEquals(429, pipeline.call(HI.upTo(30_000)).status());
    }

    @Test
    void sent_to_another_alias_by_a_limit() {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch sent = new CountDownLatch(1);
        pipeline.says((target, call) -> {
            Says hello = Says.text("hello");
            if (target.provider().equals("p")) {
                sent.countDown();
                return hello.after(gate).to(target, call);
            }
            return hello.to(target, call);
        });
        Caller one = pipeline.start(Pipeline.ask("one").of("sent"));
        Says.await(sent);
        Reply other = pipeline.call(Pipeline.ask("other").of("sent"));
        gate.countDown();
        assertEquals("limit:alias:cheap", other.header("x-tollgate-degraded"));
        assertEquals("200 hello", one.reply().toString());
    }

    @Test
    void answered_by_another_alias() {
        pipeline.says(failingAt("p"));
        assertEquals("alias:cheap", pipeline.call(HI.of("covered")).header("x-tollgate-degraded"));
    }

    @Test
    void put_off() {
        pipeline.says(failingAt("p"));
        assertEquals("200 busy", pipeline.call(HI.of("polite")).toString());
    }

    @Test
    void a_bug_in_a_provider() {
        pipeline.says((_, _) -> {
            throw new IllegalStateException("a bug");
        });
        assertEquals(500, pipeline.call("hi").status());
    }

    @Test
    void a_bug_in_the_middle_of_a_stream() {
        pipeline.says(
                Says.stream(
                        Says.piece("hel"),
                        () -> {
                            throw new IllegalStateException("a bug");
                        }));
        pipeline.call(HI.streaming());
    }

    @Test
    void a_bug_in_the_cache() {
        pipeline = pipeline(buggy(CacheStore.class), new InMemoryIdempotencyStore());
        pipeline.call("hi");
    }

    @Test
    void a_bug_in_the_claims() {
        pipeline = pipeline(new InMemoryCacheStore(), buggy(IdempotencyStore.class));
        pipeline.call(HI.once("k"));
    }

    @Test
    void a_bug_where_one_limit_of_many_is_taken() {
        pipeline.limits().takeBug("concurrent");
        pipeline.call("hi");
        assertEquals(List.of(), pipeline.asked());
    }

    @Test
    void a_bug_where_the_limit_of_a_provider_is_taken() {
        pipeline = new Pipeline(hours.timing(), FEW);
        pipeline.limits().takeBug("concurrent");
        pipeline.call("hi");
    }

    @Test
    void a_bug_where_the_limit_of_a_later_provider_is_taken() {
        pipeline = new Pipeline(hours.timing(), FEW);
        pipeline.limits().takeBug("requestsPerMinute");
        pipeline.says(failingAt("p"));
        pipeline.call("hi");
        assertFalse(pipeline.asked().contains("q/m"));
    }

    @Test
    void a_bug_where_one_limit_of_many_is_settled() {
        pipeline.limits().settleBug("budget");
        pipeline.call("hi");
    }

    private static Says failingAt(String provider) {
        return (target, call) -> {
            Says says =
                    target.provider().equals(provider)
                            ? Says.failing(Kind.SERVER_ERROR)
                            : Says.text("hello");
            return says.to(target, call);
        };
    }
}
