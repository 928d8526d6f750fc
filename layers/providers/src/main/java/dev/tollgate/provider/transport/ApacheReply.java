package dev.tollgate.provider.transport;

import dev.tollgate.http.Headers;
import dev.tollgate.http.Transport;
import dev.tollgate.provider.transport.Watchdog.Watch;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
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
    private final Runnable breakUp;
    private final Watch watch;
    private final InputStream body;
    private boolean ended;

    ApacheReply(ClassicHttpResponse response, Runnable breakUp, Watch watch) throws IOException {
        this.response = response;
        this.breakUp = breakUp;
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

    /// Apache's own close would read a body to its end first; one that is still under way is broken off instead.
    @Override
    public void close() {
        watch.settle();
        if (!ended) {
            breakUp.run();
        }
        try {
            response.close();
        } catch (IOException _) {
            // the connection was broken, by us or by the provider, and the pool knows
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
                return noted(in.read());
            } catch (IOException e) {
                throw explained(e);
            }
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                return noted(in.read(target, offset, length));
            } catch (IOException e) {
                throw explained(e);
            }
        }

        private int noted(int read) {
            ended |= read < 0;
            return read;
        }

        private IOException explained(IOException e) {
            return watch.expired() ? new Transport.TimedOut("the answer stopped arriving") : e;
        }
    }
}
