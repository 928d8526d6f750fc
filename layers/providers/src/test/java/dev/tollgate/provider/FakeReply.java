package dev.tollgate.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.http.Headers;
import dev.tollgate.http.Transport;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A provider's reply from memory.
public final class FakeReply implements Transport.Reply {
    public final List<Duration> limits = new ArrayList<>();
    public boolean closed;
    private final int status;
    private final Headers headers;
    private final InputStream body;

    public FakeReply(int status, Headers headers, InputStream body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    public static FakeReply of(int status, String body) {
        return of(status, Headers.none(), body);
    }

    public static FakeReply of(int status, Headers headers, String body) {
        return new FakeReply(status, headers, new ByteArrayInputStream(body.getBytes(UTF_8)));
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public Headers headers() {
        return headers;
    }

    @Override
    public InputStream body() {
        return body;
    }

    @Override
    public void expireAfter(Duration limit) {
        limits.add(limit);
    }

    @Override
    public void close() {
        closed = true;
    }
}
