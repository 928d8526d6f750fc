package dev.tollgate.aws.dynamo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/// Several requests at the same time, each answer in its request's place.
final class Parallel {
    private Parallel() {}

    /// @param atOnce under way at any time, at most
    static <T, R> List<R> map(List<T> inputs, int atOnce, Function<T, R> each) {
        if (inputs.size() == 1) {
            return List.of(each.apply(inputs.getFirst()));
        }
        List<Callable<R>> tasks = new ArrayList<>();
        inputs.forEach(input -> tasks.add(() -> each.apply(input)));
        try (ExecutorService threads =
                Executors.newFixedThreadPool(atOnce, Thread.ofVirtual().factory())) {
            List<R> results = new ArrayList<>();
            for (Future<R> result : threads.invokeAll(tasks)) {
                results.add(result.get());
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException ours) {
                throw ours;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading", e);
        }
    }
}
