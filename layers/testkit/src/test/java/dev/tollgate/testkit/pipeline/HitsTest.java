package dev.tollgate.testkit.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tollgate.testkit.pipeline.Pipeline.Caller;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// A hit takes nothing of what providers give, so it waits for none of it. Whoever waits here waits for six seconds at least.
class HitsTest {
    private static final Duration AT_ONCE = Duration.ofSeconds(4);
    private static final Ask HIT = Pipeline.ask("hi").upTo(250);

    private static Pipeline pipeline(String limit) {
        Pipeline pipeline =
                new Pipeline(
                        Hours.real(),
                        """
                        "aliases": {"chat": "p/m"}, "cache": {"default": {"ttl": "1h"}}, "limits": [%s]
                        """
                                .formatted(limit));
        pipeline.call(HIT);
        pipeline.rest();
        return pipeline;
    }

    private static void isAHitAtOnce(Pipeline pipeline) {
        Reply reply = pipeline.start(HIT).reply(AT_ONCE);
        assertEquals("200 hello", reply.toString());
        assertEquals("hit", reply.header("x-tollgate-cache"));
    }

    @Test
    void it_does_not_wait_for_tokens() {
        isAHitAtOnce(
                pipeline("{\"each\": \"team\", \"tokensPerMinute\": 2000, \"maxWait\": \"10s\"}"));
    }

    @Test
    void it_does_not_wait_for_money() {
        Pipeline pipeline =
                pipeline(
                        """
                        {"each": "team", "budget": {"usd": 9, "per": "day"}, "maxWait": "10s"}
                        """);
        withOneUnderWay(pipeline, Pipeline.ask("long").upTo(950));
    }

    @Test
    void it_does_not_wait_for_a_place() {
        Pipeline pipeline =
                pipeline("{\"each\": \"team\", \"concurrent\": 1, \"maxWait\": \"10s\"}");
        withOneUnderWay(pipeline, Pipeline.ask("long"));
    }

    @Test
    void it_does_not_wait_for_a_provider() {
        Pipeline pipeline =
                pipeline(
                        """
                        {"match": {"provider": "p"}, "requestsPerMinute": 6, "maxWait": "10s"}
                        """);
        for (int i = 0; i < 5; i++) {
            pipeline.call(HIT.with("x-tollgate-cache", "no-store"));
        }
        pipeline.rest();
        isAHitAtOnce(pipeline);
    }

    private static void withOneUnderWay(Pipeline pipeline, Ask ask) {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch sent = new CountDownLatch(1);
        pipeline.says((target, call) -> {
            sent.countDown();
            return Says.text("at last").after(gate).to(target, call);
        });
        Caller other = pipeline.start(ask);
        Says.await(sent);
        isAHitAtOnce(pipeline);
        gate.countDown();
        assertEquals("200 at last", other.reply().toString());
    }
}
