package dev.tollgate.provider.wire;

import dev.tollgate.http.Json;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.ModelFacts;
import dev.tollgate.usage.Estimate;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// A chat over a wire: as it is for a caller who speaks the wire's language, translated for every other.
public record Chat(Wire wire, ModelFacts facts, Estimate estimate) {

    /// What is to be sent, and how its reply is read.
    public record Turn(Outbound outbound, Provider.Reading reading) {}

    /// @throws Untranslatable if the call can't be said on the wire
    public Turn turn(Call call, String model) {
        boolean same = speaks(call);
        Outbound outbound =
                same ? wire.pass(call.body(), model, call.streamed()) : translated(call, model);
        return new Turn(
                outbound, new AnswerReading(call, model, wire, estimate, same, outbound.dropped()));
    }

    /// Whether the caller's language is the wire's.
    public boolean speaks(Call call) {
        return call.ask().language().name().equals(wire.tongue().written());
    }

    private Outbound translated(Call call, String model) {
        Fitted carried = Fitting.fit(call.ask().prompt(), wire.tongue());
        Fitted fitted = wire.fit(carried.prompt(), model, facts);
        SortedSet<String> dropped = new TreeSet<>(carried.dropped());
        dropped.addAll(fitted.dropped());
        return new Outbound(
                Json.bytes(wire.request(fitted.prompt(), model, call.streamed(), facts)),
                List.copyOf(dropped));
    }
}
