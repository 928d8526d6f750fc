package dev.tollgate.provider.judges;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.http.Json;
import dev.tollgate.usage.Usage;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an answer says, whatever it was said in.
///
/// @param text with what was said instead of an answer
/// @param signatures in any order
/// @param usage as the provider counted it; empty if it did not
record Said(
        String text,
        String thinking,
        List<Called> calls,
        List<String> signatures,
        Finish finish,
        Optional<Usage> usage) {

    Said {
        calls = List.copyOf(calls);
        signatures = signatures.stream().sorted().toList();
    }

    Said unsigned() {
        return new Said(text, thinking, calls, List.of(), finish, usage);
    }

    /// @param arguments as JSON, or as a text where they are none
    record Called(String name, JsonNode arguments) {
        static Called of(String name, String arguments) {
            try {
                byte[] json = (arguments.isBlank() ? "{}" : arguments).getBytes(UTF_8);
                return new Called(name, Json.tree(json));
            } catch (UncheckedIOException _) {
                return new Called(name, TextNode.valueOf(arguments));
            }
        }
    }

    /// Of several parts that are still being collected.
    static final class Notes {
        final StringBuilder text = new StringBuilder();
        final StringBuilder thinking = new StringBuilder();
        final List<Called> calls = new ArrayList<>();
        final List<String> signatures = new ArrayList<>();

        Notes sign(JsonNode signature) {
            if (signature.isTextual() && !signature.asText().isEmpty()) {
                signatures.add(signature.asText());
            }
            return this;
        }

        /// Some wires put something of theirs before what the provider signed, with a colon after it.
        void sign(Signature signature) {
            String value = signature.value().substring(signature.value().lastIndexOf(':') + 1);
            if (!value.isEmpty()) {
                signatures.add(value);
            }
        }

        Said said(Finish finish, Optional<Usage> usage) {
            return new Said(
                    text.toString(),
                    thinking.toString(),
                    calls,
                    signatures,
                    finish,
                    usage.filter(it -> !it.estimated()));
        }
    }

    static Said of(Completion completion) {
        Notes notes = new Notes();
        for (Part part : completion.parts()) {
            switch (part) {
                case Part.Text it -> notes.text.append(it.text());
                case Part.Refusal it -> notes.text.append(it.text());
                case Part.Thinking it -> {
                    notes.thinking.append(it.text());
                    it.signature().ifPresent(notes::sign);
                }
                case Part.ToolCall it -> {
                    notes.calls.add(Called.of(it.name(), it.arguments()));
                    it.signature().ifPresent(notes::sign);
                }
                case Part.Image _,
                        Part.File _,
                        Part.Audio _,
                        Part.ToolResult _,
                        Part.CachePoint _,
                        Part.Foreign _ -> {}
            }
        }
        return notes.said(completion.finish(), completion.usage());
    }
}
