package dev.tollgate.provider.wire;

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
import dev.tollgate.routing.Dropped;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Fits a prompt to a wire, by the table in [Carriage]: what is left of it, the wire can carry.
final class Fitting {
    private final Tongue wire;
    private final SortedSet<String> dropped = new TreeSet<>();

    private Fitting(Tongue wire) {
        this.wire = wire;
    }

    /// @throws Untranslatable if something that can't be carried can't be left out
    static Fitted fit(Prompt prompt, Tongue wire) {
        Fitting fitting = new Fitting(wire);
        Prompt fitted = fitting.fit(prompt);
        return new Fitted(fitted, List.copyOf(fitting.dropped));
    }

    private Prompt fit(Prompt prompt) {
        if (prompt.format() instanceof Format.Json) {
            carries(Carriage.ANY_JSON);
        }
        boolean schema = prompt.format() instanceof Format.Schema && carries(Carriage.SCHEMA);
        boolean plain = prompt.format() instanceof Format.Schema && !schema;
        return new Prompt(
                messages(prompt.messages()),
                prompt.tools().stream().map(this::tool).toList(),
                prompt.toolChoice(),
                prompt.parallelTools() || !carries(Carriage.ONE_TOOL_AT_A_TIME),
                plain ? new Format.Text() : prompt.format(),
                sampling(prompt.sampling()),
                prompt.reasoning().filter(_ -> carries(Carriage.REASONING)),
                others(prompt.others()));
    }

    private Sampling sampling(Sampling asked) {
        return new Sampling(
                asked.maxTokens(),
                asked.temperature(),
                asked.topP(),
                asked.topK().isPresent() && carries(Carriage.TOP_K)
                        ? asked.topK()
                        : OptionalInt.empty(),
                asked.stop().isEmpty() || carries(Carriage.STOP) ? asked.stop() : List.of(),
                asked.seed().isPresent() && carries(Carriage.SEED)
                        ? asked.seed()
                        : OptionalLong.empty(),
                asked.presencePenalty().isPresent() && carries(Carriage.PRESENCE_PENALTY)
                        ? asked.presencePenalty()
                        : OptionalDouble.empty(),
                asked.frequencyPenalty().isPresent() && carries(Carriage.FREQUENCY_PENALTY)
                        ? asked.frequencyPenalty()
                        : OptionalDouble.empty());
    }

    private Tool tool(Tool tool) {
        return tool.strict() && !carries(Carriage.STRICT_TOOL)
                ? new Tool(tool.name(), tool.description(), tool.parameters(), false)
                : tool;
    }

    private SortedMap<String, JsonNode> others(SortedMap<String, JsonNode> asked) {
        SortedMap<String, JsonNode> carried = new TreeMap<>();
        asked.forEach((name, value) -> {
            if (carries(name, Carriage.ofOther(name, wire))) {
                carried.put(name, value);
            }
        });
        return carried;
    }

    private List<Message> messages(List<Message> messages) {
        List<Message> fitted = new ArrayList<>();
        for (Message message : messages) {
            message.parts().forEach(part -> check(message.role(), part));
            List<Part> parts = parts(message.parts(), false);
            if (!parts.isEmpty() || message.parts().isEmpty()) {
                fitted.add(new Message(message.role(), parts));
            }
        }
        return fitted;
    }

    /// No language lets these stand there, although its reader may: no wire has to deal with them.
    private static void check(Role role, Part part) {
        boolean fits =
                switch (part) {
                    case Part.Text _, Part.CachePoint _ -> true;
                    case Part.Image _, Part.File _, Part.Audio _ -> role == Role.USER;
                    case Part.ToolResult result -> role == Role.USER && holdsContent(result);
                    case Part.ToolCall _, Part.Thinking _, Part.Refusal _ -> role == Role.ASSISTANT;
                    case Part.Foreign _ -> role != Role.SYSTEM;
                };
        if (!fits) {
            throw new InvalidPrompt(
                    "messages",
                    "a part '%s' can't stand in what the %s says, or not with what it holds"
                            .formatted(part.kind(), role.name().toLowerCase(Locale.ROOT)));
        }
    }

