package dev.tollgate.function.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

/// A caller that writes bytes of its own making.
record RawCaller(Socket socket) implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 20_000;

    static RawCaller of(HttpFront front) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.port());
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return new RawCaller(socket);
    }

    /// What comes back for a text, until the server closes the connection.
    static String exchange(HttpFront front, String text) throws IOException {
        try (RawCaller caller = of(front)) {
            caller.write(text);
            caller.socket.shutdownOutput();
            return caller.readAll();
        }
    }

    void write(String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(ISO_8859_1));
        out.flush();
    }

    String readAll() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }

    /// Reads until a text has come.
    String readUntil(String text) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder read = new StringBuilder();
        while (read.indexOf(text) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended after: " + read);
            }
            read.append((char) next);
        }
        return read.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
