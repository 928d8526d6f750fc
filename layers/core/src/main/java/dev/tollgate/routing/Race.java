package dev.tollgate.routing;

import dev.tollgate.config.Timing;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import dev.tollgate.routing.Walk.Step;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Two targets asked for the same answer: the first at once, its rival if the first has not answered after some time. The first good answer wins.
///
/// If the first fails before its rival was asked, the rival isn't. The loser's attempt is written down as one that had no answer in time.
final class Race {
    private final Call call;
    private final BlockingQueue<Lane> finishes = new LinkedBlockingQueue<>();
    private final Lane first;
    private final Lane rival;
    private final Map<Step, Failure> failures = new LinkedHashMap<>();
    private final Set<Lane> written = new HashSet<>();

    /// @param head how long the rival waits
    Race(Side first, Side rival, Duration head, Call call, Timing timing) {
        this.call = call;
        this.first = new Lane(first, Duration.ZERO, call, timing, finishes::add);
        this.rival = new Lane(rival, head, call, timing, finishes::add);
    }

    /// Runs to its end. No thread of it is left then, but for what [Lane] says of a loser.
    ///
    /// @return the winner's answer, or the failure that came last
    Outcome run() {
        first.start();
        rival.start();
        try {
            Outcome outcome = finished(finishes.take());
            return outcome instanceof Failed && !rival.calledOffBeforeItBegan()
                    ? finished(finishes.take())
                    : outcome;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            Failure interrupted =
                    Failure.of(Failure.Kind.TIMEOUT, "interrupted while it waited for an answer");
            failures.putIfAbsent(first.step(), interrupted);
            return new Failed(interrupted);
        } finally {
            end(first, "cancelled");
            end(rival, "cancelled");
        }
    }

    /// Whether both were asked.
    boolean hadRival() {
        return rival.begun();
    }

    /// Of those that failed, in the order in which they did; not empty if none answered.
    Map<Step, Failure> failures() {
        return failures;
    }

    private Outcome finished(Lane lane) {
        Outcome outcome = lane.outcome();
        switch (outcome) {
            case Answered _ ->
                    end(
                            lane == first ? rival : first,
                            "cancelled: " + lane.step().target() + " was faster");
            case Failed(Failure failure) -> failures.put(lane.step(), failure);
        }
        write(lane);
        return outcome;
    }

    /// A lane that has been written down has ended by itself.
    private void end(Lane lane, String why) {
        if (!written.contains(lane)) {
            lane.callOff(why);
            write(lane);
        }
    }

    private void write(Lane lane) {
        if (written.add(lane)) {
            call.attempts().addAll(lane.attempts());
        }
    }

    record Side(Step step, Upstream upstream) {}
}
