package dev.tollgate.aws.dynamo;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/// Reads a team's records of a range of time, the newest first: day after day backwards, of each of the day's shards a page in memory.
record LedgerDescent(Table table) {

    /// @param from first instant
    /// @param to the instant after the last
    /// @param before only records of a lesser id; empty for all
    /// @param more whether to go on after a record
    void run(String team, Instant from, Instant to, Optional<String> before, Predicate<Item> more) {
        String first = LedgerKey.first(from);
        String last = before.orElseGet(() -> LedgerKey.last(to));
        if (!from.isBefore(to) || last.compareTo(first) < 0) {
            return;
        }
        Predicate<Item> each =
                item ->
                        !wanted(item, from, to)
                                || before.filter(item.textOf("id")::equals).isPresent()
                                || more.test(item);
        LocalDate oldest = LedgerKey.day(from);
        boolean goOn = true;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (LocalDate day = LedgerKey.day(to.minusNanos(1));
                    goOn && !day.isBefore(oldest);
                    day = day.minusDays(1)) {
                goOn = merge(shards(threads, team, day, first, last), each);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading the ledger", e);
        }
    }

    private static boolean wanted(Item item, Instant from, Instant to) {
        Instant start = item.instant("startedAt");
        return !start.isBefore(from) && start.isBefore(to);
    }

    /// The day's shards, their first pages read at the same time.
    private List<LedgerShard> shards(
            ExecutorService threads, String team, LocalDate day, String first, String last)
            throws InterruptedException {
        List<Callable<LedgerShard>> opening = new ArrayList<>();
        for (int i = 0; i < LedgerKey.SHARDS; i++) {
            String partition = LedgerKey.partition(team, day, i);
            opening.add(() -> LedgerShard.open(table, partition, first, last));
        }
        return LedgerScan.join(threads.invokeAll(opening));
    }

    /// Takes the newest of all shards, again and again.
    ///
    /// @return whether to go on
    private static boolean merge(List<LedgerShard> shards, Predicate<Item> each) {
        PriorityQueue<LedgerShard> newest =
                new PriorityQueue<>(Comparator.comparing(LedgerShard::id).reversed());
        shards.stream().filter(shard -> !shard.isEmpty()).forEach(newest::add);
        while (!newest.isEmpty()) {
            LedgerShard shard = newest.remove();
            if (!each.test(shard.take())) {
                return false;
            }
            if (!shard.isEmpty()) {
                newest.add(shard);
            }
        }
        return true;
    }
}
