package dev.tollgate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.LedgerRecord.Settlement;
import dev.tollgate.ledger.LedgerRecord.Status;
import dev.tollgate.routing.Answer.Next;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.TokenClass;
import dev.tollgate.usage.Usage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The pipeline as a whole, with providers and stores that are scripted in [House].
class GatewayTest {
    private static final String CALL = "{\"model\":\"chat\",\"messages\":[]}";
    private static final String STREAM = "{\"model\":\"chat\",\"stream\":true,\"messages\":[]}";

    private final House house = new House();

    private LedgerRecord onlyRecord() {
        assertEquals(1, house.ledger.size());
        return house.ledger.values().iterator().next();
    }

    private Settlement settlement() {
        return onlyRecord().settlement().orElseThrow();
    }

    @Test
    void a_call_is_answered_priced_and_settled() {
        house.script(House.whole("{\"x\":1}", 1_000, 500));

        House.Reply reply = house.call(CALL);

        assertEquals(200, reply.status);
        assertEquals("{\"x\":1}", reply.text());
        assertEquals("chat", reply.header("x-tollgate-alias"));
        assertEquals("p/m", reply.header("x-tollgate-target"));
        assertEquals("1", reply.header("x-tollgate-attempts"));
        assertEquals("0", reply.header("x-tollgate-fallbacks"));
        assertEquals("bypass", reply.header("x-tollgate-cache"));
        assertEquals("0.003", reply.header("x-tollgate-cost-usd"));
        assertEquals("7", reply.header("x-tollgate-version"));
        assertEquals(onlyRecord().id(), reply.header("x-tollgate-request-id"));
        assertEquals(Status.ANSWERED, settlement().status());
        assertEquals(
                Cost.Priced.of(
                        Map.of(TokenClass.INPUT, 1_000_000L, TokenClass.OUTPUT, 2_000_000L),
                        "catalogue-7"),
                settlement().cost());
    }

    @Test
    void invariant_1_no_attempt_is_sent_before_its_pending_record_is_durable() {
        house.script(call -> {
            LedgerRecord pending = onlyRecord();
            assertEquals(call.id(), pending.id());
            assertTrue(pending.settlement().isEmpty());
            return House.whole("{}", 1, 1).send(call);
        });

        assertEquals(200, house.call(CALL).status);
    }

    @Test
    void invariant_1_a_provider_is_not_called_when_writing_the_record_fails_by_a_bug() {
        house.ledgerBug = true;
        house.script(_ -> {
            throw new AssertionError("sent without a record");
        });

        assertEquals(500, house.call(CALL).status);
    }

    @Test
    void invariant_2_a_call_settles_once_and_after_the_caller_has_the_last_byte() {
        house.script(House.whole("{}", 1, 1));

        house.call(CALL);

        assertEquals(List.of("open", "reply", "settle"), house.log);
    }

    @Test
    void invariant_2_an_unknown_price_is_unpriced_never_free() {
        house.script(House.whole("{}", 10, 10));

        House.Reply reply = house.call("{\"model\":\"unpriced\",\"messages\":[]}");

        assertEquals("", reply.header("x-tollgate-cost-usd"));
        assertEquals(new Cost.Unpriced(), settlement().cost());
    }

    @Test
    void invariant_6_a_cut_stream_ends_in_an_error_event_and_is_settled_as_cut() {
        house.script(
                House.stream(
                        new Next.Piece("data: a\n\n".getBytes(UTF_8)),
                        new Next.Broken(Failure.of(Kind.SERVER_ERROR, "the connection broke"))));

        House.Reply reply = house.call(STREAM);

        assertEquals(200, reply.status);
        assertTrue(reply.text().startsWith("data: a\n\ndata: {\"error\":"), reply.text());
        assertFalse(reply.text().contains("[DONE]"));
        assertEquals(Status.CUT, settlement().status());
    }

    @Test
    void
            invariant_6_a_callers_disconnect_stops_the_upstream_call_and_is_settled_with_what_was_used() {
        House.Script stream =
                House.stream(
                        new Next.Piece("data: a\n\n".getBytes(UTF_8)),
                        new Next.Piece("data: b\n\n".getBytes(UTF_8)),
                        new Next.End(new byte[0]));
        house.script(stream);
        house.callerLeavesAfterPieces = 1;

        house.call(STREAM);

        assertTrue(house.streamClosed);
        assertEquals(Status.CANCELLED, settlement().status());
        assertEquals(2, settlement().usage().output());
    }

