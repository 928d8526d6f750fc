package dev.tollgate.function.local;

import dev.tollgate.api.ApiError;
import dev.tollgate.config.Deadline;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Request;
import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A request as it comes over a connection.
///
/// @param memory for its body
record Inbound(ServerRequest from, BodyMemory.Share memory) {
    /// A body of this size that nobody wanted is read to its end, so that the connection can be used again.
    private static final long MAX_SKIPPED_BYTES = 64 * 1024;

    Request request(Deadline deadline) {
        return new Request(
                from.prologue().method().text(),
                from.prologue().uriPath().path(),
                query(from.prologue().query().rawValue()),
                headers(),
                this::body,
                deadline);
    }

    /// Whether so much of the body is unread that the connection had better end.
    boolean unread() {
        long length = from.headers().contentLength().orElse(Long.MAX_VALUE);
        return from.content().hasEntity()
                && !from.content().consumed()
                && (length < 0 || length > MAX_SKIPPED_BYTES);
    }

    private boolean lengthIsNumber() {
        return !from.headers().contains(HeaderNames.CONTENT_LENGTH)
                || from.headers().get(HeaderNames.CONTENT_LENGTH).get().matches("\\d{1,18}");
    }

    /// Whether the caller wants the connection to end with this reply.
    boolean closes() {
        return from.headers().contains(HeaderNames.CONNECTION)
                && from.headers().get(HeaderNames.CONNECTION).get().equalsIgnoreCase("close");
    }

    private Headers headers() {
        Map<String, List<String>> fields = new HashMap<>();
        for (Header field : from.headers()) {
            fields.put(field.name(), List.copyOf(field.allValues()));
        }
        return Headers.copyOf(fields);
    }

    private byte[] body(int maxBytes) throws IOException {
        if (!from.content().hasEntity()) {
            return new byte[0];
        }
        if (!lengthIsNumber()) {
            throw ApiError.malformed("The content-length is no number.");
        }
        memory.hold((int) Math.min(from.headers().contentLength().orElse(maxBytes), maxBytes) + 1);
        try {
            byte[] body = from.content().inputStream().readNBytes(maxBytes + 1);
            memory.shrink(body.length);
            return body;
        } catch (BoundedReader.Overflow _) {
            return new byte[maxBytes + 1];
        } catch (InsufficientDataAvailableException _) {
            throw ApiError.malformed("The body ended before its announced length.");
        } catch (UncheckedIOException | CloseConnectionException gone) {
            throw new IOException("the caller stopped sending", gone);
        } catch (
                RuntimeException
                        _) { // of many types, for each way in which a body can be framed badly
            throw ApiError.malformed("The body is not framed as HTTP/1.1 has it.");
        }
    }

    /// @throws IllegalArgumentException if it is not percent-encoded as it should be
    static Map<String, List<String>> query(String raw) {
        Map<String, List<String>> parameters = new HashMap<>();
        for (String parameter : raw.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            if (!parameter.isEmpty()) {
                parameters
                        .computeIfAbsent(decode(name), _ -> new ArrayList<>())
                        .add(equals < 0 ? "" : decode(parameter.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
