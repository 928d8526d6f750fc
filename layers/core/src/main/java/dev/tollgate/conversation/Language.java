package dev.tollgate.conversation;

import dev.tollgate.http.JsonBody;

/// A language that callers hold conversations in: how requests are read, how answers are written. Pure translation.
public interface Language {
    /// As the catalogue writes it; a provider whose wire has the same name gets requests as they are.
    String name();

    /// @throws InvalidPrompt if the request is not what the language allows
    Prompt read(JsonBody request);

    /// What of its requests a prompt holds in full; unless a language says so, nothing.
    default Vocabulary vocabulary() {
        return Vocabulary.NONE;
    }

    /// Whether an answer may hold such a part. What a language has no word for is left out, and reported.
    default boolean says(Part part) {
        return switch (part) {
            case Part.Text _, Part.Refusal _, Part.Thinking _, Part.ToolCall _ -> true;
            case Part.Foreign foreign -> foreign.language().equals(name());
            case Part.Image _, Part.File _, Part.Audio _, Part.ToolResult _, Part.CachePoint _ ->
                    false;
        };
    }

    /// A whole answer.
    byte[] write(Completion answer, Ask ask);

    /// Writes a streamed answer, from its start to its end.
    EventWriter events(Ask ask);

    /// Turns chunks into the language's events.
    interface EventWriter {
        /// The events that a chunk makes; none if it has to be waited with.
        byte[] write(Chunk chunk);

        /// The events of a complete end.
        byte[] end();
    }

    /// A request that is not what its language allows.
    final class InvalidPrompt extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String path;

        /// @param path where in the request: `messages[2].content`
        /// @param message what is wrong there, and what would be right
        public InvalidPrompt(String path, String message) {
            super(path + ": " + message, null, false, false);
            this.path = path;
        }

        public String path() {
            return path;
        }

        public String message() {
            return String.valueOf(getMessage());
        }
    }
}
