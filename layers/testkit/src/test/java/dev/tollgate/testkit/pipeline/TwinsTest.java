package dev.tollgate.testkit.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.testkit.pipeline.Pipeline.Caller;
import dev.tollgate.testkit.store.InMemoryCacheStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// Requests under an idempotency key, and what their repeats get.
class TwinsTest {
    private static final String CHAT =
            "\"aliases\": {\"chat\": {\"target\": \"p/m\", \"retries\": 0}}";
    private static final String COALESCED =
            CHAT + ", \"cache\": {\"default\": {\"ttl\": \"1h\", \"coalesce\": true}}";
    private static final Ask ONCE = Pipeline.ask("hi").once("k1");

    @Test
    void
            the_same_request_sent_twice_at_once_is_executed_once_where_identical_calls_share_answers() {
        Gates.Claims claims = new Gates.Claims(true);
        Pipeline pipeline = new Pipeline(Hours.real(), COALESCED, new InMemoryCacheStore(), claims);
        CountDownLatch gate = new CountDownLatch(1);
        pipeline.says(Says.text("hello").after(gate));

        Caller one = pipeline.start(ONCE);
        claims.awaitTheFirst();
        Caller other = pipeline.start(ONCE);
        claims.await(3);
        gate.countDown();

        assertEquals(
                List.of("200 hello", "200 hello"),
                List.of(one.reply().toString(), other.reply().toString()));
        assertEquals(List.of("p/m"), pipeline.asked());
    }

    @Test
    void a_repeat_gets_the_answer_and_is_not_executed() {
        Pipeline pipeline = new Pipeline(new Hours().timing(), CHAT);
        pipeline.call(ONCE);

        Reply repeat = pipeline.call(ONCE);

        assertEquals("200 hello", repeat.toString());
        assertEquals("true", repeat.header("idempotent-replayed"));
        assertEquals(List.of("p/m"), pipeline.asked());
    }

    @Test
    void a_repeat_of_a_failed_request_is_executed() {
        Pipeline pipeline = new Pipeline(new Hours().timing(), CHAT);
        pipeline.says(Says.failing(Kind.SERVER_ERROR));
        pipeline.call(ONCE);

        pipeline.says(Says.text("at last"));

        assertEquals("200 at last", pipeline.call(ONCE).toString());
    }

    @Test
    void a_repeat_of_a_request_whose_answer_was_cut_is_executed() {
        Pipeline pipeline = new Pipeline(new Hours().timing(), CHAT);
        pipeline.says(Says.stream(Says.piece("hel"), Says.broken()));
        pipeline.call(ONCE.streaming());

        pipeline.says(Says.stream(Says.piece("hello"), Says.end()));

        assertEquals("200 hello[end]", pipeline.call(ONCE.streaming()).toString());
    }

    @Test
    void a_repeat_of_a_request_whose_caller_went_away_is_executed() {
        Pipeline pipeline = new Pipeline(new Hours().timing(), CHAT);
        pipeline.says(Says.stream(Says.piece("hel"), Says.piece("lo"), Says.end()));
        pipeline.call(ONCE.streaming().leavingAfter(1));

        pipeline.says(Says.stream(Says.piece("hello"), Says.end()));

        assertEquals("200 hello[end]", pipeline.call(ONCE.streaming()).toString());
    }

    @Test
    void a_repeat_of_a_request_whose_answer_was_too_large_to_keep_is_told_so() {
        Pipeline pipeline = new Pipeline(new Hours().timing(), CHAT);
        pipeline.says(Says.text("x".repeat(5 * 1024 * 1024)));
        pipeline.call(ONCE);

        Reply repeat = pipeline.call(ONCE);

        assertEquals(409, repeat.status(), repeat.toString());
        assertEquals(List.of("p/m"), pipeline.asked());
    }

    @Test
    void a_repeat_of_a_request_that_got_a_stale_answer_is_executed() {
        Hours hours = new Hours();
        Pipeline pipeline =
                new Pipeline(
                        hours.timing(),
                        """
                        "aliases": {"chat": {"target": "p/m", "retries": 0, "degrade": {"after": "30s", "staleCache": true}}},
                        "cache": {"default": {"ttl": "1s", "staleFor": "1h"}}
                        """);
        pipeline.says(Says.text("old"));
        pipeline.call("hi");
        hours.pass(Duration.ofSeconds(2));
        pipeline.says(Says.failing(Kind.SERVER_ERROR));
        assertEquals("200 old", pipeline.call(ONCE).toString());

        pipeline.says(Says.text("new"));

        assertEquals("200 new", pipeline.call(ONCE).toString());
    }

    @Test
    void a_request_that_waits_for_its_twin_holds_no_place() {
        Gates.Claims claims = new Gates.Claims(false);
        Pipeline pipeline =
                new Pipeline(
                        Hours.real(),
                        CHAT + ", \"limits\": [{\"each\": \"team\", \"concurrent\": 2}]",
                        new InMemoryCacheStore(),
                        claims);
        CountDownLatch gate = new CountDownLatch(1);
        pipeline.says(Says.text("hello").after(gate));
        Caller first = pipeline.start(ONCE);
        claims.await(1);
        Caller twin = pipeline.start(ONCE);
        claims.await(3);

        Caller other = pipeline.start(Pipeline.ask("something else"));
        Caller refused = pipeline.start(Pipeline.ask("something more"));
        Reply tooMany = Caller.first(other, refused);

        assertEquals(429, tooMany.status(), "one of two has a place, and the other has not");
        gate.countDown();
        assertEquals("200 hello", first.reply().toString());
        assertEquals("200 hello", twin.reply().toString());
        assertEquals(2, pipeline.asked().size());
    }
}
