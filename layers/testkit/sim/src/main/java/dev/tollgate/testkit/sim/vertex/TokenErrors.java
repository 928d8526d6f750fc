package dev.tollgate.testkit.sim.vertex;

import dev.tollgate.testkit.sim.dialect.Errors;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Refused;
import dev.tollgate.testkit.sim.dialect.Reply;
import java.time.Duration;
import java.util.Optional;

/// Errors as OAuth has them.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-5.2">RFC 6749, section 5.2</a>
record TokenErrors() implements Errors {

    static Reply reply(int status, String error, String description) {
        return Reply.json(
                status, Json.object().put("error", error).put("error_description", description));
    }

    static Refused invalidGrant(String description) {
        return new Refused(any -> reply(400, "invalid_grant", description));
    }

    static Refused invalidScope() {
        return new Refused(any ->
                reply(400, "invalid_scope", "Invalid OAuth scope or ID token audience provided."));
    }

    @Override
    public Reply ofStatus(int status, String account, Optional<Duration> retryAfter) {
        var reply =
                switch (status) {
                    case 401 -> badKey("");
                    case 429 -> reply(429, "rate_limit_exceeded", "Too many requests");
                    default ->
                            status < 500
                                    ? reply(status, "invalid_grant", "Bad Request")
                                    : reply(status, "internal_failure", "Backend error");
                };
        return reply.retryAfterSeconds(retryAfter);
    }

    @Override
    public Reply plain(int status, String why) {
        return reply(status, "invalid_request", why);
    }

    @Override
    public Reply invalid(String param, String why) {
        return reply(400, "invalid_request", param + ": " + why);
    }

    @Override
    public Reply notJson() {
        return reply(400, "invalid_request", "Bad Request");
    }

    @Override
    public Reply unknownUrl(String method, String path) {
        return reply(404, "invalid_request", "Not found");
    }

    @Override
    public Reply noKey() {
        return badKey("");
    }

    @Override
    public Reply badKey(String key) {
        return reply(401, "invalid_client", "The OAuth client was not found.");
    }

    @Override
    public Reply modelNotFound(String account) {
        return reply(400, "invalid_grant", "Invalid grant: account not found");
    }

    @Override
    public Reply contextLength(int promptTokens) {
        return reply(400, "invalid_request", "Bad Request");
    }

    @Override
    public Optional<Reply> contentPolicy() {
        return Optional.of(reply(400, "access_denied", "Account restricted"));
    }

    @Override
    public Reply quota() {
        return reply(403, "rate_limit_exceeded", "Rate Limit Exceeded");
    }
}
