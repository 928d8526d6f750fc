package dev.tollgate.testkit.sim;

import dev.tollgate.testkit.sim.dialect.Refused;
import dev.tollgate.testkit.sim.dialect.Request;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads HTTP/1.1 requests: heads of at most 64 KiB, bodies of at most 32 MiB by length or in
/// chunks.
///
/// Throws [Refused] for what is not such a request; the connection can't be used after that.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a>
final class RequestReader {

    private static final int MAX_HEAD_BYTES = 64 << 10;
    private static final int MAX_BODY_BYTES = 32 << 20;

    private final Inbound in;
    private int headBytes;

    private RequestReader(Inbound in) {
        this.in = in;
    }

    /// The next request, or nothing if the client ends the connection instead.
    static Optional<Request> next(Inbound in, Outbound out) throws IOException {
        return new RequestReader(in).read(out);
    }

    private Optional<Request> read(Outbound out) throws IOException {
        var first = line();
        if (first.isEmpty()) {
            return Optional.empty();
        }
        var parts = first.get().split(" ", -1);
        if (parts.length != 3 || !parts[1].startsWith("/")) {
            throw Refused.unreadable(400, "not a request line");
        }
        if (!parts[2].equals("HTTP/1.1")) {
            throw Refused.unreadable(505, "only HTTP/1.1 is spoken here");
        }
        var headers = headers();
        var target = parts[1].split("\\?", 2);
        var query = target.length == 2 ? target[1] : "";
        var head = new Request(parts[0], target[0], query, headers, new byte[0]);
        return Optional.of(new Request(parts[0], target[0], query, headers, body(head, out)));
    }

    private Map<String, List<String>> headers() throws IOException {
        var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        for (var line = mustLine(); !line.isEmpty(); line = mustLine()) {
            int colon = line.indexOf(':');
            if (colon <= 0 || line.substring(0, colon).chars().anyMatch(c -> c <= ' ')) {
                throw Refused.unreadable(400, "not a header line");
            }
            headers.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>(1))
                    .add(line.substring(colon + 1).strip());
        }
        headers.replaceAll((name, values) -> List.copyOf(values));
        return Collections.unmodifiableMap(headers);
    }

    private byte[] body(Request head, Outbound out) throws IOException {
        var lengths = head.headers().getOrDefault("content-length", List.of());
        var coding = head.header("transfer-encoding");
        if (coding.isPresent()) {
            if (!lengths.isEmpty() || !coding.get().equalsIgnoreCase("chunked")) {
                throw Refused.unreadable(
                        400, "need a content-length or transfer-encoding: chunked");
            }
            proceed(head, out);
            return chunks();
        }
        if (lengths.isEmpty()) {
            return new byte[0];
        }
        if (lengths.size() > 1 || !lengths.getFirst().matches("\\d{1,18}")) {
            throw Refused.unreadable(400, "need one content-length");
        }
        int length = bounded(Long.parseLong(lengths.getFirst()));
        proceed(head, out);
        var body = new byte[length];
        in.readFully(body, 0, length);
        return body;
    }

    private static void proceed(Request head, Outbound out) throws IOException {
        if (head.header("expect").filter("100-continue"::equalsIgnoreCase).isPresent()) {
            out.proceed();
        }
    }

    private byte[] chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            headBytes = 0;
            var size = mustLine().split(";", 2)[0].strip();
            if (!size.matches("[0-9a-fA-F]{1,15}")) {
                throw Refused.unreadable(400, "not a chunk size");
            }
            var chunk = new byte[bounded(body.size() + Long.parseLong(size, 16)) - body.size()];
            if (chunk.length == 0) {
                headers(); // trailers, which nothing here reads
                return body.toByteArray();
            }
            in.readFully(chunk, 0, chunk.length);
            body.writeBytes(chunk);
            if (!mustLine().isEmpty()) {
                throw Refused.unreadable(400, "a chunk is longer than its size");
            }
        }
    }

    private static int bounded(long bytes) {
        if (bytes > MAX_BODY_BYTES) {
            throw Refused.unreadable(413, "need a body of at most " + MAX_BODY_BYTES + " bytes");
        }
        return (int) bytes;
    }

    private String mustLine() throws IOException {
        return line().orElseThrow(EOFException::new);
    }

    private Optional<String> line() throws IOException {
        var line = new ByteArrayOutputStream(128);
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return Optional.empty();
            }
            if (++headBytes > MAX_HEAD_BYTES) {
                throw Refused.unreadable(
                        431, "need headers of at most " + MAX_HEAD_BYTES + " bytes");
            }
            line.write(b);
        }
        var text = line.toString(StandardCharsets.ISO_8859_1);
        return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }
}
