package dev.tollgate.function.local;

import dev.tollgate.api.ApiError;
import dev.tollgate.api.Dialect;
import dev.tollgate.config.Bounds;
import dev.tollgate.config.Deadline;
import dev.tollgate.config.Timing;
import dev.tollgate.http.Request;
import dev.tollgate.http.Service;
import io.helidon.common.socket.SocketOptions;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.ErrorHandler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;

/// An HTTP/1.1 server in front of a service; each connection is a virtual thread.
///
/// What is no HTTP, or is beyond a bound, is refused with a 4xx in the dialect's envelope before any service sees it.
final class HttpFront implements AutoCloseable {
    /// The request line, in bytes.
    static final int MAX_REQUEST_LINE = 8 * 1024;

    /// All header fields of a request, in bytes; thereby their number, too.
    static final int MAX_HEADER_BYTES = 16 * 1024;

    /// How long a caller may pause while it sends a request, and a connection may idle between two.
    static final Duration READ_TIMEOUT = Duration.ofMinutes(1);

    /// How long a caller may take to accept a reply, or one piece of a stream, before its connection is broken.
    static final Duration SENDING_TIME = Duration.ofSeconds(30);

    /// How long requests under way have to end when the server closes.
    static final Duration CLOSING_TIME = Duration.ofSeconds(10);

    /// Connections at a time, and so requests; others wait until one is free.
    static final int MAX_CONNECTIONS = 4096;

    private static final int BACKLOG = 1024;

    private final WebServer server;

    private HttpFront(WebServer server) {
        this.server = server;
    }

    /// Starts serving.
    ///
    /// @param port 0 picks a free one
    /// @param dialect in which broken HTTP is refused
    /// @throws UnknownHostException if there is no such host
    /// @throws BindException if the port is taken, or the host is another machine's
    static HttpFront start(String host, int port, Service service, Dialect dialect, Timing timing)
            throws UnknownHostException, BindException {
        return start(host, port, service, dialect, timing, Limits.standard());
    }

    static HttpFront start(
            String host, int port, Service service, Dialect dialect, Timing timing, Limits limits)
            throws UnknownHostException, BindException {
        DirectHandlers.Builder refusals = DirectHandlers.builder();
        for (EventType event : EventType.values()) {
            refusals.addHandler(event, new BrokenHttp(dialect));
        }
        Http1Config http1 =
                Http1Config.builder()
                        .maxPrologueLength(MAX_REQUEST_LINE)
                        .maxHeadersSize(MAX_HEADER_BYTES)
                        .receiveLog(false)
                        .sendLog(false)
                        .build();
        WebServer server =
                WebServer.builder()
                        .address(InetAddress.getByName(host))
                        .port(port)
                        .backlog(BACKLOG)
                        .maxTcpConnections(MAX_CONNECTIONS)
                        .shutdownHook(false)
                        .shutdownGracePeriod(CLOSING_TIME)
                        .protocolsDiscoverServices(false)
                        .connectionOptions(
                                SocketOptions.builder()
                                        .tcpNoDelay(true)
                                        .readTimeout(READ_TIMEOUT)
                                        .build())
                        .addConnectionSelector(
                                new PatientConnections(
                                        Http1ConnectionSelector.builder().config(http1).build()))
                        .directHandlers(refusals.build())
                        .routing(routes ->
                                routes.any((request, response) ->
                                                serve(request, response, service, timing, limits))
                                        .error(RuntimeException.class, new Bug(dialect)))
                        .build()
                        .start();
        if (!server.isRunning()) { // it logs why, and throws nothing
            throw new BindException("can't listen on " + host + ":" + port + "; is it in use?");
        }
        return new HttpFront(server);
    }

    int port() {
        return server.port();
    }

    /// Stops listening, lets requests under way end within [#CLOSING_TIME], then breaks what is left.
    @Override
    public void close() {
        server.stop();
    }

    private static void serve(
            ServerRequest from, ServerResponse to, Service service, Timing timing, Limits limits) {
        try (BodyMemory.Share memory = limits.bodies().share()) {
            Inbound inbound = new Inbound(from, memory);
            Outbound outbound = new Outbound(inbound, to, limits.sendingTime());
            Request request = inbound.request(Deadline.in(Bounds.MAX_DEADLINE, timing.now()));
            service.handle(request, outbound);
            if (!outbound.ended()) {
                throw new CloseConnectionException(
                        "a reply that did not end must not look complete");
            }
            if (inbound.unread()) {
                throw new UnreadBody();
            }
            if (inbound.closes()) {
                throw new CloseConnectionException("the caller asked for it");
            }
        }
    }

    /// What callers may take.
    record Limits(SendingTime sendingTime, BodyMemory bodies) {
        static Limits standard() {
            return new Limits(new SendingTime(SENDING_TIME), BodyMemory.ofHeap());
        }
    }

    /// Answers in place of a service that threw, which is a bug.
    private record Bug(Dialect dialect) implements ErrorHandler<RuntimeException> {
        private static final System.Logger LOG = System.getLogger(HttpFront.class.getName());

        @Override
        public void handle(ServerRequest request, ServerResponse response, RuntimeException bug) {
            LOG.log(Level.ERROR, "a service threw", bug);
            response.status(Status.INTERNAL_SERVER_ERROR_500)
                    .header(HeaderValues.CONTENT_TYPE_JSON)
                    .header(HeaderValues.CONNECTION_CLOSE)
                    .send(dialect.error(ApiError.internal()));
        }
    }

    /// The reply is sent, but the caller still writes what nobody will read.
    static final class UnreadBody extends CloseConnectionException {
        private static final long serialVersionUID = 1L;

        UnreadBody() {
            super("the request's body was not read");
        }
    }
}
