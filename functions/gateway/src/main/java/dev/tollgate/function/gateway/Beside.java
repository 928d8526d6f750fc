package dev.tollgate.function.gateway;

import dev.tollgate.http.ReplySink;
import dev.tollgate.http.Request;
import dev.tollgate.http.Service;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What is done beside calls, on threads of its own. Lambda stops a sandbox between two calls, in the middle of whatever it does: there, a call is over when
/// nothing is done beside it any more.
final class Beside implements Executor {
    /// How long it is waited for at most; what takes longer goes on with the next call.
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition nothing = lock.newCondition();
    private int running;

    @Override
    public void execute(Runnable task) {
        add(1);
        Thread.ofVirtual()
                .name("beside")
                .start(() -> {
                    try {
                        task.run();
                    } finally {
                        add(-1);
                    }
                });
    }

    /// The same service, whose calls end when nothing is done beside them.
    Service awaitedBy(Service service) {
        return (Request request, ReplySink sink) -> {
            try {
                service.handle(request, sink);
            } finally {
                await();
            }
        };
    }

    private void add(int more) {
        lock.lock();
        try {
            running += more;
            if (running == 0) {
                nothing.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void await() {
        lock.lock();
        try {
            long left = PATIENCE.toNanos();
            while (running > 0 && left > 0) {
                left = nothing.awaitNanos(left);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
