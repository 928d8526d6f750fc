package dev.tollgate.conversation;

import dev.tollgate.http.JsonBody;

/// A language in which nothing can be said: for tests in which nobody translates.
public record Mute(String name) implements Language {
    @Override
    public Prompt read(JsonBody request) {
        throw new InvalidPrompt("messages", "nothing can be said in " + name);
    }

    @Override
    public byte[] write(Completion answer, Ask ask) {
        return new byte[0];
    }

    @Override
    public EventWriter events(Ask ask) {
        return new EventWriter() {
            @Override
            public byte[] write(Chunk chunk) {
                return new byte[0];
            }

            @Override
            public byte[] end() {
                return new byte[0];
            }
        };
    }
}
