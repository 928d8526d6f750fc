package dev.tollgate.dialect.messages;

import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Signature;
import java.util.ArrayList;
import java.util.List;
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
        List<Part> restored = new ArrayList<>();
        for (Part part : parts) {
            switch (part) {
                case Part.ToolCall call -> restored.add(signed(call, parts));
                case Part.Thinking thought when carries(thought) -> {
                    // its mark is on the call again
                }
                default -> restored.add(part);
            }
        }
        return restored;
    }

    private static Part signed(Part.ToolCall call, List<Part> parts) {
        String mark = MARK + call.id() + ":";
        for (Part part : parts) {
            if (part instanceof Part.Thinking(_, Optional<Signature> signature)
                    && signature.isPresent()
                    && signature.get().value().startsWith(mark)) {
                Signature own =
                        new Signature(
                                signature.get().origin(),
                                signature.get().value().substring(mark.length()));
                return new Part.ToolCall(
                        call.id(), call.name(), call.arguments(), Optional.of(own));
            }
        }
        return call;
    }

    private static boolean carries(Part.Thinking thought) {
        return thought.signature()
                .filter(it -> !it.origin().equals(MessagesDialect.NAME))
                .filter(it -> it.value().startsWith(MARK))
                .isPresent();
    }
}
