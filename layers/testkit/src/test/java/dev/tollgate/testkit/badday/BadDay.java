package dev.tollgate.testkit.badday;

import static dev.tollgate.testkit.badday.Market.ALPHA;

import dev.tollgate.limits.Limit;
import dev.tollgate.limits.Priority;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The days. Times are minutes after the day's start.
enum BadDay implements Day {
    /// Nothing is wrong: then a gateway must not cost anything.
    CALM("calm", 0.999, -0.001, 1.001),

    STORM_OF_429("429 storm", 0.99, 0.1, 1.15) {
        @Override
        public Optional<Duration> wellFrom() {
            return minute(40);
        }

        @Override
        public Weather weather(Target target, Duration now, Job job, RandomGenerator chance) {
            return alpha(target) && between(10, 40, now) && chance.nextDouble() < 0.8
                    ? Weather.refusing(Kind.RATE_LIMITED, 429, Duration.ofSeconds(20))
                    : Weather.FINE;
        }
    },

    /// It says when to come back, and that is beyond every deadline.
    LONG_RETRY_AFTER("Retry-After of an hour", 0.99, 0.3, 1.15) {
        @Override
        public Optional<Duration> wellFrom() {
            return minute(40);
        }

        @Override
        public Duration recovery() {
            return Duration.ofSeconds(90);
        }

        @Override
        public Weather weather(Target target, Duration now, Job job, RandomGenerator chance) {
            return alpha(target) && between(10, 40, now)
                    ? Weather.refusing(Kind.RATE_LIMITED, 429, Duration.ofHours(1))
                    : Weather.FINE;
        }
    },

    BLACK_HOLE("black hole", 0.99, 0.3, 1) {
        @Override
        public Optional<Duration> wellFrom() {
            return minute(35);
        }

        @Override
        public Weather weather(Target target, Duration now, Job job, RandomGenerator chance) {
            return alpha(target) && between(10, 35, now) ? new Weather.Silent() : Weather.FINE;
        }
    },

    /// Everything comes from it, at a twentieth of the usual speed.
    SLOW_DRIP("slow drip", 0.97, 0.03, 1) {
        @Override
        public Optional<Duration> wellFrom() {
            return minute(40);
        }

        @Override
        public Weather weather(Target target, Duration now, Job job, RandomGenerator chance) {
            return alpha(target) && between(10, 40, now) ? new Weather.Slow(20) : Weather.FINE;
        }
    },

    FLAPPING("flapping", 0.99, 0.2, 1.2) {
        @Override
        public Weather weather(Target target, Duration now, Job job, RandomGenerator chance) {
            return alpha(target) && now.toSeconds() / 30 % 2 == 1
                    ? Weather.unavailable()
                    : Weather.FINE;
        }
    },

    TWO_OF_THREE_DOWN("two of three down", 0.99, 0.4, 1.25) {
        @Override
        public Optional<Duration> wellFrom() {
            return minute(45);
        }

        @Override
        public Weather weather(Target target, Duration now, Job job, RandomGenerator chance) {
            if (!between(15, 45, now)) {
                return Weather.FINE;
            }
            return switch (target.provider()) {
                case "alpha" -> Weather.unavailable();
                case "beta" -> new Weather.Reset();
                default -> Weather.FINE;
            };
        }
    },

    /// Nothing can help; then no call may hammer on.
    ALL_DOWN("all down for ten minutes", 0.8, -0.01, 1.1) {
        @Override
        public Optional<Duration> wellFrom() {
            return minute(30);
        }

        @Override
        public Weather weather(Target target, Duration now, Job job, RandomGenerator chance) {
            return between(20, 30, now) ? Weather.unavailable() : Weather.FINE;
        }
    },

    QUOTA_ENDS_AT_NOON("quota ends at noon", 0.99, 0.4, 1.2) {
        @Override
        public Instant start() {
            return Instant.parse("2026-11-23T11:30:00Z");
        }

        @Override
        public Weather weather(Target target, Duration now, Job job, RandomGenerator chance) {
            return alpha(target) && between(30, 60, now)
                    ? Weather.refusing(Kind.QUOTA, 429)
                    : Weather.FINE;
        }
    },

    POISONED_KEY("one poisoned key", 0.99, 0.4, 1.2) {
        @Override
        public Optional<Duration> wellFrom() {
            return minute(50);
        }

        @Override
        public Duration recovery() {
            return Duration.ofSeconds(90);
        }

        @Override
        public Weather weather(Target target, Duration now, Job job, RandomGenerator chance) {
            return alpha(target) && between(10, 50, now)
                    ? Weather.refusing(Kind.AUTH, 401)
                    : Weather.FINE;
        }
    },

    /// A fifth of all calls is too long for all models of `chat` but one.
    LARGEST_WINDOW_ONLY("largest window only", 0.999, 0.1, 2.6) {
        @Override
        public Traffic traffic() {
            return Traffic.EVEN.withLengthy(0.2);
        }
    },

    /// One call in twenty is refused by alpha's filter, and by nobody else's.
    CONTENT_FILTER("content filter", 0.99, 0.03, 1.05) {
        @Override
        public Weather weather(Target target, Duration now, Job job, RandomGenerator chance) {
            return alpha(target) && job.luck() < 0.05
                    ? Weather.refusing(Kind.CONTENT_POLICY, 400)
                    : Weather.FINE;
        }
    },

    /// Streams break: before the first token, in the middle, or by silence.
    CUT_STREAMS("cut streams", 0.7, 0, 1.2) {
        @Override
        public Optional<Duration> wellFrom() {
            return minute(40);
        }

        @Override
        public Weather weather(Target target, Duration now, Job job, RandomGenerator chance) {
            double luck = chance.nextDouble();
            if (!alpha(target) || !between(10, 40, now) || luck >= 0.4) {
                return Weather.FINE;
            }
            return luck < 0.2
                    ? new Weather.Cut(0)
                    : luck < 0.3 ? new Weather.Cut(3) : new Weather.Stalled(2);
        }
    },

