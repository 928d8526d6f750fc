package dev.tollgate.testkit.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.routing.Failure.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What an alias gives in place of an answer, and when.
class DegradeTest {
    private final Hours hours = new Hours();

    @Test
    void who_waits_for_a_limit_is_answered_when_the_alias_promises() {
        Pipeline pipeline =
                new Pipeline(
                        hours.timing(),
                        """
                        "aliases": {"chat": {"target": "p/m", "degrade": {"after": "1s", "message": "busy"}}},
                        "limits": [{"each": "team", "requestsPerMinute": 10, "maxWait": "10s"}]
                        """);
        fill(10, pipeline);

        answeredWithinASecond(pipeline);
    }

    @Test
    void who_waits_for_the_limit_of_a_second_provider_is_answered_when_the_alias_promises() {
        Pipeline pipeline =
                new Pipeline(
                        hours.timing(),
                        """
                        "aliases": {"chat": {"targets": ["p/m", "q/m"], "retries": 0, "degrade": {"after": "1s", "message": "busy"}}},
                        "limits": [{"match": {"provider": "q"}, "requestsPerMinute": 10, "maxWait": "10s"}]
                        """);
        pipeline.says((target, call) -> {
            Says says =
                    target.provider().equals("p")
                            ? Says.failing(Kind.NOT_FOUND)
                            : Says.text("hello");
            return says.to(target, call);
        });
        fill(10, pipeline);

        answeredWithinASecond(pipeline);
    }

    private static void fill(int calls, Pipeline pipeline) {
        for (int i = 0; i < calls; i++) {
            assertEquals("200 hello", pipeline.call("hi").toString());
        }
        pipeline.rest();
    }

    private void answeredWithinASecond(Pipeline pipeline) {
        Duration before = hours.elapsed();
        Reply reply = pipeline.call("hi");
        Duration took = hours.elapsed().minus(before);

        assertTrue(reply.status() == 429 || reply.toString().equals("200 busy"), reply.toString());
        assertTrue(took.compareTo(Duration.ofMillis(1_200)) <= 0, "took " + took);
    }

    private static final String STAND_IN =
            """
            "aliases": {"chat": {"split": [{"name": "blue", "target": "p/m", "weight": 1}], "retries": 0,
                                 "degrade": {"after": "30s", "alias": "cheap"}},
                        "cheap": {"split": [{"name": "green", "target": "q/m", "weight": 1}], "retries": 0}},
            "limits": [{"match": {"alias": "cheap"}, "requestsPerMinute": 1}]
            """;

    private Pipeline withStandIn() {
        Pipeline pipeline = new Pipeline(hours.timing(), STAND_IN);
        pipeline.says((target, call) -> {
            Says says =
                    target.provider().equals("p")
                            ? Says.failing(Kind.SERVER_ERROR)
                            : Says.text("stand-in");
            return says.to(target, call);
        });
        return pipeline;
    }

    @Test
    void the_record_names_the_variant_of_the_alias_that_answered() {
        Pipeline pipeline = withStandIn();

        Reply reply = pipeline.call("hi");

        assertEquals("200 stand-in", reply.toString());
        assertEquals("alias:cheap", reply.header("x-tollgate-degraded"));
        assertEquals(Optional.of("alias:cheap"), pipeline.lastSettlement().degraded());
        assertEquals("green", pipeline.lastRecord().tags().values().get("variant"));
    }

    @Test
    void an_alias_is_limited_where_it_stands_in_for_another() {
        Pipeline pipeline = withStandIn();
        pipeline.call("hi");

        Reply second = pipeline.call("hi");

        assertEquals(List.of("p/m", "q/m", "p/m"), pipeline.asked());
        assertTrue(second.status() >= 500, "what its own target has done stands: " + second);
        assertEquals("", second.header("x-tollgate-degraded"));
        assertEquals(Optional.empty(), pipeline.lastSettlement().degraded());
        assertEquals(Optional.of(Kind.SERVER_ERROR), pipeline.lastSettlement().failure());
        assertEquals("blue", pipeline.lastRecord().tags().values().get("variant"));
    }
}
