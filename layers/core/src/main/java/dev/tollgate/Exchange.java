package dev.tollgate;

import dev.tollgate.api.ApiError;
import dev.tollgate.api.Dialect;
import dev.tollgate.http.Headers;
import dev.tollgate.http.ReplySink;
import dev.tollgate.http.Request;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// One request and the reply to it. Every reply carries the request id.
public final class Exchange implements ReplySink {
    private final String id;
    private final Instant startedAt;
    private final Request request;
    private final ReplySink sink;
    private final Deque<Runnable> afterReply = new ArrayDeque<>();
    private int status;
    private byte[] body = {};
    private @Nullable Stream stream;

    Exchange(String id, Instant startedAt, Request request, ReplySink sink) {
        this.id = id;
        this.startedAt = startedAt;
        this.request = request;
        this.sink = sink;
    }

    public String id() {
        return id;
    }

    public Instant startedAt() {
        return startedAt;
    }

    public Request request() {
        return request;
    }

    /// Runs work once the caller has the whole reply, whatever became of it.
    public void afterReply(Runnable work) {
        afterReply.add(work);
    }

    @Override
    public void reply(int status, Headers headers, byte[] body) throws IOException {
        this.status = status;
        this.body = body;
        sink.reply(status, identified(headers), body);
    }

    @Override
    public Stream begin(int status, Headers headers) throws IOException {
        this.status = status;
        Stream opened = sink.begin(status, identified(headers));
        stream = opened;
        return opened;
    }

    /// Ends the exchange with an error: as a reply, or inside the reply that has begun.
    void refuse(ApiError error, Dialect dialect) throws IOException {
        if (stream != null) {
            stream.end(dialect.errorEvent(identified(error)));
        } else if (status == 0) {
            Headers json = Headers.of("content-type", "application/json");
            reply(error.status(), json.with(error.headers()), dialect.error(identified(error)));
        }
    }

    /// The status of the reply; 0 before there is one.
    int status() {
        return status;
    }

    /// The reply's body, if it was sent in one piece.
    byte[] body() {
        return body;
    }

    Iterable<Runnable> afterReply() {
        return afterReply;
    }

    /// An error that a dialect may tell the request's id with.
    ApiError identified(ApiError error) {
        return error.with(identified(Headers.none()));
    }

    /// OpenAI's clients look for `x-request-id`, Anthropic's for `request-id`.
    private Headers identified(Headers headers) {
        return headers.with("x-tollgate-request-id", id)
                .with("x-request-id", id)
                .with("request-id", id);
    }
}
