package dev.tollgate.function.local;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Connections that, once a request was refused, are read on for a while before they are closed.
///
/// A caller that still writes when the connection closes sees a reset and may never see the refusal.
record PatientConnections(ServerConnectionSelector inner) implements ServerConnectionSelector {
    /// How much of a refused request is read, and thrown away.
    static final long MAX_DRAINED_BYTES = 128L * 1024 * 1024;

    /// For how long.
    static final Duration DRAINING_TIME = Duration.ofSeconds(5);

    private static final Executor AFTER_DRAINING_TIME =
            CompletableFuture.delayedExecutor(DRAINING_TIME.toMillis(), TimeUnit.MILLISECONDS);

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

    private static final class Patient implements ServerConnection {
        private final ServerConnection inner;
        private final ConnectionContext context;
        private volatile boolean closing;
        private volatile @Nullable Thread draining;

        Patient(ServerConnection inner, ConnectionContext context) {
            this.inner = inner;
            this.context = context;
        }

        /// The inner connection returns after it has refused what is no HTTP, and when it is being closed; else it throws.
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

        private void drain() {
            draining = Thread.currentThread();
            AFTER_DRAINING_TIME.execute(this::stopDraining);
            try {
                long drained = 0;
                while (!closing && drained < MAX_DRAINED_BYTES) {
                    drained += context.dataReader().readBuffer().available();
                }
            } catch (DataReader.InsufficientDataAvailableException
                    | UncheckedIOException
                    | CloseConnectionException _) {
                // the caller has closed the connection, as it should, or its time is over
            } finally {
                draining = null;
            }
        }

        private void stopDraining() {
            Thread reading = draining;
            if (reading != null) {
                reading.interrupt();
            }
        }

        @Override
        public Duration idleTime() {
            return inner.idleTime();
        }

        /// Lets a request under way end: what is left after [HttpFront#CLOSING_TIME] is interrupted by the server itself.
        @Override
        public void close(boolean interrupt) {
            closing = true;
            inner.close(false);
            stopDraining();
        }
    }
}
