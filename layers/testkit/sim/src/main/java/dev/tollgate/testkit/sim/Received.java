package dev.tollgate.testkit.sim;

import dev.tollgate.testkit.sim.dialect.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One request as it came over the wire.
///
/// @param path the request target without its query
/// @param headers by name, whatever its case, with the values in order
/// @param body the raw bytes, without the framing of chunks; not to be changed
/// @param model the model asked for, empty if the request names none
@SuppressWarnings("ArrayRecordComponent") // two requests are never compared
public record Received(
        String method, String path, Map<String, List<String>> headers, byte[] body, String model) {

    /// The first value of a header.
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(List::getFirst);
    }

    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /// Whether it is a call that a provider charges for, such as chat or embeddings.
    public boolean isCall() {
        return Dialects.charged(new Request(method, path, "", headers, body));
    }
}
