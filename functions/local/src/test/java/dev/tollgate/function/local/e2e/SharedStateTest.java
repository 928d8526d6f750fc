package dev.tollgate.function.local.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.http.Json;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Limits, budgets, kept answers, idempotency, splits and substitutes, as callers see them.
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedStateTest {
    private static final String CATALOG =
            """
            providers:
              one: {dialect: openai, baseUrl: "ONE", allowPrivateNetwork: true, secret: tollgate/sim}
              two: {dialect: openai, baseUrl: "TWO", allowPrivateNetwork: true, secret: tollgate/sim}
            aliases:
              chat: one/ok
              cheap: two/ok@cheap
              priced: two/ok@priced
              cached: one/ok@cached
              embed-cached: one/sim-embed
              shared: one/delay-400ms@shared
              slow: {target: one/silence, retries: 0, degrade: {after: 300ms, message: "We are busy."}}
              broken: {target: one/status-500, retries: 0, degrade: {after: 5s, alias: cheap}}
              patient: one/delay-700ms@stale
              hasty: {target: one/delay-700ms@stale, retries: 0, degrade: {after: 200ms, staleCache: true}}
              held: {target: one/delay-400ms@held, retries: 0}
              refused: {target: one/status-400, retries: 0, degrade: {after: 5s, message: "never said"}}
              experiment:
                split: [{target: one/ok@a, weight: 1, name: a}, {target: two/ok@b, weight: 1, name: b}]
                stickyBy: user
              filtered: {target: one/content-policy, retries: 0, fallbackOn: {content_policy: [two/ok]}}
              windowed: {targets: [one/ok@small, two/ok@large], retries: 0}
              hedged: {targets: [one/slow-first-token-5s, two/ok@hedge], hedge: {after: 200ms}, retries: 0}
              failing: {targets: [one/status-500@failing, two/ok@failing], retries: 0}
            models:
              one/ok@small: {contextWindow: 50}
              two/ok@large: {contextWindow: 100000}
            limits:
              - {match: {feature: rated}, requestsPerMinute: 3}
              - {match: {feature: tokened}, tokensPerMinute: 2500}
              - {match: {feature: single}, concurrent: 1}
              - {match: {feature: poor}, budget: {usd: "0.0001", per: day}, exceeded: {downgradeTo: cheap}}
              - {match: {feature: poorer}, budget: {usd: "0.000001", per: day}, exceeded: {downgradeTo: priced}}
              - {match: {feature: broke}, budget: {usd: "0.0000001", per: day}}
              - {match: {feature: warned}, requestsPerMinute: 1, exceeded: warn}
              - {match: {feature: capped, provider: one}, requestsPerMinute: 1}
            cache:
              aliases:
                cached: {ttl: 1h}
                embed-cached: {ttl: 1h}
                shared: {ttl: 1h, coalesce: true}
                patient: {ttl: 1s, staleFor: 1h}
                hasty: {ttl: 1s, staleFor: 1h}
            prices:
              one/ok: {inputPerMTok: "1", outputPerMTok: "4"}
              two/ok@priced: {inputPerMTok: "1", outputPerMTok: "4"}
              one/ok@cached: {inputPerMTok: "1", outputPerMTok: "4"}
              one/slow-first-token-5s: {inputPerMTok: "1", outputPerMTok: "4"}
              two/ok@hedge: {inputPerMTok: "1", outputPerMTok: "4"}
            """;

    private Town town;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        town = new Town(folder, CATALOG);
    }

    @AfterAll
    void stop() {
        town.close();
    }

    @Test
    void beyond_a_rate_the_caller_is_told_what_the_limit_is_and_when_to_come_back()
            throws Exception {
        for (int left = 2; left >= 0; left--) {
            HttpResponse<String> passed = chat("chat", "rated", "hello");
            assertEquals(200, passed.statusCode(), passed.body());
            assertEquals("3", header(passed, "x-ratelimit-limit-requests"));
            assertEquals(Integer.toString(left), header(passed, "x-ratelimit-remaining-requests"));
        }

        HttpResponse<String> refused = chat("chat", "rated", "hello");
        assertEquals(429, refused.statusCode(), refused.body());
        JsonNode error = Json.tree(refused.body().getBytes(StandardCharsets.UTF_8)).path("error");
        assertEquals("rate_limit_exceeded", error.path("code").asText());
        assertEquals("requests", error.path("type").asText());
        assertEquals("0", header(refused, "x-ratelimit-remaining-requests"));
        long seconds = Long.parseLong(header(refused, "retry-after"));
        long millis = Long.parseLong(header(refused, "retry-after-ms"));
        assertTrue(seconds >= 1 && seconds <= 20, () -> "after " + seconds + " s");
        assertEquals(seconds, Math.ceilDiv(millis, 1_000L));
        assertEquals("refused", town.recordOf(refused).path("status").asText());

        HttpResponse<String> anthropic =
                town.post(
                        "/v1/messages",
                        """
                        {"model": "chat", "max_tokens": 9, "messages": [{"role": "user", "content": "hi"}]}
                        """,
                        Map.of("x-tollgate-tags", "feature=rated"));
        assertEquals(429, anthropic.statusCode(), anthropic.body());
        assertTrue(anthropic.body().contains("rate_limit_error"), anthropic.body());
    }

    @Test
    void tokens_are_held_by_estimate_and_settled_with_the_truth() throws Exception {
        HttpResponse<String> first = chat("chat", "tokened", "hello");
        assertEquals(200, first.statusCode(), first.body());
        town.recordOf(first); // settled by now
        HttpResponse<String> second = chat("chat", "tokened", "hello");
        long remaining = Long.parseLong(header(second, "x-ratelimit-remaining-tokens"));
        assertTrue(
                remaining > 1_300, () -> "only the second's estimate is held, left: " + remaining);
    }

    @Test
    void a_budget_that_is_used_up_downgrades_to_another_alias() throws Exception {
        HttpResponse<String> answer = chat("chat", "poor", "hello");
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals("two/ok@cheap", header(answer, "x-tollgate-target"));
        assertEquals("limit:alias:cheap", header(answer, "x-tollgate-degraded"));
        JsonNode record = town.recordOf(answer);
        assertEquals("limit:alias:cheap", record.path("degraded").asText());
        assertEquals("chat", record.path("alias").asText());
    }

    @Test
    void what_sends_calls_to_another_alias_does_not_refuse_them_there() throws Exception {
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> answer = chat("chat", "poorer", "hello");
            assertEquals(200, answer.statusCode(), answer.body());
            assertEquals("two/ok@priced", header(answer, "x-tollgate-target"));
        }
    }

    @Test
    void a_budget_that_only_rejects_gives_429_and_asks_sdks_not_to_retry() throws Exception {
        HttpResponse<String> refused = chat("chat", "broke", "hello");
        assertEquals(429, refused.statusCode(), refused.body());
        assertTrue(refused.body().contains("budget_exceeded"), refused.body());
        assertEquals("false", header(refused, "x-should-retry"));
    }

    @Test
    void a_limit_that_only_warns_lets_everything_pass() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertEquals(200, chat("chat", "warned", "hello").statusCode());
        }
    }

    @Test
    void a_limit_on_a_provider_sends_calls_to_the_next_and_is_ours_if_there_is_none()
            throws Exception {
        assertEquals(200, chat("chat", "capped", "hello").statusCode());
        HttpResponse<String> refused = chat("chat", "capped", "hello");
        assertEquals(429, refused.statusCode(), refused.body());
        HttpResponse<String> elsewhere = chat("failing", "capped", "hello");
        assertEquals(200, elsewhere.statusCode(), elsewhere.body());
        assertEquals("two/ok@failing", header(elsewhere, "x-tollgate-target"));
        assertEquals("1", header(elsewhere, "x-tollgate-attempts"));
    }

    @Test
    void a_kept_answer_is_given_again_in_any_form_and_dialect_and_costs_nothing() throws Exception {
        String question = "what is kept?";
        HttpResponse<String> first = chat("cached", "f", question);
        assertEquals("miss", header(first, "x-tollgate-cache"));
        town.recordOf(first);

        HttpResponse<String> again = chat("cached", "f", question);
        assertEquals("hit", header(again, "x-tollgate-cache"));
        assertEquals(first.body(), again.body());
        assertTrue(Long.parseLong(header(again, "age")) >= 0);
        assertEquals("0", header(again, "x-tollgate-attempts"));
        JsonNode record = town.recordOf(again);
        assertEquals(0, record.path("cost_nano_usd").asLong());
        assertTrue(record.path("saved_nano_usd").asLong() > 0, record::toString);
        assertEquals("cache", record.path("source").asText());

        HttpResponse<String> streamed =
                town.post(
                        "/v1/chat/completions",
                        """
                        {"model": "cached", "stream": true, "messages": [{"role": "user", "content": "%s"}]}
                        """
                                .formatted(question));
        assertEquals("hit", header(streamed, "x-tollgate-cache"));
        assertTrue(streamed.body().endsWith("data: [DONE]\n\n"), streamed.body());

        HttpResponse<String> anthropic =
                town.post(
                        "/v1/responses",
                        """
                        {"model": "cached", "input": [{"role": "user", "content": "%s"}], "store": false}
                        """
                                .formatted(question));
        assertEquals(200, anthropic.statusCode(), anthropic.body());
        assertEquals("hit", header(anthropic, "x-tollgate-cache"));
        assertEquals(1, calls("ok@cached", question));
    }

    @Test
    void a_stream_is_kept_too_and_can_be_given_in_one_piece() throws Exception {
        String body =
                """
                {"model": "cached", "stream": %s, "messages": [{"role": "user", "content": "streamed first"}]}
                """;
        HttpResponse<String> first = town.post("/v1/chat/completions", body.formatted("true"));
        assertEquals("miss", header(first, "x-tollgate-cache"));
        town.recordOf(first);
        HttpResponse<String> whole = town.post("/v1/chat/completions", body.formatted("false"));
        assertEquals("hit", header(whole, "x-tollgate-cache"), whole.body());
        assertTrue(whole.body().contains("\"object\":\"chat.completion\""), whole.body());
        HttpResponse<String> stream = town.post("/v1/chat/completions", body.formatted("true"));
        assertEquals(first.body(), stream.body());
    }

    @Test
    void callers_can_opt_out_of_the_cache_and_into_it() throws Exception {
        assertEquals("bypass", header(chat("cached", "f", "n", "no-store"), "x-tollgate-cache"));
        assertEquals("miss", header(chat("cached", "f", "n"), "x-tollgate-cache"));
        HttpResponse<String> fresh = chat("cached", "f", "n", "no-cache");
        assertEquals("bypass", header(fresh, "x-tollgate-cache"));
        town.recordOf(fresh);
        assertEquals("hit", header(chat("cached", "f", "n"), "x-tollgate-cache"));

        HttpResponse<String> first = chat("chat", "f", "ttl please", "ttl=60");
        assertEquals("miss", header(first, "x-tollgate-cache"));
        town.recordOf(first);
        assertEquals("hit", header(chat("chat", "f", "ttl please", "ttl=60"), "x-tollgate-cache"));
        assertEquals("bypass", header(chat("chat", "f", "ttl please"), "x-tollgate-cache"));
        assertEquals(400, chat("chat", "f", "x", "forever").statusCode());
    }

    @Test
    void embeddings_are_kept_as_well() throws Exception {
        String body = "{\"model\": \"embed-cached\", \"input\": \"kept vector\"}";
        HttpResponse<String> first = town.post("/v1/embeddings", body);
        assertEquals(200, first.statusCode(), first.body());
        town.recordOf(first);
        HttpResponse<String> again = town.post("/v1/embeddings", body);
        assertEquals("hit", header(again, "x-tollgate-cache"));
        assertEquals(first.body(), again.body());
    }

    @Test
    void identical_calls_under_way_share_one_call_upstream() throws Exception {
        List<HttpResponse<String>> answers =
                together(6, () -> chat("shared", "f", "the same question"));
        Set<String> bodies = new HashSet<>();
        for (HttpResponse<String> answer : answers) {
            assertEquals(200, answer.statusCode(), answer.body());
            bodies.add(answer.body());
        }
        assertEquals(1, bodies.size());
        assertEquals(1, calls("delay-400ms@shared", "the same question"));
    }

    @Test
    void a_request_with_an_idempotency_key_is_executed_once() throws Exception {
        Map<String, String> key = Map.of("idempotency-key", "order-66");
        String body =
                "{\"model\": \"chat\", \"messages\": [{\"role\": \"user\", \"content\": \"once\"}]}";
        HttpResponse<String> first = town.post("/v1/chat/completions", body, key);
        assertEquals(200, first.statusCode(), first.body());
        town.recordOf(first);
        HttpResponse<String> again = town.post("/v1/chat/completions", body, key);
        assertEquals(first.body(), again.body());
        assertEquals("true", header(again, "idempotent-replayed"));
        assertEquals("replay", town.recordOf(again).path("source").asText());
        assertEquals(1, calls("ok", "once"));

        HttpResponse<String> other =
                town.post("/v1/chat/completions", body.replace("once", "twice"), key);
        assertEquals(422, other.statusCode(), other.body());
        assertEquals("refused", town.recordOf(other).path("status").asText());
    }

    @Test
    void a_repeat_in_flight_waits_or_is_told_to_come_back() throws Exception {
        String body =
                "{\"model\": \"shared\", \"messages\": [{\"role\": \"user\", \"content\": \"in flight\"}]}";
        Map<String, String> waits =
                Map.of("idempotency-key", "flying", "x-tollgate-cache", "no-store");
        List<HttpResponse<String>> answers =
                together(4, () -> town.post("/v1/chat/completions", body, waits));
        Set<String> bodies = new HashSet<>();
        for (HttpResponse<String> answer : answers) {
            assertEquals(200, answer.statusCode(), answer.body());
            bodies.add(answer.body());
        }
        assertEquals(1, bodies.size());
        assertEquals(1, calls("delay-400ms@shared", "in flight"));

        Map<String, String> impatient =
                Map.of(
                        "idempotency-key",
                        "impatient",
                        "x-tollgate-cache",
                        "no-store",
                        "x-tollgate-in-flight",
                        "reject");
        List<Integer> statuses =
                together(3, () -> town.post("/v1/chat/completions", body, impatient)).stream()
                        .map(HttpResponse::statusCode)
                        .sorted()
                        .toList();
        assertEquals(List.of(200, 409, 409), statuses);
    }

    @Test
    void an_alias_that_is_late_says_its_own_words_instead() throws Exception {
        HttpResponse<String> answer = chat("slow", "f", "hello?");
        assertEquals(200, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("We are busy."), answer.body());
        assertEquals("message", header(answer, "x-tollgate-degraded"));
        JsonNode record = town.recordOf(answer);
        assertEquals("message", record.path("source").asText());
        assertEquals(1, record.path("attempts").size());

        HttpResponse<String> streamed =
                town.post(
                        "/v1/messages",
                        """
                        {"model": "slow", "max_tokens": 9, "stream": true, "messages": [{"role": "user", "content": "hi"}]}
                        """);
        assertTrue(streamed.body().contains("We are busy."), streamed.body());
        assertTrue(streamed.body().contains("message_stop"), streamed.body());
    }

    @Test
    void an_alias_that_is_broken_is_served_by_another() throws Exception {
        HttpResponse<String> answer = chat("broken", "f", "hello");
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals("two/ok@cheap", header(answer, "x-tollgate-target"));
        assertEquals("alias:cheap", header(answer, "x-tollgate-degraded"));
    }

    @Test
    void an_alias_that_is_late_may_give_a_kept_answer_that_is_stale() throws Exception {
        HttpResponse<String> first = chat("patient", "f", "old news");
        assertEquals("miss", header(first, "x-tollgate-cache"));
        town.recordOf(first);

        HttpResponse<String> again = chat("hasty", "f", "old news");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (header(again, "x-tollgate-cache").equals("hit") && System.nanoTime() < end) {
            again = chat("hasty", "f", "old news");
        }
        assertEquals("stale", header(again, "x-tollgate-cache"));
        assertEquals(first.body(), again.body());
        assertEquals("stale_cache", header(again, "x-tollgate-degraded"));
        assertEquals("stale_cache", town.recordOf(again).path("source").asText());
    }

    @Test
    void so_many_calls_pass_at_a_time_and_no_more() throws Exception {
        List<HttpResponse<String>> answers = together(3, () -> chat("held", "single", "hello"));
        assertEquals(
                List.of(200, 429, 429),
                answers.stream().map(HttpResponse::statusCode).sorted().toList());
        for (HttpResponse<String> answer : answers) {
            town.recordOf(answer); // settled, and so given back
        }
        HttpResponse<String> after = chat("held", "single", "hello");
        assertEquals(200, after.statusCode(), after.body());
    }

    @Test
    void a_call_that_is_wrong_itself_has_no_substitute() throws Exception {
        assertEquals(400, chat("refused", "f", "hello").statusCode());
    }

    @Test
    void users_stick_to_their_variant_and_reports_show_it() throws Exception {
        Set<String> targets = new HashSet<>();
        for (int user = 0; user < 12; user++) {
            Map<String, String> tags = Map.of("x-tollgate-tags", "feature=split,user=u" + user);
            String body =
                    "{\"model\": \"experiment\", \"messages\": [{\"role\": \"user\", \"content\": \"x\"}]}";
            HttpResponse<String> first = town.post("/v1/chat/completions", body, tags);
            HttpResponse<String> second = town.post("/v1/chat/completions", body, tags);
            assertEquals(header(first, "x-tollgate-target"), header(second, "x-tollgate-target"));
            targets.add(header(first, "x-tollgate-target"));
        }
        assertEquals(Set.of("one/ok@a", "two/ok@b"), targets);
        JsonNode report = town.get("/v1/usage?group_by=variant&feature=split");
        Set<String> variants = new HashSet<>();
        report.path("rows").forEach(row -> variants.add(row.path("variant").asText()));
        assertEquals(Set.of("a", "b"), variants, report::toString);
    }

    @Test
    void a_cause_may_lead_to_a_target_of_its_own() throws Exception {
        HttpResponse<String> answer = chat("filtered", "f", "hello");
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals("two/ok", header(answer, "x-tollgate-target"));
        assertEquals("1", header(answer, "x-tollgate-fallbacks"));
    }

    @Test
    void a_target_whose_window_is_too_small_is_never_asked() throws Exception {
        assertEquals("one/ok@small", header(chat("windowed", "f", "short"), "x-tollgate-target"));
        HttpResponse<String> answer = chat("windowed", "f", "word ".repeat(400));
        assertEquals("two/ok@large", header(answer, "x-tollgate-target"));
        assertEquals("1", header(answer, "x-tollgate-attempts"));
    }

    @Test
    void a_hedged_call_is_answered_by_the_faster_and_pays_for_both() throws Exception {
        HttpResponse<String> answer =
                town.post(
                        "/v1/chat/completions",
                        """
                        {"model": "hedged", "stream": true, "messages": [{"role": "user", "content": "hurry"}]}
                        """);
        assertEquals("two/ok@hedge", header(answer, "x-tollgate-target"));
        JsonNode record = town.recordOf(answer);
        assertEquals(2, record.path("attempts").size(), record::toString);
        boolean wasted = false;
        for (JsonNode attempt : record.path("attempts")) {
            wasted |= attempt.path("wasted").path("input_tokens").asLong() > 0;
        }
        assertTrue(wasted, record::toString);
    }

    @Test
    void a_target_that_keeps_failing_is_left_alone_for_a_while() throws Exception {
        int asked = 0;
        for (int i = 0; i < 40; i++) {
            HttpResponse<String> answer = chat("failing", "f", "again " + i);
            assertEquals(200, answer.statusCode(), answer.body());
            asked += Integer.parseInt(header(answer, "x-tollgate-attempts")) - 1;
        }
        int failed = asked;
        assertTrue(failed >= 5 && failed < 35, () -> "was asked " + failed + " times of 40");
    }

    @Test
    void explain_tells_what_would_become_of_a_request() throws Exception {
        HttpResponse<String> explained =
                town.admin(
                        "/admin/explain",
                        """
                        {"path": "/v1/chat/completions", "headers": {"x-tollgate-tags": "feature=rated2"},
                         "body": {"model": "windowed", "messages": [{"role": "user", "content": "%s"}]}}
                        """
                                .formatted("word ".repeat(400)));
        assertEquals(200, explained.statusCode(), explained.body());
        JsonNode told = Json.tree(explained.body().getBytes(StandardCharsets.UTF_8));
        assertEquals("windowed", told.path("alias").asText());
        assertEquals("rated2", told.path("tags").path("feature").asText());
        JsonNode plan = told.path("plan");
        assertEquals("one/ok@small", plan.path(0).path("target").asText());
        assertFalse(plan.path(0).path("skipped").asText().isEmpty(), told::toString);
        assertTrue(plan.path(1).path("skipped").isMissingNode(), told::toString);
        assertNotEquals(0, told.path("estimate").path("input_tokens").asLong());
    }

    private long calls(String model, String question) {
        return town.one.received().stream()
                .map(received -> received.bodyText())
                .filter(body -> body.contains("\"" + model + "\"") && body.contains(question))
                .count();
    }

    private HttpResponse<String> chat(String alias, String feature, String text) throws Exception {
        return chat(alias, feature, text, "");
    }

    private HttpResponse<String> chat(String alias, String feature, String text, String cache)
            throws Exception {
        String body =
                Json.object()
                        .put("model", alias)
                        .set(
                                "messages",
                                Json.tree(
                                        "[{\"role\": \"user\", \"content\": \"%s\"}]"
                                                .formatted(text)
                                                .getBytes(StandardCharsets.UTF_8)))
                        .toString();
        Map<String, String> headers =
                cache.isEmpty()
                        ? Map.of("x-tollgate-tags", "feature=" + feature)
                        : Map.of(
                                "x-tollgate-tags", "feature=" + feature, "x-tollgate-cache", cache);
        return town.post("/v1/chat/completions", body, headers);
    }

    private static List<HttpResponse<String>> together(
            int times, Callable<HttpResponse<String>> call) throws Exception {
        List<HttpResponse<String>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> futures = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                futures.add(threads.submit(call));
            }
            for (Future<HttpResponse<String>> future : futures) {
                answers.add(future.get());
            }
        }
        return answers;
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
