package dev.tollgate.provider.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Language.InvalidPrompt;
import dev.tollgate.conversation.Message;
import dev.tollgate.conversation.Message.Role;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.conversation.Part.Source;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.conversation.Prompt.Format;
import dev.tollgate.conversation.Prompt.Sampling;
import dev.tollgate.conversation.Prompt.Tool;
import dev.tollgate.http.Json;
import dev.tollgate.provider.wire.Carriage.Fate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every cell of the table, tried with a prompt that has just that feature.
class CarriageTest {
    private static final Map<Carriage, Prompt> EXAMPLES = examples();

    @TestFactory
    Stream<DynamicTest> each_feature_meets_its_fate_on_each_wire() {
        return Stream.of(Tongue.values())
                .flatMap(wire ->
                        EXAMPLES.entrySet().stream()
                                .map(example ->
                                        DynamicTest.dynamicTest(
                                                example.getKey() + " on " + wire,
                                                () ->
                                                        check(
                                                                example.getKey(),
                                                                example.getValue(),
                                                                wire))));
    }

    private static void check(Carriage feature, Prompt prompt, Tongue wire) {
        switch (feature.on(wire)) {
            case CARRIED -> {
                Fitted fitted = Fitting.fit(prompt, wire);
                assertEquals(List.of(), fitted.dropped());
                assertEquals(prompt, fitted.prompt());
            }
            case DROPPED -> {
                Fitted fitted = Fitting.fit(prompt, wire);
                assertEquals(List.of(feature.written()), fitted.dropped());
                assertEquals(List.of(), Fitting.fit(fitted.prompt(), wire).dropped());
            }
            case REFUSED ->
                    assertTrue(
                            assertThrows(Untranslatable.class, () -> Fitting.fit(prompt, wire))
                                    .message()
                                    .startsWith("'" + feature.written()));
        }
    }

    @Test
    void every_feature_has_an_example() {
        assertEquals(List.of(Carriage.values()), List.copyOf(EXAMPLES.keySet()));
    }

    @Test
    void what_nobody_knows_is_dropped_by_its_name_and_what_changes_the_answer_is_refused() {
        SortedMap<String, JsonNode> others = new TreeMap<>();
        others.put("user", Json.object());
        others.put("x_new", Json.object());
        Prompt prompt = withOthers(others);

        assertEquals(List.of("x_new"), Fitting.fit(prompt, Tongue.OPENAI).dropped());
        assertEquals(List.of("user", "x_new"), Fitting.fit(prompt, Tongue.BEDROCK).dropped());
        for (String name : List.of("n", "modalities", "tools[web_search]", "mcp_servers")) {
            assertEquals(Fate.REFUSED, Carriage.ofOther(name, Tongue.ANTHROPIC), name);
        }
    }

    @Test
    void a_thought_goes_back_to_the_provider_that_signed_it() {
        Part ours = new Part.Thinking("hm", Optional.of(new Signature("gemini", "s")));
        Prompt prompt = said(Role.ASSISTANT, ours, Part.Text.of("yes"));

        assertEquals(prompt, Fitting.fit(prompt, Tongue.GEMINI).prompt());
        assertEquals(
                said(Role.ASSISTANT, Part.Text.of("yes")),
                Fitting.fit(prompt, Tongue.ANTHROPIC).prompt());
    }

    @TestFactory
    Stream<DynamicTest> what_no_side_can_say_is_refused_before_any_wire_sees_it() {
        Part call = new Part.ToolCall("c", "f", "{}", Optional.empty());
        Part result = new Part.ToolResult("c", List.of(), false);
        Part nested = new Part.ToolResult("c", List.of(result), false);
        Part image = new Part.Image(new Source.Inline("image/png", "AAAA"), Optional.empty());
        return Stream.of(
                        said(Role.USER, call),
                        said(Role.USER, nested),
                        said(Role.USER, new Part.Thinking("hm", Optional.empty())),
                        said(Role.ASSISTANT, result),
                        said(Role.ASSISTANT, image),
                        said(Role.SYSTEM, image),
                        said(Role.SYSTEM, result))
                .map(prompt ->
                        DynamicTest.dynamicTest(
                                prompt.messages().toString(),
                                () -> {
                                    for (Tongue wire : Tongue.values()) {
                                        assertThrows(
                                                InvalidPrompt.class,
                                                () -> Fitting.fit(prompt, wire));
                                    }
                                }));
    }

