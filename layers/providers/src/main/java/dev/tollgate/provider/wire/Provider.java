package dev.tollgate.provider.wire;

import dev.tollgate.http.Transport;
import dev.tollgate.identity.Secret;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Outcome;
import java.io.IOException;
import java.util.Optional;

/// What a provider's API looks like: pure translation in both directions. Sending and signing are others' work.
public interface Provider {
    /// The request that carries a call to a model.
    Transport.Outgoing prepare(Call call, String model, Optional<Secret> key);

    /// Reads the reply up to its commit point. A streamed answer keeps the reply and closes it; otherwise it is closed on return.
    ///
    /// @throws IOException if the connection broke before the commit point
    Outcome read(Call call, Transport.Reply reply) throws IOException;
}
