package dev.tollgate.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The attempts of one call, in order, as they come to an end. Of those that are made beside each other, the one that answered comes last.
public final class Attempts {
    private final List<Attempt> list = new ArrayList<>();
    private @Nullable Attempt running;
    private boolean sent;
    private boolean calledOff;

    /// One that is under way.
    synchronized void begin(Target target, Instant at) {
        running = new Attempt(target, at, Duration.ZERO, Optional.empty());
        sent = false;
    }

    /// What is under way is sent now, unless it has been called off. Whoever sends it asks at the last moment: what comes before, such as reading
    /// a key, costs nothing.
    ///
    /// @return whether it may be sent
    public synchronized boolean sends() {
        sent = !calledOff;
        return sent;
    }

    /// What was under way has come to nothing before it was sent.
    synchronized void forget() {
        running = null;
    }

    /// It has come to its end. If it has been called off before, it has no say any more.
    synchronized void add(Attempt attempt) {
        running = null;
        if (!calledOff) {
            list.add(attempt);
        }
    }

    synchronized void addAll(List<Attempt> others) {
        list.addAll(others);
    }

    /// Nobody waits any more for what is under way here, nor for an answer that came at the same moment.
    ///
    /// @param why for people
    /// @return all attempts made until then; one that is under way has got no answer in time, or is none if it was not sent yet
    synchronized List<Attempt> callOff(String why, Instant now) {
        calledOff = true;
        if (running != null && sent) {
            list.add(
                    new Attempt(
                            running.target(),
                            running.startedAt(),
                            Duration.between(running.startedAt(), now),
                            Optional.empty()));
        }
        list.replaceAll(attempt -> attempt.failure().isPresent() ? attempt : cut(attempt, why));
        return list();
    }

    synchronized boolean calledOff() {
        return calledOff;
    }

    private static Attempt cut(Attempt attempt, String why) {
        Attempt.Cause cause = new Attempt.Cause(Failure.Kind.TIMEOUT, 0, why);
        return new Attempt(
                attempt.target(), attempt.startedAt(), attempt.took(), Optional.of(cause));
    }

    public synchronized List<Attempt> list() {
        return List.copyOf(list);
    }

    public synchronized Optional<Attempt> last() {
        return list.isEmpty() ? Optional.empty() : Optional.of(list.getLast());
    }

    /// How often the call moved on to another target.
    public int fallbacks() {
        return fallbacks(list());
    }

    /// How often attempts in this order moved on to another target.
    public static int fallbacks(List<Attempt> list) {
        int moves = 0;
        for (int i = 1; i < list.size(); i++) {
            if (!list.get(i).target().equals(list.get(i - 1).target())) {
                moves++;
            }
        }
        return moves;
    }
}