    private static boolean holdsContent(Part.ToolResult result) {
        return result.content().stream()
                .allMatch(part ->
                        switch (part) {
                            case Part.Text _,
                                    Part.Image _,
                                    Part.File _,
                                    Part.CachePoint _,
                                    Part.Foreign _ ->
                                    true;
                            case Part.Audio _,
                                    Part.ToolCall _,
                                    Part.ToolResult _,
                                    Part.Thinking _,
                                    Part.Refusal _ ->
                                    false;
                        });
    }

    private List<Part> parts(List<Part> parts, boolean ofTool) {
        return parts.stream().flatMap(part -> part(part, ofTool).stream()).toList();
    }

    private Optional<Part> part(Part part, boolean ofTool) {
        return switch (part) {
            case Part.Text _, Part.Refusal _ -> Optional.of(part);
            case Part.ToolCall call ->
                    Optional.of(
                            new Part.ToolCall(
                                    call.id(),
                                    call.name(),
                                    call.arguments(),
                                    call.signature().filter(this::isOurs)));
            case Part.ToolResult result ->
                    Optional.of(
                            new Part.ToolResult(
                                    result.callId(),
                                    parts(result.content(), true),
                                    result.failed() && carries(Carriage.TOOL_FAILED)));
            case Part.Image image -> image(image, ofTool);
            case Part.File file -> file(file, ofTool);
            case Part.Audio _ -> kept(part, Carriage.AUDIO);
            case Part.CachePoint _ -> kept(part, Carriage.CACHE_POINT);
            case Part.Thinking thought ->
                    thought.signature().filter(this::isOurs).isPresent()
                            ? Optional.of(thought)
                            : kept(part, Carriage.THOUGHTS_OF_OTHERS);
            case Part.Foreign foreign ->
                    foreign.language().equals(wire.written())
                            ? Optional.of(foreign)
                            : refused(
                                    Carriage.FOREIGN_PART.written()
                                            + " '"
                                            + Dropped.name(foreign.type())
                                            + "'");
        };
    }

    private boolean isOurs(Signature signature) {
        return signature.origin().equals(wire.written());
    }

    private Optional<Part> image(Part.Image image, boolean ofTool) {
        if (ofTool) {
            carries(Carriage.IMAGE_FROM_TOOL);
        }
        boolean detailed = image.detail().isPresent() && carries(Carriage.IMAGE_DETAIL);
        Part fitted = detailed ? image : new Part.Image(image.source(), Optional.empty());
        return kept(
                fitted,
                switch (image.source()) {
                    case Source.Inline _ -> Carriage.IMAGE;
                    case Source.Url _ -> Carriage.IMAGE_BY_URL;
                    case Source.Stored _ -> Carriage.IMAGE_STORED;
                });
    }

    private Optional<Part> file(Part.File file, boolean ofTool) {
        if (ofTool) {
            carries(Carriage.IMAGE_FROM_TOOL);
        }
        boolean named = file.name().isPresent() && carries(Carriage.FILE_NAME);
        Part fitted = named ? file : new Part.File(file.source(), Optional.empty());
        return kept(
                fitted,
                switch (file.source()) {
                    case Source.Inline _ -> Carriage.FILE;
                    case Source.Url _ -> Carriage.FILE_BY_URL;
                    case Source.Stored _ -> Carriage.FILE_STORED;
                });
    }

    private Optional<Part> kept(Part part, Carriage feature) {
        return carries(feature) ? Optional.of(part) : Optional.empty();
    }

    private boolean carries(Carriage feature) {
        return carries(feature.written(), feature.on(wire));
    }

    private boolean carries(String name, Carriage.Fate fate) {
        return switch (fate) {
            case CARRIED -> true;
            case DROPPED -> {
                dropped.add(name);
                yield false;
            }
            case REFUSED -> {
                refused(name);
                yield false;
            }
        };
    }

    private Optional<Part> refused(String name) {
        throw new Untranslatable(
                "'%s' can't be said to a provider that speaks '%s', and was not left out: the answer would be another."
                        .formatted(name, wire.written()));
    }
}
