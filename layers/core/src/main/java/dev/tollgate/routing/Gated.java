package dev.tollgate.routing;

import dev.tollgate.routing.Outcome.Failed;

/// Asks the call's own [Gate] before each attempt. What it keeps out is not sent.
record Gated(Target target, Upstream next) implements Upstream {

    @Override
    public Outcome send(Call call) {
        return call.gate().enter(target).<Outcome>map(Failed::new).orElseGet(() -> next.send(call));
    }
}
