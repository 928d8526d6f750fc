package dev.tollgate.routing;

import dev.tollgate.config.Timing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What carries a plan out: for each of its targets, the policies around it. Made once; each call goes along a course of its own.
///
/// @param straight the plan's targets in order, for calls that nobody has drawn a course for
public record Stack(
        Map<Target, Upstream> targets,
        List<Target> straight,
        Optional<Duration> hedgeAfter,
        Timing timing)
        implements Upstream {

    public Stack {
        targets = Map.copyOf(targets);
        straight = List.copyOf(straight);
    }

    /// The upstream of one call.
    public Upstream along(Course course) {
        return new Fallback(course, targets, hedgeAfter, timing);
    }

    @Override
    public Outcome send(Call call) {
        return along(Course.all(straight)).send(call);
    }
}
