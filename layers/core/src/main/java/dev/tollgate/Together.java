package dev.tollgate;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/// Does several things at the same time: what waits for stores waits once.
public record Together(Executor executor) {

    /// Returns when all are done; throws what one of them threw.
    void run(Runnable... tasks) {
        CompletableFuture<?>[] all =
                Arrays.stream(tasks)
                        .map(task -> CompletableFuture.runAsync(task, executor))
                        .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(all).join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException ours -> throw ours;
                case Error error -> throw error;
                case null, default -> throw e;
            }
        }
    }
}
