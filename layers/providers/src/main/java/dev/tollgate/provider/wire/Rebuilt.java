package dev.tollgate.provider.wire;

import dev.tollgate.config.Bounds;
import dev.tollgate.conversation.Assembly;
import dev.tollgate.conversation.Chunk;
import dev.tollgate.conversation.Completion;
import dev.tollgate.http.EventReader.Event;
import dev.tollgate.routing.Call;
import dev.tollgate.usage.Usage;
import java.util.List;
import java.util.Optional;

/// A streamed answer put together again, for a call whose answer is to be kept; for any other nothing is. It has at most
/// [Bounds#MAX_ANSWER_BYTES], as a buffered one.
final class Rebuilt {
    private final Call call;
    private final String model;
    private Optional<Assembly> assembly;
    private long size;

    /// @param model for an answer that does not name its own
    Rebuilt(Call call, String model) {
        this.call = call;
        this.model = model;
        this.assembly = call.kept() ? Optional.of(new Assembly()) : Optional.empty();
    }

    void add(Event event, List<Chunk> chunks) {
        if (assembly.isPresent()) {
            size += event.data().length();
            chunks.forEach(assembly.get()::add);
            if (size > Bounds.MAX_ANSWER_BYTES) {
                assembly = Optional.empty();
            }
        }
    }

    /// @param used tokens, should the provider not have counted them
    Optional<Completion> completion(Usage used) {
        return assembly.map(Assembly::completion).map(it -> it.orElse(call.id(), model, used));
    }
}
