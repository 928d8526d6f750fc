package dev.tollgate.function.local;

import dev.tollgate.http.Headers;
import dev.tollgate.http.ReplySink;
import dev.tollgate.http.Request;
import dev.tollgate.http.Service;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lets a report show every call whose reply had ended when the report was asked for.
///
/// A call settles after its reply, so a caller that asks at once could be faster than the ledger. In an account that
/// is a matter of a moment; here, where people try things and tests count, a report waits for what is settling, and for the roll-ups that it reads.
final class ReadYourWrites {
    /// How long a report waits at most, in milliseconds.
    static final long MAX_WAIT_MILLIS = 2_000;

    private final CatchUp rollups;

    /// One for each call whose reply has ended, or is about to, and that is not settled yet.
    private final Set<CountDownLatch> settling = ConcurrentHashMap.newKeySet();

    ReadYourWrites() {
        this(_ -> {});
    }

    /// @param rollups what reports read
    ReadYourWrites(CatchUp rollups) {
        this.rollups = rollups;
    }

    /// Waits until it holds what is settled now, or for so long.
    @FunctionalInterface
    interface CatchUp {
        void catchUp(Duration atMost) throws InterruptedException;
    }

    /// The service whose calls reports wait for.
    Service calls(Service service) {
        return (request, sink) -> {
            CountDownLatch settled = new CountDownLatch(1);
            try {
                service.handle(request, new Marked(sink, () -> settling.add(settled)));
            } finally {
                settling.remove(settled);
                settled.countDown();
            }
        };
    }

    /// The service that reports.
    Service reports(Service service) {
        return (Request request, ReplySink sink) -> {
            await(List.copyOf(settling));
            service.handle(request, sink);
        };
    }

    private void await(List<CountDownLatch> calls) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MAX_WAIT_MILLIS);
        try {
            for (CountDownLatch call : calls) {
                if (!call.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return;
                }
            }
            rollups.catchUp(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Says that the reply ends, before its last bytes can be seen.
    private record Marked(ReplySink sink, Runnable ending) implements ReplySink {

        @Override
        public void reply(int status, Headers headers, byte[] body) throws IOException {
            ending.run();
            sink.reply(status, headers, body);
        }

        @Override
        public Stream begin(int status, Headers headers) throws IOException {
            Stream stream = sink.begin(status, headers);
            return new Stream() {
                @Override
                public void send(byte[] piece) throws IOException {
                    stream.send(piece);
                }

                @Override
                public void end(byte[] piece) throws IOException {
                    ending.run();
                    stream.end(piece);
                }
            };
        }
    }
}
