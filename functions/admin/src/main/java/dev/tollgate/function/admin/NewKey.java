package dev.tollgate.function.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.api.ApiError;
import dev.tollgate.api.Tags;
import dev.tollgate.http.Json;
import dev.tollgate.http.JsonBody;
import dev.tollgate.identity.Principal;
import dev.tollgate.identity.Role;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a virtual key is asked to be: `{"team": "growth", "name": "web", "roles": ["app"], "tags": {"feature": "search"}, "aliases": ["chat"]}`.
/// Only `team` is required; the role is `app` if none is named; no alias named means all.
record NewKey(String name, String team, Set<Role> roles, Tags tags, Set<String> aliases) {
    static final int MAX_ALIASES = 100;

    private static final Set<String> FIELDS =
            new TreeSet<>(Set.of("name", "team", "roles", "tags", "aliases"));
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,128}");
    private static final Pattern TEAM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");
    private static final Pattern ALIAS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}");

    /// @throws ApiError 400 naming the field that is missing, unknown or wrong
    static NewKey read(JsonBody body) {
        JsonNode json = Json.tree(body.bytes());
        json.fieldNames().forEachRemaining(NewKey::checkKnown);
        String team =
                text(json, "team", TEAM, "1 to 64 of A-Z a-z 0-9 _ . -")
                        .orElseThrow(() ->
                                ApiError.badRequest(
                                        "missing_required_parameter",
                                        "Missing required parameter: 'team'.",
                                        "team"));
        String name = text(json, "name", NAME, "1 to 128 printable characters").orElse("");
        return new NewKey(name, team, roles(json), tags(json), aliases(json));
    }

    Principal principal(String id) {
        return new Principal(id, team, roles, tags, aliases);
    }

    private static void checkKnown(String field) {
        if (!FIELDS.contains(field)) {
            throw ApiError.badRequest(
                    "unknown_parameter",
                    "Unknown parameter: '%s' (known: %s)."
                            .formatted(field, String.join(", ", FIELDS)),
                    field);
        }
    }

    private static Optional<String> text(JsonNode json, String field, Pattern form, String need) {
        JsonNode value = json.path(field);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        refuseUnless(value.isTextual() && form.matcher(value.asText()).matches(), field, need);
        return Optional.of(value.asText());
    }

    private static Set<Role> roles(JsonNode json) {
        if (!json.has("roles")) {
            return Set.of(Role.APP);
        }
        String known =
                Arrays.stream(Role.values()).map(Role::written).collect(Collectors.joining(", "));
        refuseUnless(json.path("roles").size() > 0, "roles", "a list of " + known);
        Set<Role> roles = new LinkedHashSet<>();
        for (String written : texts(json, "roles", "a list of " + known)) {
            Optional<Role> role = Role.parse(written);
            refuseUnless(role.isPresent(), "roles", "a list of " + known);
            role.ifPresent(roles::add);
        }
        return roles;
    }

    private static Set<String> aliases(JsonNode json) {
        String need = "a list of at most " + MAX_ALIASES + " names of aliases";
        Set<String> aliases = texts(json, "aliases", need);
        boolean fine =
                aliases.size() <= MAX_ALIASES
                        && aliases.stream().allMatch(alias -> ALIAS.matcher(alias).matches());
        refuseUnless(fine, "aliases", need);
        return aliases;
    }

    private static Tags tags(JsonNode json) {
        JsonNode given = json.path("tags");
        refuseUnless(
                given.isObject() || given.isMissingNode(), "tags", "an object of names to texts");
        Map<String, String> tags = new LinkedHashMap<>();
        given.properties()
                .forEach(tag -> {
                    refuseUnless(tag.getValue().isTextual(), "tags." + tag.getKey(), "a text");
                    tags.put(tag.getKey(), tag.getValue().asText());
                });
        return Tags.strict(tags, "tags");
    }

    /// A list of texts; none if the field is not there.
    private static Set<String> texts(JsonNode json, String field, String need) {
        JsonNode list = json.path(field);
        refuseUnless(list.isArray() || list.isMissingNode(), field, need);
        Set<String> texts = new LinkedHashSet<>();
        for (int i = 0; i < list.size(); i++) {
            refuseUnless(list.get(i).isTextual(), field + "[" + i + "]", "a text");
            texts.add(list.get(i).asText());
        }
        return texts;
    }

    private static void refuseUnless(boolean fine, String param, String need) {
        if (!fine) {
            throw ApiError.badRequest(
                    "invalid_value",
                    "Invalid value for '" + param + "': need " + need + ".",
                    param);
        }
    }
}
