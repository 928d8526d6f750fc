package dev.tollgate.testkit.sim;

import dev.tollgate.testkit.sim.Script.Gate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Lets a call through to its answer, or refuses it. Remembers how often each model has failed.
final class Gatekeeper {

    private static final String BEARER = "Bearer ";

    private final Map<String, Integer> failures = new ConcurrentHashMap<>();

    /// The API key of a request.
    ///
    /// @throws Refused with 401 if there is none
    static String key(Request request) {
        return request.header("authorization")
                .filter(value -> value.startsWith(BEARER) && value.length() > BEARER.length())
                .map(value -> value.substring(BEARER.length()))
                .orElseThrow(() -> new Refused(Errors.noKey()));
    }

    /// Returns if the call is to be answered, or is to die in one of the ways of [Gate.Dead].
    ///
    /// @throws Refused if the call is to get an error
    void pass(Gate gate, String key, String model, int promptTokens) {
        refusal(gate, key, model, promptTokens)
                .ifPresent(reply -> {
                    throw new Refused(reply);
                });
    }

    private Optional<Reply> refusal(Gate gate, String key, String model, int promptTokens) {
        return switch (gate) {
            case Gate.Open() -> Optional.empty();
            case Gate.Dead _ -> Optional.empty();
            case Gate.Status(int status, var retryAfter) ->
                    Optional.of(
                            Errors.ofStatus(status, model)
                                    .with(
                                            retryAfter
                                                    .map(Gatekeeper::retryHeaders)
                                                    .orElse(Map.of())));
            case Gate.FailFirst(int calls) ->
                    failures.merge(model, 1, Integer::sum) <= calls
                            ? Optional.of(Errors.ofStatus(503, model))
                            : Optional.empty();
            case Gate.OnlyKey(var only) ->
                    only.equals(key) ? Optional.empty() : Optional.of(Errors.badKey(key));
            case Gate.Named named ->
                    Optional.of(
                            switch (named) {
                                case CONTEXT_LENGTH -> Errors.contextLength(promptTokens);
                                case CONTENT_POLICY -> Errors.contentPolicy();
                                case QUOTA -> Errors.quota();
                                case BAD_KEY -> Errors.badKey(key);
                                case NOT_FOUND -> Errors.modelNotFound(model);
                                case HTML_502 -> Errors.badGatewayPage();
                            });
        };
    }

    private static Map<String, String> retryHeaders(Duration wait) {
        var seconds = String.valueOf(wait.plusMillis(999).toSeconds());
        return wait.toMillisPart() == 0
                ? Map.of("retry-after", seconds)
                : Map.of("retry-after", seconds, "retry-after-ms", "" + wait.toMillis());
    }
}
