package dev.tollgate.function.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.api.ApiError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// A request's JSON object, member by member: what is missing, unknown or wrong is refused with its name.
record Body(JsonNode json) {

    /// @throws ApiError 400 naming a member that is none of these
    void checkKnown(Set<String> members) {
        json.fieldNames()
                .forEachRemaining(name -> {
                    if (!members.contains(name)) {
                        throw ApiError.badRequest(
                                "unknown_parameter",
                                "Unknown parameter: '%s' (known: %s)."
                                        .formatted(name, String.join(", ", new TreeSet<>(members))),
                                name);
                    }
                });
    }

    Optional<String> text(String name, Predicate<String> fits, String need) {
        return member(name, it -> it.isTextual() && fits.test(it.asText()), need)
                .map(JsonNode::asText);
    }

    boolean flag(String name) {
        return member(name, JsonNode::isBoolean, "true or false")
                .map(JsonNode::asBoolean)
                .orElse(false);
    }

    /// A list of different texts; empty if it is not there.
    List<String> texts(String name, int most, Predicate<String> fits, String need) {
        String list = "a list of at most " + most + " " + need;
        List<String> texts = new ArrayList<>();
        member(name, it -> it.isArray() && it.size() <= most, list)
                .ifPresent(found ->
                        found.forEach(each -> {
                            refuseUnless(each.isTextual() && fits.test(each.asText()), name, list);
                            texts.add(each.asText());
                        }));
        return texts.stream().distinct().toList();
    }

    /// A member that is there and not null.
    Optional<JsonNode> member(String name, Predicate<JsonNode> fits, String need) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        refuseUnless(fits.test(value), name, need);
        return Optional.of(value);
    }

    static ApiError missing(String name) {
        return ApiError.badRequest(
                "missing_required_parameter", "Missing required parameter: '" + name + "'.", name);
    }

    static ApiError invalid(String name, String need) {
        return ApiError.badRequest(
                "invalid_value", "Invalid value for '" + name + "': need " + need + ".", name);
    }

    private static void refuseUnless(boolean fine, String name, String need) {
        if (!fine) {
            throw invalid(name, need);
        }
    }
}
