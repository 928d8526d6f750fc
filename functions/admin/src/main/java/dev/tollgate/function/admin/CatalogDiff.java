package dev.tollgate.function.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.http.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What tells one catalogue from another: for each section that differs, the names of the members `added` and `removed`, and those `changed` with both values.
final class CatalogDiff {
    private CatalogDiff() {}

    static ObjectNode between(JsonNode before, JsonNode after) {
        ObjectNode diff = Json.object();
        for (String section : names(members(before), members(after))) {
            JsonNode old = before.path(section);
            JsonNode now = after.path(section);
            if (!old.equals(now)) {
                diff.set(section, section(members(old), members(now)));
            }
        }
        return diff;
    }

    private static ObjectNode section(Map<String, JsonNode> before, Map<String, JsonNode> after) {
        ObjectNode diff = Json.object();
        ArrayNode added = diff.putArray("added");
        ArrayNode removed = diff.putArray("removed");
        ArrayNode changed = diff.putArray("changed");
        for (String name : names(before, after)) {
            JsonNode old = before.get(name);
            JsonNode now = after.get(name);
            if (old == null) {
                added.add(name);
            } else if (now == null) {
                removed.add(name);
            } else if (!old.equals(now)) {
                changed.addObject().put("name", name).<ObjectNode>set("from", old).set("to", now);
            }
        }
        return diff;
    }

    private static Set<String> names(Map<String, JsonNode> before, Map<String, JsonNode> after) {
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        return names;
    }

    /// A list's elements go by their index: `[2]`.
    private static Map<String, JsonNode> members(JsonNode node) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        if (node.isArray()) {
            node.forEach(element -> members.put("[" + members.size() + "]", element));
        }
        return members;
    }
}
