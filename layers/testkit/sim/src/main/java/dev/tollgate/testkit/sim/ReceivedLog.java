package dev.tollgate.testkit.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// The last requests, bounded in number and in bytes of their bodies, and the count of all calls.
final class ReceivedLog {

    private static final int MAX_REQUESTS = 10_000;
    private static final long MAX_BODY_BYTES = 64L << 20;

    private final Consumer<Received> onReceived;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Received> last = new ArrayDeque<>();
    private long bodyBytes;
    private long calls;
    private final AtomicLong abandoned = new AtomicLong();

    ReceivedLog(Consumer<Received> onReceived) {
        this.onReceived = onReceived;
    }

    void add(Received received) {
        lock.lock();
        try {
            last.addLast(received);
            bodyBytes += received.body().length;
            while (last.size() > MAX_REQUESTS || (bodyBytes > MAX_BODY_BYTES && last.size() > 1)) {
                bodyBytes -= last.removeFirst().body().length;
            }
            calls += received.isCall() ? 1 : 0;
        } finally {
            lock.unlock();
        }
        onReceived.accept(received);
    }

    /// Notes that a client left before its answer had ended.
    void abandon() {
        abandoned.incrementAndGet();
    }

    long abandoned() {
        return abandoned.get();
    }

    List<Received> last() {
        lock.lock();
        try {
            return List.copyOf(last);
        } finally {
            lock.unlock();
        }
    }

    long calls() {
        lock.lock();
        try {
            return calls;
        } finally {
            lock.unlock();
        }
    }
}
