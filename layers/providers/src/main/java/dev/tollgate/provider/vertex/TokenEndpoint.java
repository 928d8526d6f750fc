package dev.tollgate.provider.vertex;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.config.Bounds;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.http.Transport;
import dev.tollgate.identity.Secret;
import dev.tollgate.provider.vertex.AccessTokens.Token;
import dev.tollgate.provider.wire.Provider.Unauthenticated;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;

/// Where a service account's key is exchanged for an access token. Source: Google, "OAuth 2.0 for server to server applications"; RFC 6749, 5.2.
///
/// @param limit how long the exchange may take
record TokenEndpoint(Transport transport, Duration limit) {
    private static final String GRANT =
            "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=";
    private static final long LONGEST_SECONDS = 86_400;

    /// @throws Unauthenticated if the key is refused
    /// @throws IOException if nobody answers, or not as they should
    Token exchange(ServiceAccount account, Instant now) throws IOException {
        Headers headers =
                Headers.of("content-type", "application/x-www-form-urlencoded")
                        .with("accept", "application/json")
                        .with("user-agent", "tollgate");
        byte[] body = (GRANT + account.assertion(now)).getBytes(UTF_8);
        Transport.Outgoing outgoing =
                new Transport.Outgoing("POST", account.tokenUri(), headers, body);
        try (Transport.Reply reply = transport.send(outgoing, limit, limit)) {
            JsonNode answer = json(reply.body().readNBytes(Bounds.MAX_ERROR_BYTES));
            if (reply.status() == 200) {
                return token(answer, now);
            }
            String what = "the token endpoint answered " + reply.status() + code(answer);
            boolean refused =
                    reply.status() == 400 || reply.status() == 401 || reply.status() == 403;
            throw refused ? new Unauthenticated(what) : new IOException(what);
        }
    }

    private static Token token(JsonNode answer, Instant now) throws IOException {
        String value = answer.path("access_token").asText("");
        if (value.isEmpty()) {
            throw new IOException("the token endpoint gave no token");
        }
        long seconds = Math.clamp(answer.path("expires_in").asLong(0), 0, LONGEST_SECONDS);
        return new Token(new Secret(value), now.plusSeconds(seconds));
    }

    private static JsonNode json(byte[] body) {
        try {
            return Json.tree(body);
        } catch (UncheckedIOException _) {
            return Json.object();
        }
    }

    /// Its code only: a description may quote what was sent.
    private static String code(JsonNode answer) {
        String code = answer.path("error").asText("");
        return code.matches("[a-z_]{1,64}") ? " " + code : "";
    }
}
