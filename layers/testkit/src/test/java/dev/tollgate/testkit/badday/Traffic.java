package dev.tollgate.testkit.badday;

import dev.tollgate.config.Ids;
import dev.tollgate.limits.Priority;
import dev.tollgate.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// The calls of a day: so many, at random over its length (a Poisson process of which the number of arrivals is known).
///
/// @param rush how many of them come in one minute more than their share
/// @param rushAt when that minute begins
/// @param loop how many of them come from one team's loop that went wrong, at low priority, in the day's second third
/// @param lengthy the share of calls whose input is as long as few models can read
/// @param dying the share of calls whose sandbox is killed before it can settle
record Traffic(int calls, int rush, Duration rushAt, int loop, double lengthy, double dying) {
    static final Traffic EVEN = new Traffic(10_000, 0, Duration.ZERO, 0, 0, 0);

    /// Tokens of an answer, as every call asks for.
    static final int MAX_TOKENS = 600;

    static final int LONG_WORDS = 6_000;
    static final int MOST_WORDS = 8_000;

    static final String LOOP = "loop";

    private static final List<String> TEAMS = List.of("search", "support", "growth");
    private static final List<String> FEATURES = List.of("summarize", "chat", "classify", "draft");

    Traffic withLengthy(double share) {
        return new Traffic(calls, rush, rushAt, loop, share, dying);
    }

    Traffic rushing(int more, Duration at) {
        return new Traffic(calls, more, at, loop, lengthy, dying);
    }

    Traffic looping(int mad) {
        return new Traffic(calls, rush, rushAt, mad, lengthy, dying);
    }

    Traffic dying(double share) {
        return new Traffic(calls, rush, rushAt, loop, lengthy, share);
    }

    List<Job> jobs(Instant start, Duration length, int sandboxes, SplittableRandom seed) {
        SplittableRandom random = seed.split();
        List<Job> jobs = new ArrayList<>(calls);
        for (int i = 0; i < calls; i++) {
            boolean looping = i < loop;
            boolean rushing = !looping && i < loop + rush;
            Duration at =
                    looping
                            ? within(length.dividedBy(3), length.dividedBy(3), random)
                            : rushing
                                    ? within(rushAt, Duration.ofMinutes(1), random)
                                    : within(Duration.ZERO, length, random);
            jobs.add(job(at, looping, start, sandboxes, random));
        }
        return jobs;
    }

    private static Duration within(Duration from, Duration length, RandomGenerator random) {
        return from.plusNanos(random.nextLong(length.toNanos()));
    }

    private Job job(
            Duration at, boolean looping, Instant start, int sandboxes, SplittableRandom random) {
        boolean tooLong = random.nextDouble() < lengthy;
        int words =
                tooLong
                        ? LONG_WORDS + random.nextInt(MOST_WORDS - LONG_WORDS)
                        : 40 + random.nextInt(400);
        int output = 20 + random.nextInt(MAX_TOKENS - 20);
        double share = random.nextDouble();
        return new Job(
                Ids.request(start.plus(at), random),
                at,
                random.nextInt(sandboxes),
                looping ? LOOP : TEAMS.get(random.nextInt(TEAMS.size())),
                looping ? LOOP : FEATURES.get(random.nextInt(FEATURES.size())),
                looping
                        ? Priority.LOW
                        : share < 0.3
                                ? Priority.CRITICAL
                                : share < 0.8 ? Priority.NORMAL : Priority.LOW,
                random.nextDouble() < 0.7 ? "chat" : "fast",
                random.nextBoolean(),
                words,
                Usage.of(Math.round(words * (0.8 + 0.3 * random.nextDouble())), output),
                Math.exp(0.4 * random.nextGaussian()),
                random.nextDouble(),
                random.nextDouble() < dying);
    }
}
