package dev.tollgate.testkit.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A model provider on the loopback interface, in every dialect at once; see the package for what
/// its models do.
///
/// One virtual thread serves a connection. Thread-safe.
public final class SimulatedProvider implements AutoCloseable {

    private static final int BACKLOG = 1024;
    private static final long CLOSE_SECONDS = 5;

    private final ServerSocket listener;
    private final ReceivedLog log;
    private final Exchange exchange;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private SimulatedProvider(ServerSocket listener, Consumer<Received> onReceived) {
        this.listener = listener;
        this.log = new ReceivedLog(onReceived);
        this.exchange = new Exchange(log, Dialects.fresh(), new Gatekeeper(), Clock.systemUTC());
    }

    /// Starts on a free loopback port.
    public static SimulatedProvider start() {
        return start(0);
    }

    /// Starts on a loopback port; 0 picks a free one.
    ///
    /// @throws UncheckedIOException if the port is taken
    public static SimulatedProvider start(int port) {
        return start(port, received -> {});
    }

    /// Starts on a loopback port and shows every request to `onReceived` before it is answered, on
    /// the thread of its connection.
    ///
    /// @throws UncheckedIOException if the port is taken
    public static SimulatedProvider start(int port, Consumer<Received> onReceived) {
        try {
            var listener = new ServerSocket();
            listener.bind(
                    new InetSocketAddress(
                            InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port),
                    BACKLOG);
            var provider = new SimulatedProvider(listener, onReceived);
            provider.threads.execute(provider::accept);
            return provider;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on 127.0.0.1:" + port, e);
        }
    }

    /// The address of all dialects, such as `http://127.0.0.1:9101`.
    public URI origin() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /// The address a client of OpenAI's is given, such as `http://127.0.0.1:9101/v1`.
    public URI baseUri() {
        return URI.create(origin() + "/v1");
    }

    /// The last requests in the order they were read: at most 10,000, and at most 64 MiB of bodies.
    public List<Received> received() {
        return log.last();
    }

    /// How many calls that are charged for were read since the start, answered or not.
    public long calls() {
        return log.calls();
    }

    /// How many requests lost their client before the answer had ended. One that is silent loses it at
    /// once, one that sends at the first event that finds nobody.
    public long abandoned() {
        return log.abandoned();
    }

    /// Stops listening and ends every connection, whatever it waits for.
    @Override
    public void close() {
        threads.shutdown();
        closeQuietly(listener);
        open.forEach(SimulatedProvider::closeQuietly);
        threads.shutdownNow();
        try {
            threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var socket = listener.accept();
                open.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException | RejectedExecutionException e) {
                // the listener was closed, or one client left before it was accepted
            }
        }
        open.forEach(SimulatedProvider::closeQuietly);
    }

    private void serve(Socket socket) {
        try {
            new Connection(socket, exchange).serve();
        } finally {
            open.remove(socket);
        }
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // what is being thrown away need not close well
        }
    }
}
