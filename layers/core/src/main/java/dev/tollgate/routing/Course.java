package dev.tollgate.routing;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The way one call is to take: its targets in order, and those that are left out because they could only fail.
///
/// @param stops in order; the first that is not skipped is tried first
/// @param detours where a failure of some kind leads before anything else
/// @param variant of the alias's split, which the call is counted under
public record Course(
        List<Stop> stops, Map<Failure.Kind, List<Stop>> detours, Optional<Split.Variant> variant) {

    public Course {
        stops = List.copyOf(stops);
        detours = Map.copyOf(detours);
    }

    /// All targets of a plan, for any call.
    public static Course all(List<Target> targets) {
        return new Course(targets.stream().map(Stop::open).toList(), Map.of(), Optional.empty());
    }

    /// Those that are tried, in order.
    public List<Target> targets() {
        return stops.stream().filter(stop -> stop.skipped().isEmpty()).map(Stop::target).toList();
    }

    /// @param skipped why it is left out, for people: `has no tools`, `its window of 8192 tokens is too small for about 12000`
    public record Stop(Target target, Optional<String> skipped) {
        public static Stop open(Target target) {
            return new Stop(target, Optional.empty());
        }
    }
}
