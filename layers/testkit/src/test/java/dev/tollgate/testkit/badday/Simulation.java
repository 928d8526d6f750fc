package dev.tollgate.testkit.badday;

import dev.tollgate.testkit.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/// One day, lived through by one kind of client.
final class Simulation {
    /// Turns that one call may take at most, on average.
    private static final long TURNS_PER_CALL = 200;

    private final Day day;
    private final long seed;
    private final VirtualTime time;
    private final SplittableRandom random;
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final World world;

    private Simulation(Day day, long seed) {
        this.day = day;
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.time = new VirtualTime(day.start(), day.traffic().calls() * TURNS_PER_CALL);
        day.traffic()
                .jobs(day.start(), day.length(), day.sandboxes(), random)
                .forEach(job -> jobs.put(job.id(), job));
        this.world = new World(time, day, jobs, random);
    }

    static Result naive(Day day, long seed) {
        Simulation simulation = new Simulation(day, seed);
        Naive naive =
                new Naive(
                        simulation.world,
                        simulation.time,
                        simulation.time.timing(Duration.ZERO, simulation.random.split()));
        return simulation.run(naive::call);
    }

    /// Through the gateway. What it spilled into its log is replayed at the end of the day.
    static Guarded guarded(Day day, long seed) {
        Simulation simulation = new Simulation(day, seed);
        Fleet fleet =
                new Fleet(
                        day,
                        simulation.time,
                        simulation.world,
                        day.sandboxes(),
                        simulation.random.split());
        Result result = simulation.run(fleet::call);
        fleet.watch().spilled().forEach(fleet.book()::replay);
        return new Guarded(result, fleet);
    }

    private Result run(Function<Job, Ending> client) {
        List<Result.Lived> lived = new ArrayList<>(jobs.size());
        for (Job job : jobs.values()) {
            time.at(job.at(), job.id(), () -> lived.add(new Result.Lived(job, client.apply(job))));
        }
        time.run();
        return new Result(day, seed, List.copyOf(jobs.values()), List.copyOf(lived), world.bill());
    }

    /// What a gateway has made of a day, and the gateway as it is afterwards.
    record Guarded(Result result, Fleet fleet) {
        /// The share of what providers ask for that the ledger knows.
        double inLedger() {
            return (double) fleet.book().nanoUsd() / result.bill().nanoUsd();
        }
    }
}
