package dev.tollgate.testkit.sim;

import dev.tollgate.testkit.sim.dialect.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/// The bytes a client is sent: every method is one write.
final class Outbound {

    private static final byte[] CRLF = ascii("\r\n");

    private final Socket socket;
    private final OutputStream out;
    private boolean keepAlive = true;

    Outbound(Socket socket) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
    }

    /// What the next reply says about the connection.
    void keepAlive(boolean keep) {
        keepAlive = keep;
    }

    void proceed() throws IOException {
        out.write(ascii("HTTP/1.1 100 Continue\r\n\r\n"));
    }

    void reply(Reply reply, Map<String, String> headers) throws IOException {
        replyInPart(reply, headers, reply.body().length);
    }

    /// Promises the whole body and sends its first `bytes`.
    void replyInPart(Reply reply, Map<String, String> headers, int bytes) throws IOException {
        var framing = "content-length: " + reply.body().length;
        out.write(join(head(reply, headers, framing), Arrays.copyOf(reply.body(), bytes)));
    }

    /// The status line and the headers of a body in chunks.
    void startChunks(Reply reply, Map<String, String> headers) throws IOException {
        out.write(head(reply, headers, "transfer-encoding: chunked"));
    }

    void chunk(byte[] data) throws IOException {
        out.write(join(ascii(Integer.toHexString(data.length) + "\r\n"), data, CRLF));
    }

    void badChunk() throws IOException {
        out.write(ascii("not-hex\r\n{}\r\n"));
    }

    void endChunks() throws IOException {
        out.write(ascii("0\r\n\r\n"));
    }

    /// Ends the connection with a FIN.
    void cut() throws IOException {
        socket.close();
    }

    /// Ends the connection with a RST.
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private byte[] head(Reply reply, Map<String, String> headers, String framing) {
        var head = new StringBuilder(512).append("HTTP/1.1 ").append(reply.status()).append(' ');
        head.append(reply.reason()).append("\r\ncontent-type: ").append(reply.contentType());
        reply.headers().forEach((k, v) -> head.append("\r\n").append(k).append(": ").append(v));
        headers.forEach((k, v) -> {
            if (!reply.headers().containsKey(k)) {
                head.append("\r\n").append(k).append(": ").append(v);
            }
        });
        head.append(keepAlive ? "\r\nconnection: keep-alive\r\n" : "\r\nconnection: close\r\n");
        return ascii(head.append(framing).append("\r\n\r\n").toString());
    }

    private static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream(Arrays.stream(parts).mapToInt(p -> p.length).sum());
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
