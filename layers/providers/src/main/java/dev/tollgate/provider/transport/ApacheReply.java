package dev.tollgate.provider.transport;

import dev.tollgate.http.Headers;
import dev.tollgate.http.Transport;
import dev.tollgate.provider.transport.Watchdog.Watch;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;

/// A reply whose body is read from a pooled connection while a [Watchdog] counts.
final class ApacheReply implements Transport.Reply {
    private final ClassicHttpResponse response;
    private final Watch watch;
    private final InputStream body;

    ApacheReply(ClassicHttpResponse response, Watch watch) throws IOException {
        this.response = response;
        this.watch = watch;
        HttpEntity entity = response.getEntity();
        this.body =
                new Watched(entity == null ? InputStream.nullInputStream() : entity.getContent());
    }

    @Override
    public int status() {
        return response.getCode();
    }

    @Override
    public Headers headers() {
        Map<String, List<String>> fields = new HashMap<>();
        for (Header header : response.getHeaders()) {
            fields.computeIfAbsent(header.getName(), _ -> new ArrayList<>()).add(header.getValue());
        }
        return Headers.copyOf(fields);
    }

    @Override
    public InputStream body() {
        return body;
    }

    @Override
    public void expireAfter(Duration limit) {
        watch.expireAfter(limit);
    }

    @Override
    public void close() {
        watch.settle();
        try {
            response.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Tells a broken connection from one that the watchdog broke.
    private final class Watched extends FilterInputStream {
        Watched(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            try {
                return in.read();
            } catch (IOException e) {
                throw explained(e);
            }
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                return in.read(target, offset, length);
            } catch (IOException e) {
                throw explained(e);
            }
        }

        private IOException explained(IOException e) {
            return watch.expired() ? new Transport.TimedOut("the answer stopped arriving") : e;
        }
    }
}
