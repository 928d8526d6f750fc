package dev.tollgate.routing;

import dev.tollgate.config.Timing;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What carries a plan out: for each of its targets, the policies around it. Made once; each call goes along a course of its own.
public record Stack(Map<Target, Upstream> targets, Optional<Duration> hedgeAfter, Timing timing) {

    public Stack {
        targets = Map.copyOf(targets);
    }

    /// The upstream of one call.
    public Upstream along(Course course) {
        return new Fallback(course, targets, hedgeAfter, timing);
    }
}
