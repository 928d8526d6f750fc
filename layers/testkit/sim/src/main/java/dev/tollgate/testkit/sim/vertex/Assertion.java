package dev.tollgate.testkit.sim.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.testkit.sim.dialect.Json;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/// The JSON Web Token with which a service account asks for access. Its signature is looked at for
/// its length only, since nobody here knows the account's key.
record Assertion(JsonNode header, JsonNode claims, byte[] signature) {

    private static final int LEAST_SIGNATURE_BYTES = 256;
    private static final int LONGEST_SECONDS = 3600;
    private static final int SKEW_SECONDS = 300;

    /// Reads one; nothing if it does not have three parts or they can't be decoded.
    static Optional<Assertion> read(String token) {
        var parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            var decoder = Base64.getUrlDecoder();
            var header = Json.parse(decoder.decode(parts[0]));
            var claims = Json.parse(decoder.decode(parts[1]));
            return header.isObject() && claims.isObject()
                    ? Optional.of(new Assertion(header, claims, decoder.decode(parts[2])))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    String issuer() {
        return claims.path("iss").asText();
    }

    void check(Instant now) {
        if (!header.path("alg").asText().equals("RS256")
                || signature.length < LEAST_SIGNATURE_BYTES) {
            throw TokenErrors.invalidGrant("Invalid JWT Signature.");
        }
        if (issuer().isEmpty()) {
            throw TokenErrors.invalidGrant("Invalid JWT: iss field missing.");
        }
        if (!claims.path("aud").asText().endsWith("/token")) {
            throw TokenErrors.invalidGrant(
                    "Failed audience check. The right audience is the"
                            + " address of this endpoint.");
        }
        if (!claims.path("scope").asText().startsWith("https://www.googleapis.com/auth/")) {
            throw TokenErrors.invalidScope();
        }
        long issued = claims.path("iat").asLong();
        long expires = claims.path("exp").asLong();
        long at = now.getEpochSecond();
        if (issued > at + SKEW_SECONDS
                || expires <= at - SKEW_SECONDS
                || expires - issued > LONGEST_SECONDS) {
            throw TokenErrors.invalidGrant(
                    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a"
                            + " reasonable timeframe. Check your iat and exp values in the JWT"
                            + " claim.");
        }
    }
}