    private static Map<Carriage, Prompt> examples() {
        Map<Carriage, Prompt> examples = new EnumMap<>(Carriage.class);
        Source inline = new Source.Inline("image/png", "AAAA");
        Source url = new Source.Url("https://example.com/x");
        Source stored = new Source.Stored("file-1");
        Optional<String> none = Optional.empty();
        for (Carriage feature : Carriage.values()) {
            examples.put(
                    feature,
                    switch (feature) {
                        case TOP_K -> sampling(OptionalInt.of(5), false, false, false, false);
                        case SEED -> sampling(OptionalInt.empty(), true, false, false, false);
                        case PRESENCE_PENALTY ->
                                sampling(OptionalInt.empty(), false, true, false, false);
                        case FREQUENCY_PENALTY ->
                                sampling(OptionalInt.empty(), false, false, true, false);
                        case STOP -> sampling(OptionalInt.empty(), false, false, false, true);
                        case REASONING ->
                                with(
                                        new Format.Text(),
                                        List.of(),
                                        true,
                                        Optional.of(
                                                new Prompt.Reasoning(
                                                        Optional.of(Prompt.Effort.LOW),
                                                        OptionalInt.empty())));
                        case ANY_JSON -> with(new Format.Json(), List.of(), true, Optional.empty());
                        case SCHEMA ->
                                with(
                                        new Format.Schema("s", none, Json.object(), false),
                                        List.of(),
                                        true,
                                        Optional.empty());
                        case ONE_TOOL_AT_A_TIME ->
                                with(new Format.Text(), List.of(), false, Optional.empty());
                        case STRICT_TOOL ->
                                with(
                                        new Format.Text(),
                                        List.of(new Tool("f", none, Json.object(), true)),
                                        true,
                                        Optional.empty());
                        case IMAGE -> said(Role.USER, new Part.Image(inline, none));
                        case IMAGE_BY_URL -> said(Role.USER, new Part.Image(url, none));
                        case IMAGE_STORED -> said(Role.USER, new Part.Image(stored, none));
                        case IMAGE_DETAIL ->
                                said(Role.USER, new Part.Image(inline, Optional.of("low")));
                        case FILE -> said(Role.USER, new Part.File(inline, none));
                        case FILE_NAME ->
                                said(Role.USER, new Part.File(inline, Optional.of("a.pdf")));
                        case FILE_BY_URL -> said(Role.USER, new Part.File(url, none));
                        case FILE_STORED -> said(Role.USER, new Part.File(stored, none));
                        case AUDIO -> said(Role.USER, new Part.Audio("AAAA", "wav"));
                        case IMAGE_FROM_TOOL ->
                                said(
                                        Role.USER,
                                        new Part.ToolResult(
                                                "c", List.of(new Part.Image(inline, none)), false));
                        case TOOL_FAILED ->
                                said(Role.USER, new Part.ToolResult("c", List.of(), true));
                        case CACHE_POINT -> said(Role.USER, new Part.CachePoint(none));
                        case THOUGHTS_OF_OTHERS ->
                                said(
                                        Role.ASSISTANT,
                                        new Part.Thinking(
                                                "hm", Optional.of(new Signature("nobody", "s"))));
                        case FOREIGN_PART ->
                                said(
                                        Role.ASSISTANT,
                                        new Part.Foreign("nobody", "search", Json.object()));
                    });
        }
        return examples;
    }

    private static Prompt said(Role role, Part... parts) {
        return Prompt.of(List.of(new Message(role, List.of(parts))));
    }

    private static Prompt withOthers(SortedMap<String, JsonNode> others) {
        Prompt plain = Prompt.of(List.of());
        return new Prompt(
                plain.messages(),
                plain.tools(),
                plain.toolChoice(),
                plain.parallelTools(),
                plain.format(),
                plain.sampling(),
                plain.reasoning(),
                others);
    }

    private static Prompt with(
            Format format,
            List<Tool> tools,
            boolean parallel,
            Optional<Prompt.Reasoning> reasoning) {
        return new Prompt(
                List.of(),
                tools,
                Optional.empty(),
                parallel,
                format,
                Sampling.UNSET,
                reasoning,
                new TreeMap<>());
    }

    private static Prompt sampling(
            OptionalInt topK, boolean seed, boolean presence, boolean frequency, boolean stop) {
        Sampling sampling =
                new Sampling(
                        OptionalInt.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        topK,
                        stop ? List.of("END") : List.of(),
                        seed ? OptionalLong.of(1) : OptionalLong.empty(),
                        presence ? OptionalDouble.of(1) : OptionalDouble.empty(),
                        frequency ? OptionalDouble.of(1) : OptionalDouble.empty());
        return new Prompt(
                List.of(),
                List.of(),
                Optional.empty(),
                true,
                new Format.Text(),
                sampling,
                Optional.empty(),
                new TreeMap<>());
    }
}
