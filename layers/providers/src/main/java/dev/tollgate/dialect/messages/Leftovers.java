package dev.tollgate.dialect.messages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.dialect.Field;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What of a request has no place in a prompt, by name: what becomes of it is for a provider's wire to say.
final class Leftovers {
    private final SortedMap<String, JsonNode> all = new TreeMap<>();

    void put(String name, JsonNode value) {
        all.put(name, value);
    }

    /// Notes every field of an object that is not among those read and asks for something.
    void of(Field object, String prefix, Set<String> read) {
        if (object.isAbsent()) {
            return;
        }
        object.object()
                .value()
                .properties()
                .forEach(member -> {
                    Field field = object.at(member.getKey());
                    if (!read.contains(member.getKey()) && field.asksForSomething()) {
                        put(prefix + member.getKey(), member.getValue());
                    }
                });
    }

    SortedMap<String, JsonNode> all() {
        return all;
    }
}
