package dev.tollgate.limits;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Who waits in this sandbox, a line for each bucket: the most urgent first, then who came first. Only the first of a line asks the store.
///
/// Lines have room for so many. Who comes to a full one, or when all together are full, takes the place of the last who is less urgent there, or gets none.
final class Lines {
    /// Calls that wait at one bucket.
    static final int MAX_IN_LINE = 250;

    /// Calls that wait, all lines together.
    static final int MAX_WAITING = 1_000;

    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::priority).thenComparing(Place::arrival);

    private final Map<String, TreeSet<Place>> lines = new HashMap<>();
    private final TreeSet<Place> all = new TreeSet<>(ORDER);
    private long arrivals;

    /// A place in the line; empty if too many wait.
    synchronized Optional<Place> join(Demand demand) {
        Place place = new Place(demand.bucket().id(), demand.priority(), arrivals++);
        if (!makesWay(lines.get(place.bucket), MAX_IN_LINE, place)
                || !makesWay(all, MAX_WAITING, place)) {
            return Optional.empty();
        }
        lines.computeIfAbsent(place.bucket, _ -> new TreeSet<>(ORDER)).add(place);
        all.add(place);
        return Optional.of(place);
    }

    /// Whether there is room for a newcomer, for the last who waits loses its place if it is less urgent.
    private boolean makesWay(@Nullable SortedSet<Place> waiting, int max, Place newcomer) {
        if (waiting == null || waiting.size() < max) {
            return true;
        }
        Place last = waiting.last();
        if (last.priority.compareTo(newcomer.priority) <= 0) {
            return false;
        }
        leave(last);
        return true;
    }

    synchronized void leave(Place place) {
        TreeSet<Place> line = lines.get(place.bucket);
        if (line != null && all.remove(place)) {
            line.remove(place);
            if (line.isEmpty()) {
                lines.remove(place.bucket);
            }
        }
    }

    /// Whether it has lost its place to somebody more urgent.
    synchronized boolean hasLost(Place place) {
        return !all.contains(place);
    }

    /// Whether nobody is before this place.
    synchronized boolean isFirst(Place place) {
        TreeSet<Place> line = lines.get(place.bucket);
        return line != null && line.first().equals(place);
    }

    /// Whether a call that has just come need not wait for others.
    synchronized boolean isFree(Demand demand) {
        TreeSet<Place> line = lines.get(demand.bucket().id());
        return line == null || line.first().priority.compareTo(demand.priority()) > 0;
    }

    record Place(String bucket, Priority priority, long arrival) {}
}
