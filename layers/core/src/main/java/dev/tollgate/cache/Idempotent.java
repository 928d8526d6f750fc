package dev.tollgate.cache;

import dev.tollgate.conversation.Ask;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.routing.Call.Operation;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A request that its caller wants to be executed once, however often it is sent.
///
/// @param id hash of tenant and key
/// @param fingerprint hash of what is asked; members in another order and spaces between them make no other request
public record Idempotent(String id, String fingerprint) {
    public static final String HEADER = "idempotency-key";

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7E]{1,255}");

    /// The caller's key, if it gives one.
    ///
    /// @throws InvalidHeader if it is not one of 1 to 255 visible ASCII characters
    public static Optional<String> key(Headers headers) {
        List<String> keys = headers.all(HEADER);
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        if (keys.size() > 1 || !KEY.matcher(keys.getFirst()).matches()) {
            throw new InvalidHeader(
                    HEADER, "need one key of 1 to 255 visible ASCII characters, without spaces");
        }
        return Optional.of(keys.getFirst());
    }

    /// @param team the tenant
    /// @param alias as the request was resolved
    public static Idempotent of(
            String team, String key, Operation operation, String alias, Ask ask) {
        return new Idempotent(
                new Digest().text(team).text(key).hex(),
                new Digest()
                        .text(operation.name())
                        .text(ask.language().name())
                        .text(alias)
                        .tree(Json.tree(ask.body().bytes()))
                        .hex());
    }
}
