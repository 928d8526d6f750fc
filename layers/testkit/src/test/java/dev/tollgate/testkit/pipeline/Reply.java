package dev.tollgate.testkit.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.http.Headers;
import dev.tollgate.http.ReplySink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// What a caller gets.
final class Reply implements ReplySink, ReplySink.Stream {
    private final int leavesAfterPieces;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private Headers headers = Headers.none();
    private int status;
    private int pieces;

    /// @param leavesAfterPieces after so many pieces of a reply, its caller is gone
    Reply(int leavesAfterPieces) {
        this.leavesAfterPieces = leavesAfterPieces;
    }

    int status() {
        return status;
    }

    String text() {
        return bytes.toString(UTF_8);
    }

    String header(String name) {
        return headers.first(name).orElse("");
    }

    @Override
    public void reply(int code, Headers fields, byte[] content) throws IOException {
        begin(code, fields);
        send(content);
    }

    @Override
    public Stream begin(int code, Headers fields) {
        status = code;
        headers = fields;
        return this;
    }

    @Override
    public void send(byte[] piece) throws IOException {
        if (pieces++ == leavesAfterPieces) {
            throw new IOException("broken pipe");
        }
        bytes.writeBytes(piece);
    }

    @Override
    public void end(byte[] piece) throws IOException {
        send(piece);
    }

    @Override
    public String toString() {
        return status + " " + text();
    }
}
