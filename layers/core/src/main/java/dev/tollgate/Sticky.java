package dev.tollgate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.api.Tags;
import dev.tollgate.http.JsonBody;
import dev.tollgate.identity.Principal;
import java.util.Optional;
import java.util.function.Predicate;

/// What a call has that a split may stick to.
record Sticky(Principal principal, Tags tags, JsonBody body) {

    /// @param dimension `key`, `team`, `user`, or a tag's name
    Optional<String> value(String dimension) {
        return switch (dimension) {
            case "key" -> Optional.of(principal.keyId());
            case "team" -> Optional.of(principal.team());
            case "user" -> user();
            default -> tag(dimension);
        };
    }

    /// The tag `user`, or who the request says it is for: `user` or `safety_identifier` with OpenAI, `metadata.user_id`, which is a tag already,
    /// with Anthropic.
    private Optional<String> user() {
        return tag("user")
                .or(() -> member("user"))
                .or(() -> member("safety_identifier"))
                .or(() -> tag("user_id"));
    }

    private Optional<String> tag(String name) {
        return Optional.ofNullable(tags.values().get(name));
    }

    private Optional<String> member(String name) {
        return body.member(name)
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .filter(Predicate.not(String::isEmpty));
    }
}