    @Test
    void invariant_8_no_prompt_and_no_key_is_in_what_operators_see() {
        house.script(House.failing(Kind.OVERLOADED));

        House.Reply reply =
                house.call("{\"model\":\"chat\",\"messages\":[{\"content\":\"canary-prompt\"}]}");

        assertFalse(house.seenByOperators().contains("canary"));
        assertFalse(house.seenByOperators().contains(House.KEY));
        assertFalse(reply.text().contains("canary"));
    }

    @Test
    void invariant_9_a_record_that_cannot_be_written_is_spilled_and_the_call_goes_on() {
        house.ledgerDown = true;
        house.script(House.whole("{}", 1, 1));

        assertEquals(200, house.call(CALL).status);
        assertEquals(2, house.spilled.size());
        assertTrue(house.spilled.getFirst().settlement().isEmpty());
        assertTrue(house.spilled.getLast().settlement().isPresent());
    }

    @Test
    void nothing_left_to_try_is_a_5xx_with_the_causes_and_no_retry() {
        for (Map.Entry<Kind, Integer> expected :
                Map.of(
                                Kind.OVERLOADED, 503,
                                Kind.RATE_LIMITED, 503,
                                Kind.QUOTA, 503,
                                Kind.SERVER_ERROR, 502,
                                Kind.AUTH, 502,
                                Kind.NOT_FOUND, 502,
                                Kind.TIMEOUT, 504)
                        .entrySet()) {
            house.script(House.failing(expected.getKey()));

            House.Reply reply = house.call(CALL);

            assertEquals(expected.getValue(), reply.status);
            assertEquals("false", reply.header("x-should-retry"));
            assertTrue(reply.text().contains("p/m: " + expected.getKey().written()), reply.text());
        }
    }

    @Test
    void what_the_call_itself_brought_about_is_told_in_the_providers_own_words() {
        house.script(House.refusing(400, "{\"error\":{\"message\":\"their words\"}}"));

        House.Reply reply = house.call(CALL);

        assertEquals(400, reply.status);
        assertEquals("{\"error\":{\"message\":\"their words\"}}", reply.text());
        assertEquals(Status.FAILED, settlement().status());
    }

    @Test
    void a_request_that_is_not_what_its_language_allows_is_refused_with_the_place() {
        house.script(House.unsayable("messages[0]: need a canary", "messages[0]"));

        House.Reply reply = house.call(CALL);

        assertEquals(400, reply.status);
        assertEquals("invalid_request messages[0]: need a canary", reply.text());
        assertEquals(Cost.Priced.forInput(0, "none"), settlement().cost());
        assertFalse(onlyRecord().toString().contains("canary"));
    }

    @Test
    void what_had_no_equal_in_the_other_language_is_told() {
        house.script(House.wholeWithout("{}", "seed", "top_k"));

        assertEquals("seed, top_k", house.call(CALL).header("x-tollgate-dropped"));
    }

    @Test
    void a_providers_own_error_is_passed_on_in_its_own_dialect_only_else_in_its_words() {
        house.script(House.refusing(422, "plain", "too warm", "{\"own\":1}"));
        assertEquals("{\"own\":1}", house.call(CALL).text());

        house.script(House.refusing(422, "foreign", "too warm", "{\"own\":1}"));
        House.Reply reply = house.call(CALL);
        assertEquals(422, reply.status);
        assertEquals("upstream_refused too warm", reply.text());
    }

    @Test
    void a_bug_is_an_opaque_500_and_the_call_is_settled_as_failed() {
        house.script(_ -> {
            throw new IllegalStateException("canary detail");
        });

        House.Reply reply = house.call(CALL);

        assertEquals(500, reply.status);
        assertFalse(reply.text().contains("canary"));
        assertEquals(Status.FAILED, settlement().status());
    }

    @Test
    void a_bug_in_the_middle_of_a_stream_is_an_error_event_and_what_was_used_is_settled() {
        house.script(House.stream(new Next.Piece("data: a\n\n".getBytes(UTF_8))));

        House.Reply reply = house.call(STREAM);

        assertTrue(reply.text().endsWith("{\"error\":\"internal_error\"}\n\n"), reply.text());
        assertEquals(Status.CUT, settlement().status());
        assertEquals(2, settlement().usage().output());
        assertTrue(house.streamClosed);
    }

