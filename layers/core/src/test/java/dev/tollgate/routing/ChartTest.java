package dev.tollgate.routing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.conversation.Ask;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Language;
import dev.tollgate.conversation.Message;
import dev.tollgate.conversation.Mute;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.http.Json;
import dev.tollgate.http.JsonBody;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Course.Stop;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.ModelFacts.Capability;
import dev.tollgate.routing.Split.Variant;
import dev.tollgate.usage.Estimate;
import dev.tollgate.usage.TokenCounter;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ChartTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Target A = Target.parse("p/a");
    private static final Target B = Target.parse("p/b");
    private static final Target C = Target.parse("p/c");

    private final Map<Target, ModelFacts> facts = new HashMap<>();
    private TokenCounter counter = TokenCounter.byLength();
    private int readings;

    private Course course(Plan plan, Operation operation, Ask ask, Optional<String> sticky) {
        return new Chart(
                        "chat",
                        plan,
                        target -> facts.getOrDefault(target, ModelFacts.UNKNOWN),
                        new Estimate(text -> counter.count(text)))
                .course(operation, ask, sticky, new Random(5));
    }

    private Course course(Plan plan, Ask ask) {
        return course(plan, Operation.CHAT, ask, Optional.empty());
    }

    private static Plan plan(Target... targets) {
        return plan(Optional.empty(), Map.of(), targets);
    }

    private static Plan plan(
            Optional<Split> split, Map<Kind, List<Target>> detours, Target... targets) {
        return new Plan(
                List.of(targets),
                split,
                detours,
                Optional.empty(),
                Optional.empty(),
                0,
                MINUTE,
                MINUTE,
                MINUTE,
                MINUTE);
    }

    private static Split split(int a, int b, int c) {
        return new Split(
                List.of(
                        new Variant("one", A, a),
                        new Variant("two", B, b),
                        new Variant("three", C, c)),
                Optional.empty());
    }

    private void lacking(Target target, Capability capability) {
        EnumSet<Capability> rest = EnumSet.allOf(Capability.class);
        rest.remove(capability);
        facts.put(target, new ModelFacts(OptionalInt.empty(), OptionalInt.empty(), rest));
    }

    private void window(Target target, int tokens) {
        facts.put(
                target,
                new ModelFacts(
                        OptionalInt.empty(),
                        OptionalInt.of(tokens),
                        EnumSet.allOf(Capability.class)));
    }

    private static List<Optional<String>> reasons(Course course) {
        return course.stops().stream().map(Stop::skipped).toList();
    }

    private Ask ask(Prompt prompt) {
        return ask(prompt, false, 0);
    }

    private Ask ask(Prompt prompt, boolean streamed, int letters) {
        return new Ask(speaking(prompt), body(letters), streamed, Scripted.START);
    }

    private static Ask unreadable(int letters) {
        return new Ask(new Mute("mute"), body(letters), false, Scripted.START);
    }

    private static JsonBody body(int letters) {
        try {
            return JsonBody.parse(
                    ("{\"messages\":\"" + "x".repeat(letters) + "\"}").getBytes(UTF_8));
        } catch (JsonBody.Malformed e) {
            throw new AssertionError(e);
        }
    }

    private Language speaking(Prompt prompt) {
        Mute mute = new Mute("spoken");
        return new Language() {
            @Override
            public String name() {
                return mute.name();
            }

            @Override
            public Prompt read(JsonBody request) {
                readings++;
                return prompt;
            }

            @Override
            public byte[] write(Completion answer, Ask ask) {
                return mute.write(answer, ask);
            }

            @Override
            public EventWriter events(Ask ask) {
                return mute.events(ask);
            }
        };
    }

    private static Prompt hello() {
        return Prompt.of(List.of(Message.of(Message.Role.USER, "hello")));
    }

    private static Prompt saying(Part part) {
        return Prompt.of(List.of(new Message(Message.Role.USER, List.of(part))));
    }

    private static Prompt with(
            List<Prompt.Tool> tools, Prompt.Format format, OptionalInt maxTokens) {
        Prompt.Sampling unset = Prompt.Sampling.UNSET;
        return new Prompt(
                hello().messages(),
                tools,
                Optional.empty(),
                true,
                format,
                new Prompt.Sampling(
                        maxTokens,
                        unset.temperature(),
                        unset.topP(),
                        unset.topK(),
                        List.of(),
                        unset.seed(),
                        unset.presencePenalty(),
                        unset.frequencyPenalty()),
                Optional.empty(),
                new TreeMap<>());
    }

    @Test
    void targets_are_gone_through_in_the_plans_order() {
        assertEquals(List.of(A, B), course(plan(A, B), ask(hello())).targets());
    }

    @Test
    void the_chosen_variant_comes_before_the_targets() {
        Course course = course(plan(Optional.of(split(0, 1, 0)), Map.of(), C, B), ask(hello()));

        assertEquals(List.of(B, C), course.targets());
        assertEquals(Optional.of("two"), course.variant().map(Variant::name));
    }

    @Test
    void without_targets_the_other_variants_follow_the_heaviest_first() {
        Plan plan = plan(Optional.of(split(1, 2, 3)), Map.of());
        for (int i = 0; i < 50; i++) {
            Course course = course(plan, Operation.CHAT, ask(hello()), Optional.of("user-" + i));
            Target chosen = course.variant().orElseThrow().target();
            List<Target> rest = List.of(C, B, A).stream().filter(it -> !it.equals(chosen)).toList();
            assertEquals(chosen, course.targets().getFirst());
            assertEquals(rest, course.targets().subList(1, 3));
        }
    }

    @Test
    void a_target_that_lacks_what_the_prompt_needs_is_left_out_with_its_reason() {
        Part image =
                new Part.Image(new Part.Source.Url("https://example.com/x.png"), Optional.empty());
        Prompt.Tool tool = new Prompt.Tool("f", Optional.empty(), Json.object(), false);
        Prompt.Format schema = new Prompt.Format.Schema("s", Optional.empty(), Json.object(), true);
        Map<Capability, Prompt> prompts =
                Map.of(
                        Capability.TOOLS,
                        with(List.of(tool), new Prompt.Format.Text(), OptionalInt.empty()),
                        Capability.SCHEMA,
                        with(List.of(), schema, OptionalInt.empty()),
                        Capability.IMAGES,
                        saying(new Part.ToolResult("c1", List.of(image), false)));
        prompts.forEach((capability, prompt) -> {
            lacking(A, capability);
            Course course = course(plan(A, B), ask(prompt));

            assertEquals(List.of(B), course.targets());
            assertEquals(
                    switch (capability) {
                        case TOOLS -> List.of(Optional.of("has no tools"), Optional.empty());
                        case SCHEMA ->
                                List.of(Optional.of("keeps to no JSON schema"), Optional.empty());
                        case IMAGES -> List.of(Optional.of("sees no images"), Optional.empty());
                        case STREAMING -> List.of();
                    },
                    reasons(course));
        });
    }

    @Test
    void a_target_that_lacks_what_the_prompt_does_not_need_is_not_left_out() {
        lacking(A, Capability.TOOLS);

        assertEquals(List.of(A, B), course(plan(A, B), ask(hello())).targets());
    }

    @Test
    void a_target_that_does_not_stream_gets_no_streams() {
        lacking(A, Capability.STREAMING);

        assertEquals(List.of(B), course(plan(A, B), ask(hello(), true, 0)).targets());
        assertEquals(List.of(A, B), course(plan(A, B), ask(hello(), false, 0)).targets());
        assertEquals(0, readings);
    }

    @Test
    void a_prompt_is_not_read_where_every_target_can_do_everything() {
        course(plan(A, B), ask(hello()));

        assertEquals(0, readings);
    }

    @Test
    void a_prompt_that_can_not_be_read_is_left_to_the_provider() {
        lacking(A, Capability.TOOLS);

        assertEquals(List.of(A), course(plan(A), unreadable(0)).targets());
    }

    @Test
    void a_window_that_is_too_small_is_left_out_with_both_numbers() {
        window(A, 1_000);
        window(B, 8_000);

        Course course = course(plan(A, B, C), unreadable(8_000));

        assertEquals(List.of(B, C), course.targets());
        assertEquals(
                Optional.of("has a window of 1000 tokens, too small for about 2000"),
                reasons(course).getFirst());
        assertEquals(OptionalInt.of(8_000), course.stops().get(1).window());
    }

    @Test
    void the_answer_that_is_asked_for_has_to_fit_in_too() {
        window(A, 3_000);
        Prompt long_ = with(List.of(), new Prompt.Format.Text(), OptionalInt.of(2_000));

        assertEquals(List.of(), course(plan(A), ask(long_, false, 8_000)).targets());
        assertEquals(List.of(A), course(plan(A), ask(hello(), false, 8_000)).targets());
    }

    @Test
    void near_the_windows_size_the_provider_decides() {
        window(A, 1_900);

        assertEquals(List.of(A), course(plan(A), unreadable(8_000)).targets());
    }

    @Test
    void tokens_are_not_counted_where_the_bytes_fit_the_smallest_window() {
        window(A, 1_000);
        counter =
                _ -> {
                    throw new AssertionError("counted");
                };

        assertEquals(List.of(A), course(plan(A), unreadable(900)).targets());
    }

    @Test
    void only_chats_are_checked() {
        window(A, 10);
        lacking(B, Capability.STREAMING);
        for (Operation operation : List.of(Operation.EMBEDDINGS, Operation.COUNT_TOKENS)) {
            Course course =
                    course(plan(A, B), operation, ask(hello(), true, 900), Optional.empty());
            assertEquals(List.of(A, B), course.targets());
        }
    }

    @Test
    void detours_are_checked_as_well() {
        window(B, 1_000);
        Plan plan = plan(Optional.empty(), Map.of(Kind.QUOTA, List.of(B, C)), A);

        List<Stop> detours =
                course(plan, unreadable(8_000)).detours().getOrDefault(Kind.QUOTA, List.of());

        assertEquals(List.of(B, C), detours.stream().map(Stop::target).toList());
        assertTrue(detours.getFirst().skipped().isPresent());
        assertTrue(detours.getLast().skipped().isEmpty());
    }

    @Test
    void a_call_that_is_too_long_for_all_goes_where_one_that_turns_out_to_be_would_go() {
        window(A, 50);
        window(B, 100_000);
        Plan plan = plan(Optional.empty(), Map.of(Kind.CONTEXT_LENGTH, List.of(B)), A);

        assertEquals(List.of(B), course(plan, ask(Prompt.of(List.of()), false, 4_000)).targets());
        assertEquals(List.of(A), course(plan, ask(Prompt.of(List.of()), false, 10)).targets());
    }
}
