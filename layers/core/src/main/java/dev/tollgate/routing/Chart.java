package dev.tollgate.routing;

import dev.tollgate.conversation.Ask;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Course.Stop;
import dev.tollgate.usage.Estimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// Draws the [Course] of each call of one alias. Pure.
///
/// A call that is known to be too long for all of the alias's targets goes where one that turns out to be too long would go.
///
/// @param facts what is known of each target's model
/// @param estimate counts a call's input, where that decides
public record Chart(
        String alias, Plan plan, Function<Target, ModelFacts> facts, Estimate estimate) {

    /// @param sticky the value of what the plan's split sticks to; empty if the call has none: then chance decides
    public Course course(
            Operation operation, Ask ask, Optional<String> sticky, RandomGenerator random) {
        Optional<Split.Variant> variant =
                plan.split().map(split -> split.choose(alias, sticky, random));
        Set<Target> order = new LinkedHashSet<>();
        variant.ifPresent(chosen -> order.add(chosen.target()));
        order.addAll(plan.targets());
        if (plan.targets().isEmpty()) {
            plan.split().ifPresent(split -> order.addAll(split.byWeight()));
        }
        Fitness fitness = Fitness.of(operation, ask, plan.all(), facts, estimate);
        Map<Failure.Kind, List<Stop>> detours = new LinkedHashMap<>();
        plan.detours().forEach((kind, targets) -> detours.put(kind, stops(targets, fitness)));
        List<Stop> stops = new ArrayList<>(stops(new ArrayList<>(order), fitness));
        if (stops.stream().allMatch(stop -> stop.skipped().isPresent())
                && order.stream().map(facts).anyMatch(fitness::exceeds)) {
            stops.addAll(detours.getOrDefault(Failure.Kind.CONTEXT_LENGTH, List.of()));
        }
        return new Course(stops, detours, variant);
    }

    private List<Stop> stops(List<Target> targets, Fitness fitness) {
        return targets.stream()
                .map(target -> {
                    ModelFacts known = facts.apply(target);
                    return new Stop(target, known.contextWindow(), fitness.lack(known));
                })
                .toList();
    }
}
