package dev.tollgate.provider.wire;

import dev.tollgate.http.EventReader.Event;
import java.io.IOException;
import java.util.Optional;

/// The events of a streamed answer, one after another as they arrive.
@FunctionalInterface
public interface EventSource {
    /// The next event, or what there is of one when the stream ends inside it; empty at the stream's end.
    Optional<Event> next() throws IOException;
}
