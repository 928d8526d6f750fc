package dev.tollgate.testkit.sim;

import dev.tollgate.testkit.sim.dialect.Answer;
import dev.tollgate.testkit.sim.dialect.Call;
import dev.tollgate.testkit.sim.dialect.Dialect;
import dev.tollgate.testkit.sim.dialect.Errors;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Operation;
import dev.tollgate.testkit.sim.dialect.Refused;
import dev.tollgate.testkit.sim.dialect.Reply;
import dev.tollgate.testkit.sim.dialect.Request;
import dev.tollgate.testkit.sim.dialect.Script;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// One request and what becomes of it: noted, authorised, scripted, answered.
record Exchange(ReceivedLog log, Dialects dialects, Gatekeeper gatekeeper, Clock clock) {

    void answer(Request request, Inbound in, Outbound out) throws IOException {
        long start = System.nanoTime();
        var dialect = dialects.of(request);
        var operation = dialect.operation(request);
        var body = Json.parse(request.body());
        var errors = operation.flatMap(Operation::errors).orElseGet(dialect::errors);
        var model = operation.map(known -> known.model(request, body)).orElse("");
        log.add(
                new Received(
                        request.method(),
                        request.path(),
                        request.headers(),
                        request.body(),
                        model));
        int promptTokens = 0;
        try {
            var known = known(operation, request);
            var key = dialect.key(request);
            var script = gatekeeper.now(script(request, model), model);
            var answer = answer(known, new Call(request, body, model, script, clock.instant()));
            promptTokens = answer.promptTokens();
            in.pause(script.pace().delay());
            gatekeeper.pass(errors, script.gate(), key, model, promptTokens);
            var headers = headers(dialect, start, promptTokens);
            headers.putAll(known.headers(promptTokens));
            new Performance(script, in, out, headers, () -> failure(errors, model)).play(answer);
        } catch (Refused refused) {
            var headers = headers(dialect, start, promptTokens);
            out.reply(refused.reply(errors), headers);
        } catch (IOException left) {
            log.abandon();
            throw left;
        }
    }

    /// The reply to bytes that are no request of anybody's.
    Reply unreadable(Refused refused) {
        return refused.reply(dialects.last().errors());
    }

    private static Operation known(Optional<Operation> operation, Request request) {
        return operation.orElseThrow(
                () -> new Refused(errors -> errors.unknownUrl(request.method(), request.path())));
    }

    private static Script script(Request request, String model) {
        return request.header("x-sim-behaviour")
                .map(Grammar::ofHeader)
                .orElseGet(() -> Grammar.ofModel(model));
    }

    private static Answer answer(Operation operation, Call call) {
        if (operation.charged()) {
            call.needModel();
        }
        return operation.answer(call);
    }

    private static Reply failure(Errors errors, String model) {
        return errors.ofStatus(500, model, Optional.empty());
    }

    private static Map<String, String> headers(Dialect dialect, long start, int promptTokens) {
        var took = Duration.ofNanos(System.nanoTime() - start);
        return new LinkedHashMap<>(dialect.headers(took, promptTokens));
    }
}
