package dev.tollgate.rollup;

import dev.tollgate.config.StoreUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Counts changes of the ledger, each of them once, however often it is told.
///
/// Per shard of the stream, the sums and the mark of how far they reach are written together or not at all; what is told again lies before the mark. A shard's
/// changes have to be told in their order, by as many readers as there may be: who has a mark that was moved meanwhile writes nothing, and looks again. Between shards,
/// order does not matter, for sums don't.
public final class Rollup {
    /// How often the mark is looked for again after another reader has moved it.
    private static final int MAX_LOOKS = 5;

    private final RollupStore store;

    public Rollup(RollupStore store) {
        this.store = store;
    }

    /// How far a batch has been counted, now or before.
    ///
    /// @param done of the batch's changes the first so many; the others have to be told again, with those that come after
    /// @param segments what was written now
    /// @param failure why it did not get to the end, if the store has said
    public record Folded(int done, List<Segment> segments, Optional<StoreUnavailable> failure) {
        public Folded {
            segments = List.copyOf(segments);
        }
    }

    /// Counts a batch of changes of one shard.
    ///
    /// @param batch in the shard's order, as far as each is told for the first time
    public Folded fold(String shard, List<Change> batch) {
        List<Change> rising = rising(batch);
        List<Segment> written = new ArrayList<>();
        int done = 0;
        Optional<StoreUnavailable> failure = Optional.empty();
        try {
            for (int look = 0; look < MAX_LOOKS && done < rising.size(); look++) {
                Optional<String> mark = store.watermark(shard);
                done = before(rising, mark);
                boolean ours = true;
                while (ours && done < rising.size()) {
                    Batch next = Batch.from(shard, rising.subList(done, rising.size()));
                    ours = store.append(shard, mark, next.last(), next.segments());
                    if (ours) {
                        mark = Optional.of(next.last());
                        done += next.changes();
                        written.addAll(next.segments());
                    }
                }
            }
        } catch (StoreUnavailable e) {
            failure = Optional.of(e);
        }
        int all = done == rising.size() ? batch.size() : batch.indexOf(rising.get(done));
        return new Folded(all, written, failure);
    }

    /// Those that come after all before them: a change that is told again within a batch comes too late.
    private static List<Change> rising(List<Change> batch) {
        List<Change> rising = new ArrayList<>();
        for (Change change : batch) {
            if (rising.isEmpty() || change.sequence().compareTo(rising.getLast().sequence()) > 0) {
                rising.add(change);
            }
        }
        return rising;
    }

    /// How many changes lie at or before the mark.
    private static int before(List<Change> batch, Optional<String> mark) {
        return (int)
                batch.stream()
                        .takeWhile(change ->
                                mark.filter(at -> change.sequence().compareTo(at) <= 0).isPresent())
                        .count();
    }
}
