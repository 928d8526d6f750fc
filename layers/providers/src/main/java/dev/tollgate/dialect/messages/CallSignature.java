package dev.tollgate.dialect.messages;

import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Signature;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A provider's mark on a tool call, which Anthropic's messages have no place for. A thought without text carries it beside the call:
/// callers give thoughts back as they came.
final class CallSignature {
    private static final String MARK = "call:";

    private CallSignature() {}

    /// The thought that carries a call's mark, if the call has one.
    static Optional<Part.Thinking> carrier(Part.ToolCall call) {
        return call.signature().map(signature -> carrier(call, signature));
    }

    static Part.Thinking carrier(Part.ToolCall call, Signature signature) {
        String value = MARK + call.id() + ":" + signature.value();
        return new Part.Thinking("", Optional.of(new Signature(signature.origin(), value)));
    }

    /// A message as it was before its calls' marks were put into thoughts.
    static List<Part> restored(List<Part> parts) {
        Map<String, Signature> marks = new HashMap<>();
        for (Part part : parts) {
            if (part instanceof Part.Thinking thought) {
                carried(thought).ifPresent(it -> note(it, marks));
            }
        }
        return parts.stream().flatMap(part -> restored(part, marks).stream()).toList();
    }

    private static Optional<Part> restored(Part part, Map<String, Signature> marks) {
        return switch (part) {
            case Part.ToolCall call ->
                    Optional.of(
                            new Part.ToolCall(
                                    call.id(),
                                    call.name(),
                                    call.arguments(),
                                    Optional.ofNullable(marks.get(call.id()))));
            // its mark is on the call again
            case Part.Thinking thought when carried(thought).isPresent() -> Optional.empty();
            default -> Optional.of(part);
        };
    }

    /// The id of a call may have colons in it; a mark, which is base64, has none.
    private static void note(Signature carried, Map<String, Signature> marks) {
        String value = carried.value();
        int colon = value.lastIndexOf(':');
        if (colon >= MARK.length()) {
            marks.putIfAbsent(
                    value.substring(MARK.length(), colon),
                    new Signature(carried.origin(), value.substring(colon + 1)));
        }
    }

    private static Optional<Signature> carried(Part.Thinking thought) {
        return thought.signature()
                .filter(it -> !it.origin().equals(MessagesDialect.NAME))
                .filter(it -> it.value().startsWith(MARK));
    }
}
