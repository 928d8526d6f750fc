package dev.tollgate.limits;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Who waits in this sandbox, a line for each bucket: the most urgent first, then who came first. Only the first of a line asks the store.
final class Lines {
    /// Waiting calls of all lines together. Who comes after that is refused.
    static final int MAX_WAITING = 1_000;

    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::priority).thenComparing(Place::arrival);

    private final Map<String, TreeSet<Place>> lines = new HashMap<>();
    private int waiting;
    private long arrivals;

    /// A place in the line; empty if too many wait.
    synchronized Optional<Place> join(Demand demand) {
        if (waiting == MAX_WAITING) {
            return Optional.empty();
        }
        Place place = new Place(demand.bucket().id(), demand.priority(), arrivals++);
        lines.computeIfAbsent(place.bucket, _ -> new TreeSet<>(ORDER)).add(place);
        waiting++;
        return Optional.of(place);
    }

    synchronized void leave(Place place) {
        TreeSet<Place> line = lines.get(place.bucket);
        if (line != null && line.remove(place)) {
            waiting--;
            if (line.isEmpty()) {
                lines.remove(place.bucket);
            }
        }
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
