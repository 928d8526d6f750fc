package dev.tollgate.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalsTest {

    private final SimulatedProvider provider = SimulatedProvider.start();
    private final Client client = new Client(provider.baseUri());

    @AfterEach
    void close() {
        provider.close();
    }

    @ParameterizedTest
    @CsvSource({
        "status-400, 400, invalid_request_error, ''",
        "status-401, 401, invalid_request_error, invalid_api_key",
        "status-404, 404, invalid_request_error, model_not_found",
        "status-429, 429, requests, rate_limit_exceeded",
        "status-500, 500, server_error, ''",
        "status-503, 503, service_unavailable_error, server_is_overloaded",
        "status-529, 529, overloaded_error, ''",
        "context-length, 400, invalid_request_error, context_length_exceeded",
        "content-policy, 400, invalid_request_error, invalid_prompt",
        "quota, 429, insufficient_quota, insufficient_quota",
        "bad-key, 401, invalid_request_error, invalid_api_key",
        "not-found, 404, invalid_request_error, model_not_found",
    })
    void a_scripted_error_has_its_status_type_and_code(
            String model, int status, String type, String code) throws Exception {
        for (var stream : new String[] {"", ", \"stream\": true"}) {
            var reply = client.chat(model, stream);
            assertEquals(status, reply.statusCode());
            var error = Client.json(reply.body()).path("error");
            assertEquals(type, error.path("type").asText());
            assertEquals(code, error.path("code").isNull() ? "" : error.path("code").asText());
            assertTrue(error.path("message").isTextual());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "status-429-retry-after-2, 429, 2, ''",
        "status-503-retry-after-2s, 503, 2, ''",
        "status-429-retry-after-494ms, 429, 1, 494",
        "status-429, 429, '', ''",
    })
    void retry_after_is_said_in_seconds_and_if_need_be_in_milliseconds(
            String model, int status, String seconds, String millis) throws Exception {
        var reply = client.chat(model, "");
        assertEquals(status, reply.statusCode());
        assertEquals(seconds, reply.headers().firstValue("retry-after").orElse(""));
        assertEquals(millis, reply.headers().firstValue("retry-after-ms").orElse(""));
    }

    @Test
    void fail_2_then_ok_counts_by_model_name() throws Exception {
        for (var model : new String[] {"fail-2-then-ok", "fail-2-then-ok@b"}) {
            assertEquals(503, client.chat(model, "").statusCode());
            assertEquals(503, client.chat(model, "").statusCode());
            assertEquals(200, client.chat(model, "").statusCode());
            assertEquals(200, client.chat(model, "").statusCode());
        }
    }

    @Test
    void times_2_ends_what_stands_before_it_after_two_calls() throws Exception {
        for (var model : new String[] {"status-429-retry-after-2+times-2", "html-502+times-2@b"}) {
            assertTrue(client.chat(model, "").statusCode() >= 400);
            assertTrue(client.chat(model, "").statusCode() >= 400);
            assertEquals(200, client.chat(model, "").statusCode());
        }
        assertThrows(IOException.class, () -> client.chat("reset+times-1", ""));
        assertEquals(200, client.chat("reset+times-1", "").statusCode());
    }

    @Test
    void for_a_time_ends_what_stands_before_it_then() throws Exception {
        assertEquals(503, client.chat("status-503+for-100s", "").statusCode());
        assertEquals(200, client.chat("status-503+for-0s", "").statusCode());
    }

    @Test
    void a_proxys_page_is_html() throws Exception {
        var reply = client.chat("html-502", "");
        assertEquals(502, reply.statusCode());
        assertEquals("text/html", reply.headers().firstValue("content-type").orElseThrow());
        assertTrue(reply.body().startsWith("<html>"));
    }

    @Test
    void a_key_model_answers_its_key_only() throws Exception {
        var body = Client.chatBody("key-sk-new", "hi", "");
        var old = client.post("/chat/completions", body, "authorization", "Bearer sk-old");
        assertEquals(401, old.statusCode());
        assertEquals("invalid_api_key", Client.json(old.body()).at("/error/code").asText());
        var fresh = client.post("/chat/completions", body, "authorization", "Bearer sk-new");
        assertEquals(200, fresh.statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic abc", "Bearer ", "sk-test"})
    void a_call_without_a_bearer_key_is_a_401(String authorization) throws Exception {
        var body = Client.chatBody("ok", "hi", "");
        var reply = client.post("/chat/completions", body, "authorization", authorization);
        assertEquals(401, reply.statusCode());
        assertEquals("invalid_api_key", Client.json(reply.body()).at("/error/code").asText());
    }

    @Test
    void the_header_overrides_the_model() throws Exception {
        var body = Client.chatBody("status-503", "hi", "");
        assertEquals(
                200, client.post("/chat/completions", body, "x-sim-behaviour", "ok").statusCode());
        assertEquals(529, client.get("/models", "x-sim-behaviour", "status-529").statusCode());
        assertEquals(
                400,
                client.post("/chat/completions", body, "x-sim-behaviour", "fine").statusCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status-abc",
                "status-200",
                "cut-after-x",
                "tokens-5+fast",
                "delay-2",
                "key-"
            })
    void a_word_with_a_wrong_argument_is_never_a_healthy_answer(String model) throws Exception {
        assertEquals(400, client.chat(model, "").statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sim-anything", "gpt-4.1-mini", "resetting", "ok@label", "a+b", "no"})
    void a_name_without_a_word_is_healthy(String model) throws Exception {
        assertEquals(200, client.chat(model, "").statusCode());
    }

    @Test
    void an_unknown_address_is_a_404_in_the_envelope() throws Exception {
        var reply = client.post("/completions", "{}");
        assertEquals(404, reply.statusCode());
        assertEquals(
                "Invalid URL (POST /v1/completions)",
                Client.json(reply.body()).at("/error/message").asText());
        assertEquals(404, client.get("/chat/completions").statusCode());
        assertEquals(404, client.get("/models/").statusCode());
    }
}
