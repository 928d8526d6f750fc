package dev.tollgate.provider;

import dev.tollgate.http.Json;
import dev.tollgate.routing.Answer.Summary;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Upstream;
import dev.tollgate.usage.Estimate;
import dev.tollgate.usage.Usage;
import java.util.List;
import java.util.Optional;

/// Counts a request's tokens itself where the provider has no way to ask. Nothing is sent and nothing is charged; the count is an estimate, and `x-tollgate-dropped` says so.
record LocalCount(Estimate estimate, Upstream next) implements Upstream {

    @Override
    public Outcome send(Call call) {
        if (call.operation() != Operation.COUNT_TOKENS) {
            return next.send(call);
        }
        byte[] body =
                Json.bytes(Json.object().put("input_tokens", call.ask().inputTokens(estimate)));
        Summary free = new Summary(Usage.none(), Optional.empty());
        return new Answered(new Whole(body, free, List.of("exact_count")));
    }
}
