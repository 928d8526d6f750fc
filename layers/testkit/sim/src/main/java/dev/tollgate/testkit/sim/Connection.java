package dev.tollgate.testkit.sim;

import dev.tollgate.testkit.sim.dialect.Refused;
import java.io.IOException;
import java.net.Socket;
import java.util.Map;

/// One client's connection: its requests one after another, until one side ends it.
final class Connection {

    private final Socket socket;
    private final Exchange exchange;

    Connection(Socket socket, Exchange exchange) {
        this.socket = socket;
        this.exchange = exchange;
    }

    void serve() {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new Inbound(socket);
            var out = new Outbound(socket);
            try {
                while (!socket.isClosed()) {
                    var request = RequestReader.next(in, out);
                    if (request.isEmpty()) {
                        return;
                    }
                    out.keepAlive(request.get().keepAlive());
                    exchange.answer(request.get(), in, out);
                    if (!request.get().keepAlive()) {
                        return;
                    }
                }
            } catch (Refused unreadable) {
                out.keepAlive(false);
                out.reply(exchange.unreadable(unreadable), Map.of());
                socket.shutdownOutput();
                in.drain();
            }
        } catch (IOException e) {
            // the client left, or the server was closed: the connection is over either way
        }
    }
}
