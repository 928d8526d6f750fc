package dev.tollgate.testkit.sim.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.testkit.sim.dialect.Refused;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/// The members of a message of Google's, which may be spelt `likeThis` or `like_this`.
///
/// @see <a href="https://protobuf.dev/programming-guides/json/">ProtoJSON</a>
final class Proto {

    private Proto() {}

    /// A member by its name `likeThis`.
    static JsonNode get(JsonNode message, String name) {
        var member = message.path(name);
        return member.isMissingNode() ? message.path(snake(name)) : member;
    }

    /// Refuses a message that has a member with another name.
    ///
    /// @param where the place of the message, empty for the whole request
    static void check(JsonNode message, String where, Set<String> names) {
        for (var member : message.properties()) {
            var name = member.getKey();
            if (!names.contains(name) && names.stream().noneMatch(n -> snake(n).equals(name))) {
                var at = where.isEmpty() ? "" : " at '" + where + "'";
                throw Refused.invalid(
                        where,
                        "Invalid JSON payload received. Unknown name \""
                                + name
                                + "\""
                                + at
                                + ": Cannot find field.");
            }
        }
    }

    /// Bytes, which may be written in either alphabet of base64; nothing if they are not.
    static Optional<ByteBuffer> base64(String text) {
        try {
            var plain = text.replace('-', '+').replace('_', '/');
            return Optional.of(ByteBuffer.wrap(Base64.getDecoder().decode(plain)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// A request that is well formed and wrong.
    static Refused wrong(String message) {
        return new Refused(errors -> errors.plain(400, message));
    }

    private static String snake(String name) {
        var snake = new StringBuilder();
        name.chars()
                .forEach(c -> {
                    if (Character.isUpperCase(c)) {
                        snake.append('_');
                    }
                    snake.append((char) Character.toLowerCase(c));
                });
        return snake.toString();
    }
}
