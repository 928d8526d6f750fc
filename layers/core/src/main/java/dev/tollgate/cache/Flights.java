package dev.tollgate.cache;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Calls of one sandbox that ask the same at the same time: one leads and is sent, the others follow and share its answer.
///
/// A leader that fails hands over to the follower who has waited longest, and the others wait for that one: never more than one of them asks a
/// provider that may be down. Where there is an answer that can't be shared, all go on alone, as they would have without a leader.
public final class Flights {
    /// More callers than this are not kept waiting for one leader.
    public static final int MAX_FOLLOWERS = 100;

    /// More questions than this are not coalesced at the same time.
    public static final int MAX_FLIGHTS = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Deque<Follower>> waiting = new HashMap<>();

    /// @param key of the question
    public Seat join(String key) {
        lock.lock();
        try {
            Deque<Follower> followers = waiting.get(key);
            if (followers == null) {
                if (waiting.size() >= MAX_FLIGHTS) {
                    return new Seat.Alone();
                }
                waiting.put(key, new ArrayDeque<>());
                return new Leader(this, key);
            }
            if (followers.size() >= MAX_FOLLOWERS) {
                return new Seat.Alone();
            }
            Follower follower = new Follower(this, key);
            followers.add(follower);
            return follower;
        } finally {
            lock.unlock();
        }
    }

    /// How many questions are under way.
    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /// All that follow share an answer, or learn that there is none for them.
    void land(String key, Optional<Kept> kept) {
        lock.lock();
        try {
            for (Follower follower : waiting.getOrDefault(key, new ArrayDeque<>())) {
                follower.end(
                        kept.<Follower.End>map(Follower.End.Shared::new)
                                .orElseGet(Follower.End.Alone::new));
            }
            waiting.remove(key);
        } finally {
            lock.unlock();
        }
    }

    /// The first follower that still waits leads.
    void handOver(String key) {
        lock.lock();
        try {
            Deque<Follower> followers = waiting.getOrDefault(key, new ArrayDeque<>());
            while (!followers.isEmpty()) {
                if (followers.poll().end(new Follower.End.Lead(new Leader(this, key)))) {
                    return;
                }
            }
            waiting.remove(key);
        } finally {
            lock.unlock();
        }
    }

    void leave(String key, Follower follower) {
        lock.lock();
        try {
            waiting.getOrDefault(key, new ArrayDeque<>()).remove(follower);
        } finally {
            lock.unlock();
        }
    }

    /// What a call is in its flight. It is closed whatever happens, as by `try`.
    public sealed interface Seat extends AutoCloseable permits Leader, Follower, Seat.Alone {
        @Override
        void close();

        /// It has nothing to do with others: there are too many already.
        record Alone() implements Seat {
            @Override
            public void close() {}
        }
    }
}
