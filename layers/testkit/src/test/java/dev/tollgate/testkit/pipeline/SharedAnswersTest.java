package dev.tollgate.testkit.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Outcome;
import dev.tollgate.testkit.pipeline.Pipeline.Caller;
import dev.tollgate.testkit.store.InMemoryIdempotencyStore;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Identical calls at the same time.
class SharedAnswersTest {
    private final Hours hours = new Hours();
    private final Gates.Readers readers = new Gates.Readers();

    private Pipeline pipeline(String catalog) {
        return new Pipeline(hours.timing(), catalog, readers, new InMemoryIdempotencyStore());
    }

    @Test
    void a_stale_answer_is_not_handed_to_those_who_wait() {
        Pipeline pipeline =
                pipeline(
                        """
                        "aliases": {"chat": {"target": "p/m", "retries": 0, "degrade": {"after": "30s", "staleCache": true}}},
                        "cache": {"default": {"ttl": "1s", "staleFor": "1h", "coalesce": true}}
                        """);
        pipeline.says(Says.text("old"));
        pipeline.call("hi");
        hours.pass(Duration.ofSeconds(2));
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch sent = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        pipeline.says((target, call) -> {
            sent.countDown();
            Says says =
                    asked.incrementAndGet() == 1
                            ? Says.failing(Kind.SERVER_ERROR).after(gate)
                            : Says.text("new");
            return says.to(target, call);
        });

        readers.expect(2);
        Caller leader = pipeline.start(Pipeline.ask("hi"));
        Says.await(sent);
        Caller follower = pipeline.start(Pipeline.ask("hi"));
        readers.awaitThem();
        gate.countDown();

        assertEquals("200 old", leader.reply().toString());
        assertEquals("stale", leader.reply().header("x-tollgate-cache"));
        assertEquals("200 new", follower.reply().toString());
    }

    @Test
    void a_kept_answer_is_not_handed_to_those_who_want_a_younger_one() {
        Pipeline pipeline =
                pipeline(
                        """
                        "aliases": {"chat": "p/m"}, "cache": {"default": {"ttl": "1h", "coalesce": true}}
                        """);
        pipeline.says(Says.text("old"));
        pipeline.call("hi");
        hours.pass(Duration.ofMinutes(30));
        pipeline.says(Says.text("new"));

        readers.holdTheFirstUntil(2);
        Caller leader = pipeline.start(Pipeline.ask("hi"));
        readers.awaitTheFirst();
        Caller follower = pipeline.start(Pipeline.ask("hi").with("x-tollgate-cache", "ttl=1"));

        assertEquals("200 old", leader.reply().toString());
        assertEquals("200 new", follower.reply().toString());
    }

    @Test
    void an_answer_is_shared_by_those_who_ask_the_same_at_once() {
        Pipeline pipeline =
                pipeline(
                        """
                        "aliases": {"chat": "p/m"}, "cache": {"default": {"ttl": "1h", "coalesce": true}}
                        """);
        CountDownLatch gate = new CountDownLatch(1);
        pipeline.says(Says.text("hello").after(gate));
        readers.expect(2);
        Caller leader = pipeline.start(Pipeline.ask("hi"));
        Caller follower = pipeline.start(Pipeline.ask("hi"));
        readers.awaitThem();
        gate.countDown();

        assertEquals("200 hello", leader.reply().toString());
        assertEquals("200 hello", follower.reply().toString());
        assertEquals(1, pipeline.asked().size());
    }

    /// The leader's stream goes on for ever; who follows wants the answer in one piece, or the alias's words for it.
    @Test
    void who_waits_for_an_endless_answer_is_put_off_when_the_alias_says_so() {
        Pipeline pipeline =
                new Pipeline(
                        Hours.real(),
                        """
                        "aliases": {"chat": {"target": "p/m", "degrade": {"after": "1500ms", "message": "busy"}}},
                        "cache": {"default": {"ttl": "1h", "coalesce": true}}
                        """,
                        readers,
                        new InMemoryIdempotencyStore());
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch sent = new CountDownLatch(1);
        pipeline.says((target, call) -> {
            sent.countDown();
            Outcome endless =
                    Says.stream(Says.piece("hel"), Says.after(gate, Says.end())).to(target, call);
            return call.streamed() ? endless : Says.text("too late").to(target, call);
        });
        Caller leader = pipeline.start(Pipeline.ask("hi").streaming());
        Says.await(sent);

        Reply follower = pipeline.start(Pipeline.ask("hi")).reply(Duration.ofSeconds(10));

        assertEquals("200 busy", follower.toString());
        assertEquals("message", follower.header("x-tollgate-degraded"));
        gate.countDown();
        assertEquals("200 hel[end]", leader.reply().toString());
    }
}
