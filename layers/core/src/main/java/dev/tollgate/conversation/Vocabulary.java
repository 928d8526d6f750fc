package dev.tollgate.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.http.Headers;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The members of a language's requests that a [Prompt] holds in full. A request that has no others means what its prompt says, and so do those
/// of other languages that are read into the same prompt.
///
/// It is written in lines, `place: member member ...`. A place is the path of names to an object, without positions in lists; the request itself
/// is `request`. The object's `type` follows in brackets, or its `role` if it has no type, or nothing if it has neither: `messages.content(text)`.
/// Several that have the same members are parted by bars: `messages(user|system)`. Beneath a member that ends with a star, everything is held; one
/// with a value is held if it has that value: `n=1`. The headers that are part of an ask stand in the place `headers`.
public final class Vocabulary {
    /// Nothing is held for sure.
    public static final Vocabulary NONE = new Vocabulary(Map.of());

    private static final String REQUEST = "request";
    private static final String HEADERS = "headers";
    private static final String ANY = "";
    private static final String ALL = "*";

    /// By place, and there by name: the value that is held, or [#ANY], or [#ALL] with what is beneath.
    private final Map<String, Map<String, String>> places;

    private Vocabulary(Map<String, Map<String, String>> places) {
        this.places = places;
    }

    /// @throws IllegalArgumentException if a line is not as above
    public static Vocabulary of(String lines) {
        Map<String, Map<String, String>> places = new HashMap<>();
        for (String line : lines.split("\n", -1)) {
            int colon = line.indexOf(':');
            if (line.isBlank()) {
                continue;
            }
            if (colon < 0) {
                throw new IllegalArgumentException("need 'place: member ...', got '" + line + "'");
            }
            Map<String, String> members = members(line.substring(colon + 1));
            for (String place : alternatives(line.substring(0, colon).strip())) {
                if (places.put(place, members) != null) {
                    throw new IllegalArgumentException("'" + place + "' stands there twice");
                }
            }
        }
        return new Vocabulary(Map.copyOf(places));
    }

    /// Whether a request's prompt says all that the request does.
    public boolean covers(JsonNode request, Headers headers) {
        Map<String, String> heldHeaders = places.getOrDefault(HEADERS, Map.of());
        boolean[] held = {object(REQUEST, "", request)};
        headers.forEach((name, value) -> held[0] &= value.equals(heldHeaders.get(name)));
        return held[0];
    }

    private boolean object(String place, String prefix, JsonNode object) {
        Map<String, String> members = places.get(place);
        return members != null
                && object.properties().stream().allMatch(member -> member(members, prefix, member));
    }

    private boolean member(
            Map<String, String> members, String prefix, Map.Entry<String, JsonNode> member) {
        String held = members.get(member.getKey());
        if (member.getValue().isNull()) {
            return true;
        }
        if (held == null) {
            return false;
        }
        return switch (held) {
            case ALL -> true;
            case ANY -> value(prefix + member.getKey(), member.getValue());
            default -> member.getValue().isValueNode() && member.getValue().asText().equals(held);
        };
    }

    private boolean value(String path, JsonNode value) {
        if (value.isArray()) {
            for (JsonNode item : value) {
                if (!value(path, item)) {
                    return false;
                }
            }
            return true;
        }
        return !value.isObject() || object(path + kind(value), path + ".", value);
    }

    private static String kind(JsonNode object) {
        return text(object, "type")
                .or(() -> text(object, "role"))
                .map(it -> "(" + it + ")")
                .orElse("");
    }

    private static Optional<String> text(JsonNode object, String name) {
        return Optional.ofNullable(object.path(name).textValue());
    }

    private static Map<String, String> members(String written) {
        Map<String, String> members = new HashMap<>();
        for (String member : written.strip().split(" +", -1)) {
            int equals = member.indexOf('=');
            if (equals > 0) {
                members.put(member.substring(0, equals), member.substring(equals + 1));
            } else if (member.endsWith(ALL)) {
                members.put(member.substring(0, member.length() - 1), ALL);
            } else {
                members.put(member, ANY);
            }
        }
        return Map.copyOf(members);
    }

    private static String[] alternatives(String place) {
        int bracket = place.indexOf('(');
        if (bracket < 0) {
            return new String[] {place};
        }
        String[] kinds = place.substring(bracket + 1, place.length() - 1).split("\\|");
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = place.substring(0, bracket) + "(" + kinds[i] + ")";
        }
        return kinds;
    }
}
