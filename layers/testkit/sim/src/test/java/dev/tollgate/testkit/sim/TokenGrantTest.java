package dev.tollgate.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.testkit.sim.dialect.Json;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenGrantTest {

    private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

    private final SimulatedProvider provider = SimulatedProvider.start();
    private final Client client = new Client(provider.origin());

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void an_assertion_is_worth_a_token_for_an_hour() throws Exception {
        var reply = grant(claims());
        assertEquals(200, reply.statusCode(), reply.body());
        var token = Client.json(reply.body());
        assertTrue(token.path("access_token").asText().startsWith("ya29.sim"));
        assertEquals(3600, token.path("expires_in").asInt());
        assertEquals("Bearer", token.path("token_type").asText());
        assertNotEquals(token, Client.json(grant(claims()).body()));
        assertEquals(0, provider.calls());
        assertEquals("sa@p.iam.gserviceaccount.com", provider.received().getFirst().model());
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "scope", "aud", "iat", "exp"})
    void a_claim_that_is_missing_is_no_grant(String claim) throws Exception {
        var claims = claims();
        claims.remove(claim);
        var reply = grant(claims);
        assertEquals(400, reply.statusCode());
        assertTrue(error(reply).path("error").asText().startsWith("invalid_"), reply.body());
        assertFalse(error(reply).path("error_description").asText().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"-7200, -3600", "0, 3601", "3000, 3600"})
    void the_time_must_be_short_and_now(long issued, long expires) throws Exception {
        long now = Instant.now().getEpochSecond();
        var reply = grant(claims().put("iat", now + issued).put("exp", now + expires));
        assertEquals("invalid_grant", error(reply).path("error").asText());
    }

    @Test
    void other_grants_forms_and_tokens_are_refused() throws Exception {
        var token = token(claims(), 256);
        assertEquals(
                "unsupported_grant_type",
                error(post(FORM, "password", token)).path("error").asText());
        assertEquals(
                "invalid_request",
                error(post("application/json", JWT_BEARER, token)).path("error").asText());
        assertEquals("invalid_grant", error(post(FORM, JWT_BEARER, "a.b")).path("error").asText());
        assertEquals(
                "invalid_grant",
                error(post(FORM, JWT_BEARER, token(claims(), 32))).path("error").asText());
    }

    @Test
    void the_account_is_the_script() throws Exception {
        var unknown = grant(claims().put("iss", "bad-key@p.iam.gserviceaccount.com"));
        assertEquals(401, unknown.statusCode());
        assertEquals("invalid_client", error(unknown).path("error").asText());
        assertEquals(503, grant(claims().put("iss", "status-503@p")).statusCode());
        assertEquals(503, grant(claims().put("iss", "fail-1-then-ok@p")).statusCode());
        assertEquals(200, grant(claims().put("iss", "fail-1-then-ok@p")).statusCode());
    }

    private static ObjectNode claims() {
        long now = Instant.now().getEpochSecond();
        return Json.object()
                .put("iss", "sa@p.iam.gserviceaccount.com")
                .put("scope", SCOPE)
                .put("aud", "https://oauth2.googleapis.com/token")
                .put("iat", now)
                .put("exp", now + 3600);
    }

    private HttpResponse<String> grant(ObjectNode claims) throws Exception {
        return post(FORM, JWT_BEARER, token(claims, 256));
    }

    private HttpResponse<String> post(String contentType, String type, String token)
            throws Exception {
        var form = "grant_type=" + encoded(type) + "&assertion=" + encoded(token);
        return client.post("/token", form, "content-type", contentType, "authorization", "none");
    }

    private static String token(ObjectNode claims, int signatureBytes) {
        var header = Json.object().put("alg", "RS256").put("typ", "JWT");
        return part(Json.bytes(header))
                + "."
                + part(Json.bytes(claims))
                + "."
                + part(new byte[signatureBytes]);
    }

    private static String part(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static JsonNode error(HttpResponse<String> reply) {
        return Client.json(reply.body());
    }
}
