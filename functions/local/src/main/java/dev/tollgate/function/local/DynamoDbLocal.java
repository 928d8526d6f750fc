package dev.tollgate.function.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/// DynamoDB Local in this process, on a free loopback port.
///
/// It is put together here, and not by its own `ServerRunner`, which would listen on every interface, need a port
/// chosen beforehand, and write to standard output.
final class DynamoDbLocal implements AutoCloseable {
    private static final String ANY_ORIGIN = "*";

    private final Server server;
    private final LocalDynamoDBServerHandler handler;

    private DynamoDbLocal(Server server, LocalDynamoDBServerHandler handler) {
        this.server = server;
        this.handler = handler;
    }

    /// Starts it.
    ///
    /// @param data the directory of its files, made if it is missing; empty keeps everything in memory
    /// @throws IOException if the directory can't be made or the server can't start
    static DynamoDbLocal start(Optional<Path> data) throws IOException {
        if (data.isPresent()) {
            Files.createDirectories(data.get());
        }
        boolean inMemory = data.isEmpty();
        String files = data.map(Path::toString).orElse(null);
        boolean sharedByAllRegions = true;
        boolean delayTransientStatuses = false;
        LocalDynamoDBServerHandler handler =
                new LocalDynamoDBServerHandler(
                        new LocalDynamoDBRequestHandler(
                                0, inMemory, files, sharedByAllRegions, delayTransientStatuses),
                        ANY_ORIGIN);
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setDaemon(true);
        Server server = new Server(threads);
        ServerConnector loopback = new ServerConnector(server);
        loopback.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        server.addConnector(loopback);
        server.setHandler(new ContextHandler(handler));
        try {
            server.start();
        } catch (Exception e) {
            throw new IOException("DynamoDB Local did not start", e);
        }
        return new DynamoDbLocal(server, handler);
    }

    URI endpoint() {
        ServerConnector connector = (ServerConnector) server.getConnectors()[0];
        return URI.create(
                "http://"
                        + InetAddress.getLoopbackAddress().getHostAddress()
                        + ":"
                        + connector.getLocalPort());
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local did not stop", e);
        } finally {
            handler.close();
        }
    }
}
