package dev.tollgate.testkit.sim;

import dev.tollgate.testkit.sim.dialect.Errors;
import dev.tollgate.testkit.sim.dialect.Refused;
import dev.tollgate.testkit.sim.dialect.Reply;
import dev.tollgate.testkit.sim.dialect.Script;
import dev.tollgate.testkit.sim.dialect.Script.Gate;
import dev.tollgate.testkit.sim.dialect.Script.Until;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Lets a call through to its answer, or refuses it. Remembers how often each model has failed, and since when.
final class Gatekeeper {

    private static final Reply BAD_GATEWAY =
            Reply.html(
                    502,
                    """
                    <html>
                    <head><title>502 Bad Gateway</title></head>
                    <body>
                    <center><h1>502 Bad Gateway</h1></center>
                    <hr><center>cloudflare</center>
                    </body>
                    </html>
                    """);

    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final Map<String, Long> firstCalls = new ConcurrentHashMap<>();

    /// The script as it is for this call: what stood in the way for a while only may be open by now.
    Script now(Script script, String model) {
        return script.gate() instanceof Gate.Passing(Gate gate, Until until)
                ? now(script.gate(holds(until, model) ? gate : new Gate.Open()), model)
                : script;
    }

    private boolean holds(Until until, String model) {
        return switch (until) {
            case Until.Calls(int refused) -> failures.merge(model, 1, Integer::sum) <= refused;
            case Until.Elapsed(Duration time) -> {
                long now = System.nanoTime();
                yield now - firstCalls.computeIfAbsent(model, _ -> now) < time.toNanos();
            }
        };
    }

    /// Returns if the call is to be answered, or is to die in one of the ways of [Gate.Dead].
    ///
    /// @throws Refused if the call is to get an error
    void pass(Errors errors, Gate gate, String key, String model, int promptTokens) {
        refusal(errors, gate, key, model, promptTokens)
                .ifPresent(reply -> {
                    throw new Refused(any -> reply);
                });
    }

    private Optional<Reply> refusal(
            Errors errors, Gate gate, String key, String model, int promptTokens) {
        return switch (gate) {
            case Gate.Open() -> Optional.empty();
            case Gate.Dead _ -> Optional.empty();
            case Gate.Passing _ -> Optional.empty();
            case Gate.Status(int status, var retryAfter) ->
                    Optional.of(errors.ofStatus(status, model, retryAfter));
            case Gate.FailFirst(int calls) ->
                    failures.merge(model, 1, Integer::sum) <= calls
                            ? Optional.of(errors.ofStatus(503, model, Optional.empty()))
                            : Optional.empty();
            case Gate.OnlyKey(var only) ->
                    only.equals(key) ? Optional.empty() : Optional.of(errors.badKey(key));
            case Gate.Named named ->
                    switch (named) {
                        case CONTEXT_LENGTH -> Optional.of(errors.contextLength(promptTokens));
                        case CONTENT_POLICY -> errors.contentPolicy();
                        case QUOTA -> Optional.of(errors.quota());
                        case BAD_KEY -> Optional.of(errors.badKey(key));
                        case NOT_FOUND -> Optional.of(errors.modelNotFound(model));
                        case HTML_502 -> Optional.of(BAD_GATEWAY);
                    };
        };
    }
}
