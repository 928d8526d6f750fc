package dev.tollgate.testkit.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A proxy on the loopback interface in front of one HTTP/1.1 service, which does to each request what the [Fault] of the moment says.
///
/// A change of the fault holds from the next request on, on connections that are open, too. At most [#MAX_CONNECTIONS] are served at a time;
/// others wait to be accepted. Thread-safe.
public final class FaultProxy implements AutoCloseable {
    public static final int MAX_CONNECTIONS = 512;

    private static final int BACKLOG = 1024;
    private static final long CLOSE_SECONDS = 5;
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final InetSocketAddress service;
    private final InetSocketAddress own;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final Semaphore room = new Semaphore(MAX_CONNECTIONS);
    private final AtomicLong requests = new AtomicLong();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Fault fault = Fault.NONE;
    private @Nullable ServerSocket listener;

    private FaultProxy(URI service, ServerSocket listener) {
        this.service = new InetSocketAddress(service.getHost(), service.getPort());
        this.own = new InetSocketAddress(LOOPBACK, listener.getLocalPort());
        this.listener = listener;
    }

    /// Starts on a free port; requests reach the service until another fault is set.
    public static FaultProxy before(URI service) {
        ServerSocket listener = listen(new InetSocketAddress(LOOPBACK, 0));
        FaultProxy proxy = new FaultProxy(service, listener);
        proxy.threads.execute(() -> proxy.accept(listener));
        return proxy;
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + own.getPort());
    }

    /// Does this to every request from now on. What was silent until now is given up.
    public synchronized void set(Fault other) {
        fault = other;
        if (other instanceof Fault.Refusal) {
            stopListening();
            open.forEach(Connection::reset);
        } else {
            open.forEach(Connection::breakSilence);
            if (listener == null) {
                ServerSocket again = listen(own);
                listener = again;
                threads.execute(() -> accept(again));
            }
        }
    }

    /// How many requests have come, whatever became of them.
    public long requests() {
        return requests.get();
    }

    /// How many connections are open now.
    public int connections() {
        return open.size();
    }

    @Override
    public synchronized void close() {
        threads.shutdown();
        stopListening();
        open.forEach(Connection::reset);
        threads.shutdownNow();
        try {
            threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static ServerSocket listen(InetSocketAddress address) {
        try {
            ServerSocket listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(address, BACKLOG);
            return listener;
        } catch (IOException e) {
            throw new UncheckedIOException("can't listen on " + address, e);
        }
    }

    private void stopListening() {
        ServerSocket before = listener;
        listener = null;
        if (before != null) {
            try {
                before.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void accept(ServerSocket from) {
        try {
            while (true) {
                room.acquire();
                Socket client = from.accept();
                Connection connection = new Connection(client, service, this::next);
                open.add(connection);
                threads.execute(() -> serve(connection));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException | RejectedExecutionException _) {
            room.release();
        }
    }

    private void serve(Connection connection) {
        try {
            connection.serve(threads);
        } finally {
            open.remove(connection);
            room.release();
        }
    }

    private Fault next() {
        requests.incrementAndGet();
        return fault;
    }
}
