package dev.tollgate.function.local;

import dev.tollgate.http.Headers;
import dev.tollgate.http.ReplySink;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/// The way back to the caller. That it is gone, or does not read, shows when something is sent to it.
final class Outbound implements ReplySink {
    private static final byte[] NOTHING = {};

    private final Inbound inbound;
    private final ServerResponse response;
    private final SendingTime sendingTime;
    private boolean ended;

    Outbound(Inbound inbound, ServerResponse response, SendingTime sendingTime) {
        this.inbound = inbound;
        this.response = response;
        this.sendingTime = sendingTime;
    }

    /// Whether a reply was sent to its end.
    boolean ended() {
        return ended;
    }

    @Override
    public void reply(int status, Headers headers, byte[] body) throws IOException {
        head(status, headers);
        response.header(HeaderValues.create(HeaderNames.CONTENT_LENGTH, body.length));
        boolean bodiless = inbound.from().prologue().method().equals(Method.HEAD);
        sending(() -> response.send(bodiless ? NOTHING : body));
        ended = true;
    }

    @Override
    public Stream begin(int status, Headers headers) throws IOException {
        head(status, headers);
        OutputStream out = response.outputStream();
        return new Stream() {
            @Override
            public void send(byte[] piece) throws IOException {
                sending(() -> {
                    out.write(piece);
                    out.flush();
                });
            }

            @Override
            public void end(byte[] piece) throws IOException {
                sending(() -> {
                    out.write(piece);
                    out.flush();
                    ((RoutingResponse) response).commit();
                });
                ended = true;
            }
        };
    }

    private void head(int status, Headers headers) {
        response.status(Status.create(status));
        if (inbound.unread()) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        headers.forEach((name, value) ->
                response.headers().add(HeaderValues.create(HeaderNames.create(name), value)));
    }

    private void sending(SendingTime.Send action) throws IOException {
        try {
            sendingTime.send(action);
        } catch (UncheckedIOException | CloseConnectionException e) {
            throw new IOException("the caller is gone", e);
        }
    }
}
