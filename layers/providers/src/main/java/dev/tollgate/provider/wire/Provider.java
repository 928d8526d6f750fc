package dev.tollgate.provider.wire;

import dev.tollgate.http.Transport;
import dev.tollgate.identity.Secret;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Outcome;
import java.io.IOException;
import java.util.Optional;

/// A provider as calls see it: a wire, where it is reached, and how we show who we are. Sending is others' work.
@FunctionalInterface
public interface Provider {
    /// The request that carries a call to a model, and the way to read what comes back.
    ///
    /// @throws Untranslatable if the call can't be said on the provider's wire
    /// @throws dev.tollgate.conversation.Language.InvalidPrompt if the call is not what its own language allows
    /// @throws Unauthenticated if our credentials are none, or were refused before the call itself was sent
    /// @throws IOException if our credentials for the provider could not be had
    Prepared prepare(Call call, String model, Optional<Secret> key) throws IOException;

    /// @param reading of the reply to the request
    record Prepared(Transport.Outgoing outgoing, Reading reading) {}

    /// Reads a reply up to its commit point.
    @FunctionalInterface
    interface Reading {
        /// A streamed answer keeps the reply and closes it; otherwise it is closed on return.
        ///
        /// @throws IOException if the connection broke before the commit point
        Outcome read(Transport.Reply reply) throws IOException;
    }

    /// We could not show who we are. The message shows nothing of a secret.
    final class Unauthenticated extends IOException {
        private static final long serialVersionUID = 1L;

        public Unauthenticated(String message) {
            super(message);
        }
    }
}
