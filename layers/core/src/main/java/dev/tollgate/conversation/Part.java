package dev.tollgate.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/// A piece of a message or of an answer.
public sealed interface Part {

    /// What kind of part it is, for people.
    default String kind() {
        return switch (this) {
            case Text _ -> "text";
            case Image _ -> "image";
            case File _ -> "file";
            case Audio _ -> "audio";
            case ToolCall _ -> "tool_call";
            case ToolResult _ -> "tool_result";
            case Thinking _ -> "thinking";
            case Refusal _ -> "refusal";
            case CachePoint _ -> "cache_control";
            case Foreign foreign -> foreign.type();
        };
    }

    record Text(String text, List<Citation> citations) implements Part {
        public Text {
            citations = List.copyOf(citations);
        }

        public static Text of(String text) {
            return new Text(text, List.of());
        }
    }

    /// @param detail how closely it is looked at: `low`, `high`, `auto`
    record Image(Source source, Optional<String> detail) implements Part {}

    /// A document, such as a PDF.
    record File(Source source, Optional<String> name) implements Part {}

    /// @param format such as `wav` or `mp3`
    record Audio(String base64, String format) implements Part {}

    /// What the model asks to be called.
    ///
    /// @param arguments a JSON object as text, as the model wrote it; `{}` for none
    /// @param signature what its provider wants to see again with it
    record ToolCall(String id, String name, String arguments, Optional<Signature> signature)
            implements Part {}

    /// What a call came to.
    record ToolResult(String callId, List<Part> content, boolean failed) implements Part {
        public ToolResult {
            content = List.copyOf(content);
        }
    }

    /// What the model thought.
    ///
    /// @param text empty if the provider shows only the signature
    /// @param signature what its provider wants to see again with it
    record Thinking(String text, Optional<Signature> signature) implements Part {}

    /// Why the model does not answer.
    record Refusal(String text) implements Part {}

    /// The prompt up to here is to be kept by the provider's cache.
    ///
    /// @param ttl such as `5m` or `1h`
    record CachePoint(Optional<String> ttl) implements Part {}

    /// What only one language has a word for, such as a search that the provider made itself.
    ///
    /// @param language whose it is
    /// @param type its name there
    record Foreign(String language, String type, JsonNode content) implements Part {}

    /// Where an image or a document is.
    sealed interface Source {
        record Inline(String mediaType, String base64) implements Source {}

        record Url(String url) implements Source {}

        /// A file that the provider keeps.
        record Stored(String id) implements Source {}
    }

    /// Where something in a text comes from.
    ///
    /// @param quote the words cited, if they are given
    record Citation(Optional<String> url, Optional<String> title, Optional<String> quote) {}

    /// A provider's mark on what a model thought: it means something to that provider only.
    ///
    /// @param origin the wire that it came over
    record Signature(String origin, String value) {
        private static final String MARK = "tollgate:";

        /// As it is handed to a caller of any language.
        public String written(String language) {
            return origin.equals(language) ? value : MARK + origin + ":" + value;
        }

        /// Reads what a caller of a language gives back.
        public static Signature read(String written, String language) {
            int colon = written.indexOf(':', MARK.length());
            return written.startsWith(MARK) && colon > 0
                    ? new Signature(
                            written.substring(MARK.length(), colon), written.substring(colon + 1))
                    : new Signature(language, written);
        }
    }
}
