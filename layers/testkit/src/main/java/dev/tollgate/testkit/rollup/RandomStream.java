package dev.tollgate.testkit.rollup;

import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.rollup.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Histories of records as a stream of changes: told in shards that come to an end and have children.
final class RandomStream {
    private final RandomGenerator random;
    private final String name;
    private final List<StreamShard> all = new ArrayList<>();
    private final List<StreamShard> open = new ArrayList<>();
    private long sequence = 1_000;

    /// @param lineages how many shards there are at first
    RandomStream(RandomGenerator random, String name, int lineages) {
        this.random = random;
        this.name = name;
        for (int i = 0; i < lineages; i++) {
            open(Optional.empty());
        }
    }

    private void open(Optional<StreamShard> parent) {
        StreamShard shard = new StreamShard("shard-" + name + "-" + all.size(), parent);
        all.add(shard);
        open.add(shard);
    }

    List<StreamShard> shards() {
        return all;
    }

    List<Change> changes() {
        return all.stream().flatMap(shard -> shard.changes().stream()).toList();
    }

    /// Tells histories beside each other, each in its order, mostly in the shards of one lineage.
    void tell(List<List<LedgerRecord>> histories) {
        List<Telling> left = new ArrayList<>();
        for (List<LedgerRecord> history : histories) {
            left.add(new Telling(history, random.nextInt(1_000)));
        }
        while (!left.isEmpty()) {
            Telling telling = left.get(random.nextInt(left.size()));
            sequence += 1 + random.nextInt(1_000);
            StreamShard shard = open.get(telling.hash % open.size());
            shard.changes().add(telling.next(Change.sortable(Long.toString(sequence))));
            if (telling.isOver()) {
                left.remove(telling);
            }
            if (random.nextInt(60) == 0) {
                split();
            }
        }
    }

    private void split() {
        StreamShard parent = open.remove(random.nextInt(open.size()));
        for (int child = random.nextInt(2); child >= 0; child--) {
            open(Optional.of(parent));
        }
    }

    private static final class Telling {
        private final List<LedgerRecord> history;
        private final int hash;
        private int told;

        Telling(List<LedgerRecord> history, int hash) {
            this.history = history;
            this.hash = hash;
        }

        Change next(String sequence) {
            Optional<LedgerRecord> before =
                    told == 0 ? Optional.empty() : Optional.of(history.get(told - 1));
            return new Change(sequence, before, history.get(told++));
        }

        boolean isOver() {
            return told == history.size();
        }
    }
}
