package dev.tollgate.function.local.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.testkit.sim.Received;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// One call as its caller, its providers and the ledger saw it.
///
/// @param one the tries at the provider that misbehaves
/// @param two those at the fallback
/// @param record the ledger's
/// @param whole what a model says that is not hindered
record Seen(Reply reply, List<Try> one, List<Try> two, JsonNode record, String whole) {

    record Try(Instant at, Received request) {}

    /// The provider that the ledger says was asked last.
    String answerer() {
        return record.path("target").asText().split("/", 2)[0];
    }

    /// The caller has the whole answer, and the ledger knows from whom.
    void rescuedBy(String provider) {
        assertTrue(reply.looksComplete(), this::shown);
        assertEquals(whole, reply.text());
        assertEquals("answered", record.path("status").asText(), record.toString());
        assertTrue(record.path("target").asText().startsWith(provider + "/"), record.toString());
        assertEquals(record.path("target").asText(), reply.header("x-tollgate-target"));
        assertTrue(record.path("usage").path("output_tokens").asLong() > 0, record.toString());
    }

    /// The caller has the answer in part, and can tell.
    void cut() {
        assertEquals(200, reply.status(), this::shown);
        assertTrue(whole.startsWith(reply.text()) && !reply.text().equals(whole), reply.text());
        assertFalse(reply.looksComplete() || reply.finished() || reply.done(), this::shown);
        assertFalse(reply.error().orElseThrow().path("message").asText().isEmpty());
        assertEquals("cut", record.path("status").asText(), record.toString());
        assertTrue(record.path("usage").path("output_tokens").asLong() > 0, record.toString());
    }

    /// The caller is told why there is no answer.
    void refused(int status, String kind) {
        assertEquals(status, reply.status(), this::shown);
        assertFalse(reply.error().orElseThrow().path("message").asText().isEmpty());
        assertEquals("failed", record.path("status").asText(), record.toString());
        assertEquals(kind, record.path("failure").asText(), record.toString());
    }

    void tries(int atOne, int atTwo) {
        assertEquals(atOne + " and " + atTwo, one.size() + " and " + two.size());
    }

    /// At least one try at the first provider, and not more than these.
    void triesAtMost(int atOne) {
        assertTrue(!one.isEmpty() && one.size() <= atOne, one.size() + " tries");
    }

    void triesAtMost(int atOne, Duration from) {
        Instant end = one.getFirst().at().plus(from);
        long soon = one.stream().filter(it -> it.at().isBefore(end)).count();
        assertTrue(soon <= atOne, soon + " tries within " + from);
    }

    void within(Duration time) {
        assertTrue(reply.elapsed().compareTo(time) <= 0, () -> "took " + reply.elapsed());
    }

    private String shown() {
        return "status " + reply.status() + ", " + reply.documents();
    }
}
