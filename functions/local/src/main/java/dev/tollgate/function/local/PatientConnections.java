package dev.tollgate.function.local;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;

/// Connections that, once a request was refused, are read on for a while before they are closed.
///
/// A caller that still writes when the connection closes sees a reset and may never see the refusal.
record PatientConnections(ServerConnectionSelector inner) implements ServerConnectionSelector {
    /// How much of a refused request is read, and thrown away.
    static final long MAX_DRAINED_BYTES = 128L * 1024 * 1024;

    @Override
    public int bytesToIdentifyConnection() {
        return inner.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return inner.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return inner.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        DataReader reader = BoundedReader.over(context.dataReader());
        return new Patient(inner.connection(new BoundedContext(context, reader)), context);
    }

    /// @param inner returns from `handle` after it has refused what is no HTTP, and throws at any other end
    private record Patient(ServerConnection inner, ConnectionContext context)
            implements ServerConnection {

        @Override
        public void handle(Limit limit) throws InterruptedException {
            try {
                inner.handle(limit);
                drain();
            } catch (HttpFront.UnreadBody refused) {
                drain();
                throw refused;
            }
        }

        /// Ends, too, when the caller pauses for longer than [HttpFront#READ_TIMEOUT].
        private void drain() {
            try {
                long drained = 0;
                while (drained < MAX_DRAINED_BYTES) {
                    drained += context.dataReader().readBuffer().available();
                }
            } catch (DataReader.InsufficientDataAvailableException | UncheckedIOException _) {
                // the caller has closed the connection, as it should
            }
        }

        @Override
        public Duration idleTime() {
            return inner.idleTime();
        }

        @Override
        public void close(boolean interrupt) {
            inner.close(interrupt);
        }
    }
}
