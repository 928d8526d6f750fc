package dev.tollgate.routing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

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

    /// Those that are tried, in order.
    public List<Target> targets() {
        return stops.stream().filter(stop -> stop.skipped().isEmpty()).map(Stop::target).toList();
    }

    /// What becomes of a call that no target can serve: it tells what each lacks.
    Failure impossible() {
        String reasons =
                stops.stream()
                        .flatMap(stop ->
                                stop.skipped().stream().map(why -> stop.target() + " " + why))
                        .collect(Collectors.joining("; "));
        return Failure.unsent(
                Failure.Kind.BAD_REQUEST,
                Failure.Remedy.NOTHING,
                "No target can serve this call: " + reasons + ".",
                Optional.empty());
    }

    /// @param window the tokens that it can read and answer together, if that is known
    /// @param skipped why it is left out, for people: `has no tools`, `has a window of 8192 tokens, too small for about 12000`
    public record Stop(Target target, OptionalInt window, Optional<String> skipped) {
        public static Stop open(Target target) {
            return new Stop(target, OptionalInt.empty(), Optional.empty());
        }
    }
}