    /// A short outage, and a provider that counts what it refuses: three clients in a row keep it down.
    RETRY_STORM("retry storm", 0.98, 0.2, 1.25) {
        @Override
        public Optional<Capacity> capacity(String provider) {
            return provider.equals("alpha") ? Optional.of(new Capacity(3.5, 60)) : Optional.empty();
        }

        @Override
        public Optional<Duration> wellFrom() {
            return minute(18);
        }

        @Override
        public Weather weather(Target target, Duration now, Job job, RandomGenerator chance) {
            return alpha(target) && between(15, 18, now) ? Weather.unavailable() : Weather.FINE;
        }
    },

    THUNDERING_HERD("thundering herd at nine", 0.85, 0.2, 1.3) {
        @Override
        public Traffic traffic() {
            return Traffic.EVEN.rushing(4_000, Duration.ofMinutes(30));
        }

        @Override
        public Optional<Capacity> capacity(String provider) {
            return Optional.of(new Capacity(12, 200));
        }
    },

    /// One team's batch job calls in a circle, six times as often as everybody else together.
    RUNAWAY_LOOP("runaway loop", 0.5, 0.2, 1.1) {
        @Override
        public Traffic traffic() {
            return Traffic.EVEN.looping(6_000);
        }

        @Override
        public List<Limit> limits() {
            return Rules.TIGHT;
        }

        @Override
        public boolean isVital(Job job) {
            return !job.team().equals(Traffic.LOOP);
        }

        @Override
        public double vitalSuccess() {
            return 0.99;
        }

        @Override
        public Optional<Capacity> capacity(String provider) {
            return Optional.of(new Capacity(4, 120));
        }
    },

    CLOCK_SKEW("clock skew between sandboxes", 0.98, 0.1, 1.2) {
        @Override
        public Duration skew() {
            return Duration.ofSeconds(2);
        }

        @Override
        public Weather weather(Target target, Duration now, Job job, RandomGenerator chance) {
            return STORM_OF_429.weather(target, now, job, chance);
        }
    },

    /// While a provider is down as well: every sandbox is on its own.
    STORE_OUTAGE("store outage at ten", 0.98, 0.1, 1.2) {
        @Override
        public Instant start() {
            return Instant.parse("2026-11-23T09:30:00Z");
        }

        @Override
        public boolean hasOutage() {
            return true;
        }

        @Override
        public boolean storesFail(Duration now) {
            return between(30, 45, now);
        }

        @Override
        public Optional<Duration> wellFrom() {
            return minute(50);
        }

        @Override
        public Weather weather(Target target, Duration now, Job job, RandomGenerator chance) {
            return alpha(target) && between(35, 50, now) ? Weather.unavailable() : Weather.FINE;
        }
    },

    /// Limits that let nothing pass uncounted: calls are refused while the stores are down, and served again right after.
    CLOSED_DURING_OUTAGE("store outage, limits fail closed", 0.7, -0.3, 1.05) {
        @Override
        public List<Limit> limits() {
            return Rules.CLOSED;
        }

        @Override
        public boolean hasOutage() {
            return true;
        }

        @Override
        public boolean storesFail(Duration now) {
            return between(30, 45, now);
        }

        @Override
        public boolean isVital(Job job) {
            return !between(30, 46, job.at());
        }

        @Override
        public double vitalSuccess() {
            return 0.999;
        }
    },

    BUDGET_ENDS("a team's budget ends", 0.3, -0.7, 1.05) {
        @Override
        public List<Limit> limits() {
            return Rules.POOR;
        }
    },

    /// There is less than all need: it goes to those for whom it matters.
    CRITICAL_FIRST("two thirds of what is needed", 0.6, -0.4, 1.05) {
        @Override
        public List<Limit> limits() {
            return Rules.SCARCE;
        }

        @Override
        public boolean isVital(Job job) {
            return job.priority() == Priority.CRITICAL;
        }

        @Override
        public double vitalSuccess() {
            return 0.96;
        }
    },

    /// Sandboxes die in the middle of calls, those that probe among them.
    PROBES_DIE("killed while a provider is down", 0.94, 0.1, 1.25) {
        @Override
        public Traffic traffic() {
            return Traffic.EVEN.dying(0.04);
        }

        @Override
        public Optional<Duration> wellFrom() {
            return minute(30);
        }

        @Override
        public Weather weather(Target target, Duration now, Job job, RandomGenerator chance) {
            return alpha(target) && between(10, 30, now) ? Weather.unavailable() : Weather.FINE;
        }
    },

    KILLED_SANDBOXES("killed sandboxes", 0.97, -0.03, 1.05) {
        @Override
        public Traffic traffic() {
            return Traffic.EVEN.dying(0.02);
        }
    };

    private final String title;
    private final double success;
    private final double betterBy;
    private final double costFactor;

    BadDay(String title, double success, double betterBy, double costFactor) {
        this.title = title;
        this.success = success;
        this.betterBy = betterBy;
        this.costFactor = costFactor;
    }

    private static boolean alpha(Target target) {
        return target.provider().equals(ALPHA.provider());
    }

    private static boolean between(int fromMinute, int toMinute, Duration now) {
        return now.toMinutes() >= fromMinute && now.toMinutes() < toMinute;
    }

    private static Optional<Duration> minute(int number) {
        return Optional.of(Duration.ofMinutes(number));
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public double success() {
        return success;
    }

    @Override
    public double betterBy() {
        return betterBy;
    }

    @Override
    public double costFactor() {
        return costFactor;
    }
}
