package dev.tollgate.api;

import dev.tollgate.http.Request;
import java.util.List;

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
}
