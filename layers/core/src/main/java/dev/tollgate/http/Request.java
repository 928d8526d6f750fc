package dev.tollgate.http;

import dev.tollgate.config.Deadline;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One HTTP request as an edge (Lambda, the local server) hands it over.
///
/// @param path decoded, without the stage and the query
/// @param deadline when the edge itself must be done: a Lambda's remaining time less a margin for settling
public record Request(
        String method,
        String path,
        Map<String, List<String>> query,
        Headers headers,
        Body body,
        Deadline deadline) {

    public Optional<String> queryParameter(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }

    /// A request's content, not read before it is asked for.
    @FunctionalInterface
    public interface Body {
        /// Reads all of it, or at least one byte more than `maxBytes` if there is more than that.
        byte[] read(int maxBytes) throws IOException;

        static Body of(byte[] bytes) {
            return _ -> bytes;
        }
    }
}
