package dev.tollgate.function.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.function.admin.ControlPlane.Reply;
import dev.tollgate.http.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExplainAdminTest {
    private static final String CATALOG =
            """
            providers:
              openai: {dialect: openai, secret: tollgate/openai}
            aliases:
              chat-standard:
                targets: [openai/small, openai/gpt-4.1-mini]
                fallbackOn: {content_policy: [openai/lax]}
              narrow: openai/small
              experiment: {split: [{target: openai/a, weight: 1, name: control}], stickyBy: key}
            models:
              openai/small: {contextWindow: 50}
            limits:
              - {match: {feature: summarize}, requestsPerMinute: 60, tokensPerMinute: 200}
            cache: {aliases: {chat-standard: {ttl: 1h}}}
            prices:
              openai/small: {inputPerMTok: "1", outputPerMTok: "2"}
              openai/gpt-4.1-mini: {inputPerMTok: "0.40", outputPerMTok: "1.60"}
            """;

    private final ControlPlane plane = new ControlPlane();

    @BeforeEach
    void put() {
        assertEquals(200, plane.put(CATALOG).status());
    }

    @Test
    void everything_that_would_decide_about_a_call_is_told_and_nothing_is_done() {
        Reply reply = plane.send("explain");
        assertEquals(200, reply.status(), reply.text());
        JsonNode told = reply.json();
        assertEquals("chat-standard", told.path("alias").asText());
        assertEquals("summarize", told.at("/tags/feature").asText());
        assertEquals("low", told.path("priority").asText());
        assertEquals("openai/small", told.at("/plan/0/target").asText());
        assertEquals(
                "has a window of 50 tokens, too small for about ", skipped(told).substring(0, 47));
        assertEquals("openai/gpt-4.1-mini", told.at("/plan/1/target").asText());
        assertFalse(told.at("/plan/1").has("skipped"));
        assertEquals("openai/lax", told.at("/fallback_on/content_policy/0/target").asText());
        assertEquals(2, told.path("limits").size());
        assertEquals(60, told.at("/limits/0/max").asInt());
        assertTrue(told.at("/limits/0/has_room").asBoolean());
        assertEquals(64, told.at("/cache/key").asText().length());
        assertEquals("missing", told.at("/cache/answer").asText());
        assertEquals(100, told.at("/estimate/output_tokens").asInt());
        assertTrue(told.at("/estimate/cost_usd").asText().startsWith("0.0001"), reply.text());
        assertFalse(
                reply.text().contains("What would become"), "nothing of the prompt is repeated");

        assertEquals(told.path("limits"), plane.send("explain").json().path("limits"));
    }

    private static String skipped(JsonNode told) {
        return told.at("/plan/0/skipped").asText();
    }

    @Test
    void it_may_be_somebodys() {
        Reply made =
                plane.postKey(
                        "{\"team\": \"growth\", \"aliases\": [\"narrow\"], \"tags\": {\"feature\": \"summarize\"}}");
        String id = made.json().path("id").asText();

        JsonNode told =
                explain(
                                "{\"key\": \""
                                        + id
                                        + "\", \"body\": {\"model\": \"narrow\", \"messages\": []}}")
                        .json();
        assertEquals("growth", told.at("/principal/team").asText());
        assertEquals("summarize", told.at("/tags/feature").asText());
        assertEquals(
                403,
                explain(
                                "{\"key\": \""
                                        + id
                                        + "\", \"body\": {\"model\": \"chat-standard\", \"messages\": []}}")
                        .status());
    }

    @Test
    void a_variant_is_told() {
        JsonNode told = explain("{\"body\": {\"model\": \"experiment\", \"messages\": []}}").json();
        assertEquals("control", told.path("variant").asText());
        assertEquals("control", told.at("/tags/variant").asText());
    }

    @Test
    void what_can_not_be_explained_says_why() {
        assertEquals("invalid_request", explain("{}").error("code"));
        assertEquals("unknown_key", explain("{\"key\": \"nobody\", \"body\": {}}").error("code"));
        assertEquals("invalid_path", explain("{\"path\": \"/v2\", \"body\": {}}").error("code"));
        assertEquals(404, explain("{\"body\": {\"model\": \"none\", \"messages\": []}}").status());
    }

    private Reply explain(String body) {
        return plane.send(
                "explain", event -> event.put("body", Json.tree(body.getBytes(UTF_8)).toString()));
    }
}
