package dev.tollgate.aws.dynamo;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// Reads a team's records of a range of time: day after day, the day's shards at the same time, a page of each in memory.
record LedgerScan(Table table) {

    /// @param from first instant
    /// @param to the instant after the last
    void run(String team, Instant from, Instant to, Consumer<Item> each) {
        if (!from.isBefore(to)) {
            return;
        }
        Consumer<Item> inRange =
                oneAtATime(item -> {
                    Instant start = item.instant("startedAt");
                    if (!start.isBefore(from) && start.isBefore(to)) {
                        each.accept(item);
                    }
                });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            LocalDate last = LedgerKey.day(to.minusNanos(1));
            for (LocalDate day = LedgerKey.day(from); !day.isAfter(last); day = day.plusDays(1)) {
                List<Callable<Boolean>> shards = new ArrayList<>();
                for (int shard = 0; shard < LedgerKey.SHARDS; shard++) {
                    String partition = LedgerKey.partition(team, day, shard);
                    shards.add(() -> {
                        query(partition, from, to, inRange);
                        return true;
                    });
                }
                join(threads.invokeAll(shards));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading the ledger", e);
        }
    }

    private void query(String partition, Instant from, Instant to, Consumer<Item> each) {
        QueryRequest request =
                QueryRequest.builder()
                        .tableName(table.name())
                        .keyConditionExpression("pk = :pk AND id BETWEEN :first AND :last")
                        .expressionAttributeValues(
                                Map.of(
                                        ":pk", Item.text(partition),
                                        ":first", Item.text(LedgerKey.first(from)),
                                        ":last", Item.text(LedgerKey.last(to))))
                        .consistentRead(true)
                        .build();
        table.query(request, each);
    }

    private static Consumer<Item> oneAtATime(Consumer<Item> each) {
        ReentrantLock lock = new ReentrantLock();
        return item -> {
            lock.lock();
            try {
                each.accept(item);
            } finally {
                lock.unlock();
            }
        };
    }

    /// What all tasks have come to.
    static <T> List<T> join(List<Future<T>> tasks) throws InterruptedException {
        List<T> results = new ArrayList<>();
        for (Future<T> task : tasks) {
            try {
                results.add(task.get());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException ours) {
                    throw ours;
                }
                throw new IllegalStateException(e.getCause());
            }
        }
        return results;
    }
}
