package dev.tollgate.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;

/// Sends one HTTP request to a provider and gives back the reply as soon as its head is there.
///
/// It never retries, follows no redirect and keeps no cookie: what is sent is what the call says.
public interface Transport {

    /// @param timeout how long the exchange may take until somebody gives it more by [Reply#expireAfter]
    /// @param lifetime how long it may take in all
    /// @throws TimedOut when the head has not arrived in time
    /// @throws IOException when no connection came about, or it broke
    Reply send(Outgoing outgoing, Duration timeout, Duration lifetime) throws IOException;

    /// A request to a provider. Its text form shows neither headers nor body.
    record Outgoing(String method, URI uri, Headers headers, byte[] body) {
        @Override
        public String toString() {
            return "Outgoing[" + method + " " + uri.getHost() + uri.getPath() + "]";
        }
    }

    /// A reply whose body is still on the wire.
    interface Reply extends AutoCloseable {
        int status();

        Headers headers();

        /// The body. Reads fail with [TimedOut] once the time set by [#expireAfter] has passed.
        InputStream body();

        /// Gives the exchange this much time from now, within its lifetime, in place of what it had left.
        void expireAfter(Duration limit);

        /// Returns the connection for reuse if the body was read to its end, else breaks it.
        @Override
        void close();
    }

    /// The time that an exchange was given is over; its connection is broken.
    final class TimedOut extends IOException {
        private static final long serialVersionUID = 1L;

        public TimedOut(String message) {
            super(message);
        }
    }
}
