package dev.tollgate.testkit.pipeline;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Virtual threads that somebody can wait for.
final class Hands implements Executor {
    private final Phaser busy = new Phaser(1);

    @Override
    public void execute(Runnable work) {
        busy.register();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        work.run();
                    } finally {
                        busy.arriveAndDeregister();
                    }
                });
    }

    /// Waits until there is nothing left to do.
    void rest(Duration atMost) {
        try {
            busy.awaitAdvanceInterruptibly(busy.arrive(), atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("work is left over", e);
        }
    }
}
