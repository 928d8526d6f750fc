package dev.tollgate.testkit.sim.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.testkit.sim.dialect.Answer;
import dev.tollgate.testkit.sim.dialect.Call;
import dev.tollgate.testkit.sim.dialect.Errors;
import dev.tollgate.testkit.sim.dialect.Ids;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Operation;
import dev.tollgate.testkit.sim.dialect.Refused;
import dev.tollgate.testkit.sim.dialect.Request;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// An access token for an hour, for a form with an assertion of a service account. The account's
/// name takes the place of a model's, so `status-503@project.iam.gserviceaccount.com` is a script.
///
/// @see <a href="https://developers.google.com/identity/protocols/oauth2/service-account">Server to server</a>
record TokenGrant() implements Operation {

    private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final int LIFETIME_SECONDS = 3600;
    private static final Errors ERRORS = new TokenErrors();

    @Override
    public boolean charged() {
        return false;
    }

    @Override
    public Optional<Errors> errors() {
        return Optional.of(ERRORS);
    }

    @Override
    public String model(Request request, JsonNode body) {
        return assertion(request).map(Assertion::issuer).orElse("");
    }

    @Override
    public Answer answer(Call call) {
        var request = call.request();
        if (!request.header("content-type")
                .orElse("")
                .startsWith("application/x-www-form-urlencoded")) {
            throw new Refused(any -> TokenErrors.reply(400, "invalid_request", "Bad Request"));
        }
        var type = field(request, "grant_type").orElse("");
        if (!type.equals(JWT_BEARER)) {
            throw new Refused(any ->
                    TokenErrors.reply(
                            400, "unsupported_grant_type", "Invalid grant_type: " + type));
        }
        assertion(request)
                .orElseThrow(
                        () -> TokenErrors.invalidGrant("The assertion is not a JSON Web Token."))
                .check(call.now());
        return Answer.free(
                Json.object()
                        .put("access_token", Ids.next("ya29.sim"))
                        .put("expires_in", LIFETIME_SECONDS)
                        .put("token_type", "Bearer"));
    }

    private static Optional<Assertion> assertion(Request request) {
        return field(request, "assertion").flatMap(Assertion::read);
    }

    private static Optional<String> field(Request request, String name) {
        return Request.parameter(new String(request.body(), StandardCharsets.UTF_8), name);
    }
}