    @Test
    void a_call_that_nobody_answered_in_time_is_charged_by_estimate() {
        house.script(House.failing(Kind.TIMEOUT));

        house.call("{\"model\":\"chat\",\"messages\":[{\"content\":\"12345678\"}]}");

        assertEquals(Usage.estimate(2, 0), settlement().usage());
        assertEquals(Cost.Priced.forInput(2_000, "catalogue-7"), settlement().cost());
    }

    @Test
    void a_call_that_had_no_time_to_be_sent_costs_nothing() {
        house.edgeTime = java.time.Duration.ZERO;
        house.script(_ -> {
            throw new AssertionError("sent without time");
        });

        House.Reply reply = house.call(CALL);

        assertEquals(504, reply.status);
        assertEquals("0", reply.header("x-tollgate-attempts"));
        assertEquals(Usage.none(), settlement().usage());
        assertEquals(Cost.Priced.forInput(0, "none"), settlement().cost());
    }

    @Test
    void a_caller_who_leaves_after_the_end_does_not_change_what_became_of_the_call() {
        house.script(
                House.stream(
                        new Next.Piece("data: a\n\n".getBytes(UTF_8)), new Next.End(new byte[0])));
        house.callerLeavesAfterPieces = 1;

        house.call(STREAM);

        assertEquals(Status.ANSWERED, settlement().status());
    }

    @Test
    void a_callers_text_is_quoted_short_and_on_one_line() {
        House.Reply reply =
                house.call(
                        "{\"model\":\"x\\n12:00 ERROR forged"
                                + "y".repeat(9_999)
                                + "\",\"messages\":[]}");

        assertEquals(404, reply.status);
        assertTrue(reply.text().length() < 300, reply.text());
        assertFalse(reply.text().contains("\n"));
    }

    @Test
    void refusals_come_before_the_body_is_touched_and_leave_no_record() {
        house.body =
                _ -> {
                    throw new AssertionError("the body was read");
                };

        assertEquals(401, house.send("POST", House.CHAT, Map.of()).status);
        assertEquals(
                401,
                house.send("POST", House.CHAT, Map.of("authorization", "Bearer tg_wrong")).status);
        assertEquals(405, house.send("GET", House.CHAT, Map.of()).status);
        assertEquals(404, house.send("POST", "/v1/nothing", Map.of()).status);
        assertEquals(Map.of(), house.ledger);
    }

    @Test
    void a_key_that_may_only_report_cannot_call_models() {
        assertEquals(
                403, house.send("POST", House.CHAT, Map.of("x-api-key", House.REPORT_KEY)).status);
    }

    @Test
    void an_alias_is_unknown_or_forbidden_before_anything_is_written() {
        House.Reply unknown = house.call("{\"model\":\"nope\",\"messages\":[]}");
        House.Reply forbidden = house.call("{\"model\":\"secret\",\"messages\":[]}");

        assertEquals(404, unknown.status);
        assertTrue(unknown.text().contains("model_not_found"));
        assertEquals(403, forbidden.status);
        assertEquals(Map.of(), house.ledger);
    }

    @Test
    void the_callers_timeout_shortens_the_deadline() {
        house.script(call -> {
            assertEquals(java.time.Duration.ofSeconds(3), call.deadline().remaining(House.START));
            return House.whole("{}", 1, 1).send(call);
        });

        assertEquals(200, house.call(CALL, Map.of("x-tollgate-timeout", "3")).status);
        assertEquals(400, house.call(CALL, Map.of("x-tollgate-timeout", "soon")).status);
    }

    @Test
    void of_a_callers_headers_only_those_of_its_dialect_reach_a_provider() {
        house.script(call -> {
            assertEquals("Headers[plain-version]", call.ask().headers().toString());
            return House.whole("{}", 1, 1).send(call);
        });

        assertEquals(200, house.call(CALL, Map.of("plain-version", "3", "cookie", "c")).status);
    }

    @Test
    void models_lists_what_the_key_may_call() {
        House.Reply list = house.send("GET", "/v1/models", House.withKey());

        assertEquals("[chat, unpriced]", list.text());
        assertEquals(200, house.send("GET", "/v1/models/chat", House.withKey()).status);
        assertEquals(404, house.send("GET", "/v1/models/nope", House.withKey()).status);
    }
}
