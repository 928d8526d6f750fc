package dev.tollgate.testkit.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.http.Json;
import dev.tollgate.routing.Failure.Kind;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is kept of a call beside its record.
class AuditTest {
    private static final String CATALOG =
            """
            "aliases": {"chat": {"target": "p/m", "retries": 0}, "quiet": {"target": "p/m", "retries": 0},
                        "polite": {"target": "p/m", "retries": 0, "degrade": {"after": "30s", "message": "busy"}}},
            "cache": {"aliases": {"quiet": {"ttl": "1h"}}},
            "logging": {"payloads": "full", "redact": ["email"], "aliases": {"quiet": "none"}},
            "limits": [{"name": "few", "each": "team", "requestsPerMinute": 2}]
            """;

    private static final Ask HI = Pipeline.ask("from ada@example.com");

    private final Hours hours = new Hours();
    private final Pipeline pipeline = new Pipeline(hours.timing(), CATALOG);

    @Test
    void a_request_and_its_answer_are_kept_redacted() {
        pipeline.says(Says.text("to bob@example.com"));
        Reply reply = pipeline.call(HI);

        JsonNode kept = kept();
        assertEquals("200 to bob@example.com", reply.toString());
        assertEquals("full", kept.path("level").asText());
        assertEquals("plain", kept.path("dialect").asText());
        assertEquals(Plain.PATH, kept.path("path").asText());
        assertTrue(kept.path("complete").asBoolean());
        assertEquals("from [email]", kept.path("request").path("body").path("text").asText());
        assertEquals("to [email]", kept.path("answer").path("body").asText());
        assertEquals(200, kept.path("answer").path("status").asInt());
        assertFalse(kept.toString().contains("example.com"), kept::toString);
    }

    @Test
    void of_a_call_at_level_metadata_nothing_is_kept_that_was_said() {
        pipeline.call(HI.with("x-tollgate-log", "metadata"));

        JsonNode kept = kept();
        assertEquals("metadata", kept.path("level").asText());
        assertEquals(
                "{\"bytes\":%d,\"fields\":[\"model\",\"text\",\"max_tokens\",\"stream\"],\"messages\":{\"user\":1},\"parts\":{\"text\":1},\"settings\":{\"max_tokens\":1000,\"format\":\"text\"}}"
                        .formatted(HI.body().length),
                kept.path("request").toString());
        assertEquals(
                "{\"status\":200,\"bytes\":5,\"streamed\":false,\"finish_reason\":\"stop\"}",
                kept.path("answer").toString());
    }

    @Test
    void of_a_call_at_level_none_nothing_is_kept() {
        pipeline.call(HI.of("quiet"));
        assertEquals(Optional.empty(), found());
        pipeline.call(HI.with("x-tollgate-log", "none"));
        assertEquals(Optional.empty(), found());
    }

    @Test
    void a_level_that_is_none_is_refused() {
        Reply reply = pipeline.call(HI.with("x-tollgate-log", "all"));

        assertEquals(400, reply.status());
        assertEquals("invalid_header: x-tollgate-log: need none, metadata or full", reply.text());
    }

    @Test
    void a_cut_stream_is_kept_and_not_complete() {
        pipeline.says(Says.stream(Says.piece("hel"), Says.broken()));
        pipeline.call(HI.streaming());

        JsonNode kept = kept();
        assertFalse(kept.path("complete").asBoolean());
        assertEquals(3, kept.path("answer").path("bytes").asInt());
    }

    @Test
    void a_stream_that_its_caller_left_is_not_complete() {
        pipeline.says(Says.stream(Says.piece("hel"), Says.piece("lo"), Says.end()));
        pipeline.call(HI.streaming().leavingAfter(1));

        assertFalse(kept().path("complete").asBoolean());
    }

    @Test
    void an_error_is_kept_as_the_caller_got_it() {
        pipeline.says(Says.failing(Kind.SERVER_ERROR));
        Reply reply = pipeline.call(HI);

        JsonNode answer = kept().path("answer");
        assertEquals(reply.status(), answer.path("status").asInt());
        assertEquals(reply.text(), answer.path("body").asText());
    }

    @Test
    void a_refusal_is_kept_as_the_caller_got_it() {
        pipeline.call(HI);
        pipeline.call(HI);
        Reply reply = pipeline.call(HI);

        assertEquals(429, reply.status());
        assertEquals(reply.text(), kept().path("answer").path("body").asText());
    }

    @Test
    void what_the_alias_says_itself_is_kept_also_in_one_piece() {
        pipeline.says(Says.failing(Kind.SERVER_ERROR));
        pipeline.call(HI.of("polite").streaming());

        JsonNode kept = kept();
        assertTrue(kept.path("complete").asBoolean());
        assertEquals("busy", kept.path("answer").path("body").asText());
    }

    @Test
    void a_kept_answer_is_kept_for_each_caller_who_gets_it() {
        Ask cached = HI.with("x-tollgate-cache", "ttl=60");
        pipeline.call(cached);
        pipeline.rest();
        Reply hit = pipeline.call(cached.streaming());

        assertEquals("hit", hit.header("x-tollgate-cache"));
        assertEquals("hello", kept().path("answer").path("body").asText());
    }

    @Test
    void a_store_that_fails_fails_no_call() {
        pipeline.payloads().failing(true);
        assertEquals(200, pipeline.call(HI).status());
        pipeline.rest();
        pipeline.payloads().failing(false);

        assertEquals(Optional.empty(), found());
        assertTrue(pipeline.lastRecord().settlement().isPresent());
    }

    private JsonNode kept() {
        return found().orElseThrow();
    }

    /// The last call's.
    private Optional<JsonNode> found() {
        pipeline.rest();
        return pipeline.payloads()
                .find("team", pipeline.lastRecord().id(), hours.timing().now())
                .map(it -> Json.tree(it.json()));
    }
}
