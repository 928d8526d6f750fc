package dev.tollgate.function.local;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// How long the caller may take to accept one piece. A caller that does not read would else hold its thread, and its call
/// would be pending, for as long as it likes.
///
/// @param limit for one send
record SendingTime(Duration limit) {

    /// Sends in this thread, which must be a virtual one: interrupting it closes the socket that it writes to.
    ///
    /// The thread is never left interrupted by this.
    ///
    /// @throws IOException if sending failed or took too long; then the connection is of no more use
    void send(Send action) throws IOException {
        Watch watch = new Watch(Thread.currentThread());
        Future<?> alarm =
                ForkJoinPool.commonPool()
                        .schedule(watch::breakOff, limit.toMillis(), TimeUnit.MILLISECONDS);
        try {
            action.run();
        } finally {
            alarm.cancel(false);
            watch.end();
        }
        if (watch.brokenOff()) {
            throw new IOException("the caller did not read for " + limit);
        }
    }

    /// Something that writes to the connection.
    @FunctionalInterface
    interface Send {
        void run() throws IOException;
    }

    /// One send: it ends, or it is broken off, and after its end nothing interrupts the thread.
    private static final class Watch {
        private final Thread sender;
        private boolean ended;
        private boolean brokenOff;

        Watch(Thread sender) {
            this.sender = sender;
        }

        synchronized void breakOff() {
            if (!ended) {
                brokenOff = true;
                sender.interrupt();
            }
        }

        synchronized void end() {
            ended = true;
            if (brokenOff) {
                Thread.interrupted();
            }
        }

        synchronized boolean brokenOff() {
            return brokenOff;
        }
    }
}
