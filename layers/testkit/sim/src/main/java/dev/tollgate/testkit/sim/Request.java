package dev.tollgate.testkit.sim;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request that was read to its end.
@SuppressWarnings("ArrayRecordComponent") // two requests are never compared
record Request(String method, String path, Map<String, List<String>> headers, byte[] body) {

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(List::getFirst);
    }

    boolean keepAlive() {
        return header("connection").filter("close"::equalsIgnoreCase).isEmpty();
    }
}
