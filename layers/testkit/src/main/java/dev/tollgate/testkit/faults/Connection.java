package dev.tollgate.testkit.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One client's connection, and the one to the service that belongs to it.
///
/// Requests are read whole, for each has a fault of its own; what the service answers is passed on as it comes. A client that sends its next
/// request before it has the last answer, or a body in chunks, is given up.
final class Connection {
    private static final int MAX_HEAD_BYTES = 64 * 1024;
    private static final int MAX_BODY_BYTES = 32 * 1024 * 1024;
    private static final int CONNECT_MILLIS = 2_000;
    private static final Pattern LENGTH =
            Pattern.compile("\r\ncontent-length:[ \t]*(\\d{1,9})", Pattern.CASE_INSENSITIVE);
    private static final Pattern CHUNKED =
            Pattern.compile("\r\ntransfer-encoding:", Pattern.CASE_INSENSITIVE);

    private final Socket client;
    private final InetSocketAddress address;
    private final Supplier<Fault> faults;
    private volatile @Nullable Socket service;
    private volatile boolean silent;

    /// @param faults asked once for each request
    Connection(Socket client, InetSocketAddress address, Supplier<Fault> faults) {
        this.client = client;
        this.address = address;
        this.faults = faults;
    }

    /// Serves until one side ends it.
    void serve(Executor threads) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            while (true) {
                byte[] request = read(in);
                if (request.length == 0 || !answered(request, in, threads)) {
                    return;
                }
            }
        } catch (IOException | RejectedExecutionException _) {
            // one side has left, or the proxy was closed
        } finally {
            close(service);
        }
    }

    void breakSilence() {
        if (silent) {
            reset();
        }
    }

    void reset() {
        try {
            client.setSoLinger(true, 0);
        } catch (IOException _) {
            // it is closed already
        }
        close(client);
        close(service);
    }

    /// @return false if the connection is over
    private boolean answered(byte[] request, InputStream in, Executor threads) throws IOException {
        switch (faults.get()) {
            case Fault.None() -> forward(request, threads);
            case Fault.Answer(byte[] reply) -> client.getOutputStream().write(reply);
            case Fault.Silence() -> {
                silent = true;
                in.transferTo(OutputStream.nullOutputStream());
                return false;
            }
            case Fault.Refusal() -> {
                reset();
                return false;
            }
        }
        return true;
    }

    private void forward(byte[] request, Executor threads) throws IOException {
        Socket to = service;
        if (to == null) {
            Socket fresh = new Socket();
            service = fresh;
            fresh.connect(address, CONNECT_MILLIS);
            fresh.setTcpNoDelay(true);
            threads.execute(() -> passBack(fresh));
            to = fresh;
        }
        to.getOutputStream().write(request);
    }

    private void passBack(Socket from) {
        try (from) {
            from.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException _) {
            // one side has left
        } finally {
            close(client);
        }
    }

    /// A request's bytes; none if the client has left.
    private static byte[] read(InputStream in) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        int last4 = 0;
        while (last4 != 0x0D0A0D0A) {
            int next = in.read();
            if (next < 0 || request.size() == MAX_HEAD_BYTES) {
                return new byte[0];
            }
            request.write(next);
            last4 = last4 << 8 | next;
        }
        String head = request.toString(ISO_8859_1);
        Matcher length = LENGTH.matcher(head);
        int left = length.find() ? Integer.parseInt(length.group(1)) : 0;
        if (left > MAX_BODY_BYTES || CHUNKED.matcher(head).find()) {
            throw new IOException("a body of unknown length, or of " + left + " bytes");
        }
        byte[] body = in.readNBytes(left);
        if (body.length < left) {
            return new byte[0];
        }
        request.writeBytes(body);
        return request.toByteArray();
    }

    private static void close(@Nullable Socket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException _) {
            // then it is closed
        }
    }
}
