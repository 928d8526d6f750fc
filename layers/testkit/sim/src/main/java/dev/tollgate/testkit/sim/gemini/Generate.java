package dev.tollgate.testkit.sim.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.testkit.sim.dialect.Answer;
import dev.tollgate.testkit.sim.dialect.Call;
import dev.tollgate.testkit.sim.dialect.Echo;
import dev.tollgate.testkit.sim.dialect.Errors;
import dev.tollgate.testkit.sim.dialect.Ids;
import dev.tollgate.testkit.sim.dialect.Operation;
import dev.tollgate.testkit.sim.dialect.Request;
import dev.tollgate.testkit.sim.dialect.Said;
import dev.tollgate.testkit.sim.dialect.Script.Quirk;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Content that a model generates, whole or as a stream, which is of server-sent events if the
/// query says `alt=sse` and else an array that grows.
public record Generate(String name, Surface surface, boolean stream, Optional<Errors> errors)
        implements Operation {

    public static Generate whole(String model, Surface surface) {
        return new Generate(model, surface, false, Optional.empty());
    }

    /// @param errors those of a stream
    public static Generate stream(String model, Surface surface, Errors errors) {
        return new Generate(model, surface, true, Optional.of(errors));
    }

    @Override
    public boolean charged() {
        return true;
    }

    @Override
    public String model(Request request, JsonNode body) {
        return name;
    }

    @Override
    public Answer answer(Call call) {
        var body = call.body();
        Proto.check(body, "", withEcho(surface.request()));
        var reader = new GenerateReader(name, body);
        var ask = reader.ask(stream, Contents.turns(body, name));
        var said = Said.of(ask, call.script());
        var content =
                new Content(
                        Ids.next(""),
                        call.now(),
                        said,
                        reader.includeThoughts().orElse(call.script().has(Quirk.THINKING)),
                        call.echo(),
                        surface);
        if (!stream) {
            return ContentDocument.of(content);
        }
        return ContentStream.of(
                content, call.request().parameter("alt").filter("sse"::equals).isPresent());
    }

    static Set<String> withEcho(Set<String> names) {
        var all = new TreeSet<>(names);
        all.add(Echo.FIELD);
        return all;
    }
}
