package dev.tollgate.function.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A kind of request, as callers send it.
///
/// @param before what has been sent in this sandbox just before
/// @param measured the one whose calls are counted
record Kind(String name, List<Ask> before, Ask measured) {

    /// A kind that is measured in a sandbox that has served the same alias before, for another question.
    static Kind of(String name, Ask measured) {
        return new Kind(name, List.of(Ask.of(measured.alias, "warm up")), measured);
    }

    /// The same kind, where this has been sent, too.
    Kind after(Ask ask) {
        List<Ask> all = new ArrayList<>(before);
        all.add(ask);
        return new Kind(name, all, measured);
    }

    /// One request.
    ///
    /// @param headers beside the key
    record Ask(String alias, String text, Map<String, String> headers) {
        static Ask of(String alias, String text) {
            return new Ask(alias, text, Map.of());
        }

        Ask with(String header, String value) {
            return new Ask(alias, text, Map.of(header, value));
        }
    }
}
