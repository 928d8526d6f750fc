package dev.tollgate.testkit.sim.dialect;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request that was read to its end.
///
/// @param path the request target without its query, still percent-encoded
/// @param query what follows the `?`, empty if nothing does
/// @param headers by name, whatever its case
@SuppressWarnings("ArrayRecordComponent") // two requests are never compared
public record Request(
        String method, String path, String query, Map<String, List<String>> headers, byte[] body) {

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(List::getFirst);
    }

    /// The first value of a query parameter.
    public Optional<String> parameter(String name) {
        return parameter(query, name);
    }

    /// The first value of a field of a form, which is spelt like a query.
    public static Optional<String> parameter(String form, String name) {
        for (var pair : form.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return Optional.of(decoded(pair.substring(name.length() + 1).replace("+", "%20")));
            }
        }
        return Optional.empty();
    }

    public boolean keepAlive() {
        return header("connection").filter("close"::equalsIgnoreCase).isEmpty();
    }

    /// A piece of a path or query with its `%XX` read; the piece itself if they are not well formed.
    public static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
