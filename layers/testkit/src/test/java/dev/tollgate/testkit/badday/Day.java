package dev.tollgate.testkit.badday;

import dev.tollgate.limits.Limit;
import dev.tollgate.routing.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What happens on a day, and what must come of it. Whatever a day does not say is as on any good day.
interface Day {
    String title();

    default Instant start() {
        return Instant.parse("2026-11-23T08:30:00Z");
    }

    default Duration length() {
        return Duration.ofHours(1);
    }

    default int sandboxes() {
        return Integer.getInteger("badday.sandboxes", 20);
    }

    default Traffic traffic() {
        return Traffic.EVEN;
    }

    default Weather weather(Target target, Duration now, Job job, RandomGenerator chance) {
        return Weather.FINE;
    }

    /// A provider's own rate limit, full. Empty: there is none.
    default Optional<Capacity> capacity(String provider) {
        return Optional.empty();
    }

    default List<Limit> limits() {
        return Rules.GENEROUS;
    }

    /// How far the sandboxes' clocks are apart from the true time, at most.
    default Duration skew() {
        return Duration.ofMillis(50);
    }

    /// Whether the shared stores fail at some time of the day.
    default boolean hasOutage() {
        return false;
    }

    /// Whether all shared stores fail at this moment.
    default boolean storesFail(Duration now) {
        return false;
    }

    /// When all providers are well again, for good. Empty: never, or always.
    default Optional<Duration> wellFrom() {
        return Optional.empty();
    }

    /// How long after that a call may still be kept from the target that it would go to first.
    default Duration recovery() {
        return Duration.ofSeconds(30);
    }

    /// Calls that must succeed whatever becomes of the others, such as those of other teams.
    default boolean isVital(Job job) {
        return true;
    }

    /// The share of them that succeed, at least.
    default double vitalSuccess() {
        return success();
    }

    /// Of calls: how many retries there are at most.
    default double retryShare() {
        return 0.2;
    }

    /// By how much more of all calls succeed than without a gateway, from 0 to 1, at least.
    default double betterBy() {
        return 0;
    }

    /// The share of all calls that succeed, at least.
    double success();

    /// A good call's cost, as a multiple of what it costs without a gateway, at most.
    default double costFactor() {
        return 1;
    }
}
