package dev.tollgate.routing;

import static dev.tollgate.routing.Scripted.answer;
import static dev.tollgate.routing.Scripted.call;
import static dev.tollgate.routing.Scripted.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.routing.Course.Stop;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Failure.Remedy;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FallbackTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Scripted clock = new Scripted();
    private final List<String> tried = new ArrayList<>();
    private final Map<Target, Upstream> upstreams = new HashMap<>();

    /// Targets are of provider `p`; those that nothing is said of answer.
    private Outcome send(Course course) {
        course.stops().forEach(this::answering);
        course.detours().values().forEach(stops -> stops.forEach(this::answering));
        return new Stack(upstreams, Optional.empty(), clock.timing())
                .along(course)
                .send(call(MINUTE));
    }

    private void answering(Stop stop) {
        upstreams.putIfAbsent(stop.target(), _ -> heard(stop.target(), answer("yes")));
    }

    private void doing(String model, Function<Call, Outcome> what) {
        Target target = new Target("p", model);
        upstreams.put(target, call -> heard(target, what.apply(call)));
    }

    private void failing(String model, Kind kind) {
        doing(model, _ -> failure(kind));
    }

    private void refusing(String model, Kind kind, Duration retryAfter) {
        doing(model, _ -> refusal(kind, retryAfter));
    }

    private static Outcome refusal(Kind kind, Duration retryAfter) {
        Remedy remedy = kind == Kind.RATE_LIMITED ? Remedy.SAME_TARGET : Remedy.NEXT_TARGET;
        return new Failed(Failure.unsent(kind, remedy, "not now", Optional.of(retryAfter)));
    }

    private Outcome heard(Target target, Outcome outcome) {
        tried.add(target.model());
        return outcome;
    }

    private static Course course(String... models) {
        return course(Map.of(), models);
    }

    private static Course course(Map<Kind, List<Stop>> detours, String... models) {
        return new Course(
                List.of(models).stream().map(FallbackTest::stop).toList(),
                detours,
                Optional.empty());
    }

    private static Stop stop(String model) {
        return Stop.open(new Target("p", model));
    }

    private static Stop stop(String model, int window) {
        return new Stop(new Target("p", model), OptionalInt.of(window), Optional.empty());
    }

    private static Failure failed(Outcome outcome) {
        return assertInstanceOf(Failed.class, outcome).failure();
    }

    @Test
    void a_failure_leads_to_the_detours_of_its_kind_before_anything_else() {
        failing("a", Kind.CONTEXT_LENGTH);
        failing("big", Kind.OVERLOADED);

        send(
                course(
                        Map.of(
                                Kind.CONTEXT_LENGTH, List.of(stop("big"), stop("bigger")),
                                Kind.QUOTA, List.of(stop("other"))),
                        "a",
                        "b"));

        assertEquals(List.of("a", "big", "bigger"), tried);
    }

    @Test
    void after_its_detours_a_failure_leads_on_to_the_other_targets() {
        failing("a", Kind.QUOTA);
        failing("rich", Kind.OVERLOADED);

        assertInstanceOf(
                Answered.class, send(course(Map.of(Kind.QUOTA, List.of(stop("rich"))), "a", "b")));
        assertEquals(List.of("a", "rich", "b"), tried);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"CONTENT_POLICY", "BAD_REQUEST"})
    void what_nothing_would_help_goes_to_the_declared_detours_only(Kind kind) {
        failing("a", kind);
        failing("d", Kind.OVERLOADED);

        Failure failure = failed(send(course(Map.of(kind, List.of(stop("d"))), "a", "b", "c")));

        assertEquals(List.of("a", "d"), tried);
        assertEquals(Kind.OVERLOADED, failure.kind());
    }

    @Test
    void no_target_is_tried_twice_whatever_the_course_says() {
        for (String model : List.of("a", "b", "c")) {
            failing(model, Kind.OVERLOADED);
        }

        send(
                course(
                        Map.of(Kind.OVERLOADED, List.of(stop("c"), stop("a"), stop("c"))),
                        "a",
                        "b",
                        "a",
                        "c"));

        assertEquals(List.of("a", "c", "b"), tried);
    }

    @Test
    void a_context_that_was_too_long_is_not_sent_to_a_window_that_is_no_larger() {
        failing("a", Kind.CONTEXT_LENGTH);
        Course course =
                new Course(
                        List.of(
                                stop("a", 8_000),
                                stop("same", 8_000),
                                stop("less", 4_000),
                                stop("more", 16_000)),
                        Map.of(Kind.CONTEXT_LENGTH, List.of(stop("detour", 8_000))),
                        Optional.empty());

        assertInstanceOf(Answered.class, send(course));
        assertEquals(List.of("a", "more"), tried);
    }

    @Test
    void a_context_that_was_too_long_may_go_where_the_window_is_not_known() {
        failing("a", Kind.CONTEXT_LENGTH);
        Course course =
                new Course(List.of(stop("a", 8_000), stop("unknown")), Map.of(), Optional.empty());

        assertInstanceOf(Answered.class, send(course));
    }

    @Test
    void what_is_left_out_is_not_tried_not_as_a_detour_either() {
        failing("b", Kind.OVERLOADED);
        Stop toolless =
                new Stop(new Target("p", "d"), OptionalInt.empty(), Optional.of("has no tools"));
        Course course =
                new Course(
                        List.of(
                                new Stop(
                                        new Target("p", "a"),
                                        OptionalInt.empty(),
                                        Optional.of("has no tools")),
                                stop("b")),
                        Map.of(Kind.OVERLOADED, List.of(toolless)),
                        Optional.empty());

        send(course);

        assertEquals(List.of("b"), tried);
    }

    @Test
    void a_call_that_no_target_can_serve_is_refused_with_all_reasons() {
        Course course =
                new Course(
                        List.of(
                                new Stop(
                                        new Target("p", "a"),
                                        OptionalInt.empty(),
                                        Optional.of("has no tools")),
                                new Stop(
                                        new Target("p", "b"),
                                        OptionalInt.of(10),
                                        Optional.of("is too small"))),
                        Map.of(),
                        Optional.empty());

        Failure failure = failed(send(course));

        assertEquals(Kind.BAD_REQUEST, failure.kind());
        assertTrue(failure.wasNeverSent());
        assertEquals(
                "No target can serve this call: p/a has no tools; p/b is too small.",
                failure.words().text());
    }

    @Test
    void if_every_target_is_kept_back_the_soonest_time_is_told() {
        refusing("a", Kind.OVERLOADED, Duration.ofSeconds(9));
        refusing("b", Kind.AUTH, Duration.ofSeconds(3));
        refusing("c", Kind.TIMEOUT, Duration.ofSeconds(5));

        Failure failure = failed(send(course("a", "b", "c")));

        assertEquals(Kind.OVERLOADED, failure.kind());
        assertEquals(Optional.of(Duration.ofSeconds(3)), failure.retryAfter());
        assertEquals(List.of("a", "b", "c"), tried);
    }

    @Test
    void what_may_pass_is_told_before_what_can_never_be_said() {
        doing(
                "a",
                _ ->
                        new Failed(
                                Failure.unsent(
                                        Kind.BAD_REQUEST,
                                        Remedy.NEXT_TARGET,
                                        "can't be said",
                                        Optional.empty())));
        refusing("b", Kind.OVERLOADED, Duration.ofSeconds(3));

        assertEquals(Kind.OVERLOADED, failed(send(course("a", "b"))).kind());
    }

    @Test
    void what_was_kept_back_does_not_hide_what_really_went_wrong() {
        refusing("a", Kind.OVERLOADED, Duration.ofSeconds(9));
        failing("b", Kind.SERVER_ERROR);
        refusing("c", Kind.OVERLOADED, Duration.ofSeconds(1));

        assertEquals(Kind.SERVER_ERROR, failed(send(course("a", "b", "c"))).kind());
    }

    @Test
    void a_target_to_be_waited_for_comes_up_again_when_no_other_is_left() {
        List<Boolean> patient = new ArrayList<>();
        doing(
                "a",
                call -> {
                    patient.add(call.patient());
                    return call.patient()
                            ? answer("yes")
                            : refusal(Kind.RATE_LIMITED, Duration.ofSeconds(2));
                });
        failing("b", Kind.OVERLOADED);

        assertInstanceOf(Answered.class, send(course("a", "b")));
        assertEquals(List.of("a", "b", "a"), tried);
        assertEquals(List.of(false, true), patient);
    }

    @Test
    void of_several_to_be_waited_for_the_soonest_is() {
        refusing("a", Kind.RATE_LIMITED, Duration.ofSeconds(9));
        refusing("b", Kind.RATE_LIMITED, Duration.ofSeconds(4));

        Failure failure = failed(send(course("a", "b")));

        assertEquals(List.of("a", "b", "b", "b", "a"), tried.subList(0, 5));
        assertEquals(Optional.of(Duration.ofSeconds(4)), failure.retryAfter());
    }

    @Test
    void waiting_has_a_bound() {
        refusing("a", Kind.RATE_LIMITED, Duration.ofMillis(5));

        send(course("a"));

        assertEquals(1 + Walk.MAX_RETURNS, tried.size());
    }

    @Test
    void waiting_spreads_by_chance_but_never_ends_early() {
        refusing("a", Kind.RATE_LIMITED, Duration.ofMillis(400));

        send(course("a"));

        assertTrue(
                clock.sleeps.stream()
                        .allMatch(it ->
                                it.compareTo(Duration.ofMillis(400)) > 0
                                        && it.compareTo(Duration.ofMillis(502)) < 0),
                clock.sleeps.toString());
        assertTrue(clock.sleeps.stream().distinct().count() > 10);
    }

    @Test
    void a_target_that_answered_that_it_is_to_be_waited_for_is_asked_once_more() {
        doing("a", _ -> failure(Kind.RATE_LIMITED, Duration.ofSeconds(3)));
        failing("b", Kind.OVERLOADED);

        Failure failure = failed(send(course("a", "b")));

        assertEquals(List.of("a", "b", "a"), tried);
        assertEquals(Kind.RATE_LIMITED, failure.kind());
    }

    @Test
    void limits_of_ours_are_not_waited_for_again() {
        doing(
                "a",
                _ ->
                        new Failed(
                                Failure.unsent(
                                        Kind.RATE_LIMITED,
                                        Remedy.NEXT_TARGET,
                                        "our limit",
                                        Optional.of(Duration.ofSeconds(1)))));

        send(course("a"));

        assertEquals(List.of("a"), tried);
    }

    @Test
    void the_last_target_is_asked_patiently() {
        List<Boolean> patient = new ArrayList<>();
        for (String model : List.of("a", "b", "c")) {
            doing(
                    model,
                    call -> {
                        patient.add(call.patient());
                        return failure(Kind.OVERLOADED);
                    });
        }

        send(course("a", "b"));
        send(course(Map.of(Kind.RATE_LIMITED, List.of(stop("c"))), "a"));

        assertEquals(List.of(false, true, false), patient);
    }

    @Test
    void an_interrupted_call_goes_nowhere_else() {
        doing(
                "a",
                _ -> {
                    Thread.currentThread().interrupt();
                    return failure(Kind.SERVER_ERROR);
                });

        send(course("a", "b"));

        assertTrue(Thread.interrupted());
        assertEquals(List.of("a"), tried);
    }
}
