package dev.tollgate.api;

import dev.tollgate.http.Request;
import dev.tollgate.routing.Call.Operation;
import java.util.List;
import java.util.Optional;

/// The dialects that callers may speak. The path tells which, or else the headers; otherwise it is the first.
public record Dialects(List<Dialect> all) {

    public Dialects {
        all = List.copyOf(all);
    }

    public static Dialects of(Dialect... all) {
        return new Dialects(List.of(all));
    }

    public Dialect of(Request request) {
        return all.stream()
                .filter(dialect -> dialect.endpoints().containsKey(request.path()))
                .findFirst()
                .or(() ->
                        all.stream()
                                .filter(dialect -> dialect.isSpokenIn(request.headers()))
                                .findFirst())
                .orElseGet(all::getFirst);
    }

    /// What a path asks a model for; empty if it is none that takes a model's input.
    public Optional<Operation> operation(String path) {
        return all.stream()
                .flatMap(dialect -> Optional.ofNullable(dialect.endpoints().get(path)).stream())
                .findFirst();
    }
}
