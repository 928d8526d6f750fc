package dev.tollgate.provider.judges;

import dev.tollgate.conversation.Ask;
import dev.tollgate.conversation.Assembly;
import dev.tollgate.conversation.Chunk;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Language;
import dev.tollgate.conversation.Message;
import dev.tollgate.conversation.Message.Role;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.http.JsonBody;
import java.util.ArrayList;
import java.util.List;

/// A caller without a language of their own: hears an answer as the model has it.
final class Listener implements Language {
    private final List<Chunk> heard = new ArrayList<>();

    @Override
    public String name() {
        return "listener";
    }

    @Override
    public Prompt read(JsonBody request) {
        return Prompt.of(List.of(Message.of(Role.USER, "Hello?")));
    }

    @Override
    public byte[] write(Completion answer, Ask ask) {
        heard.addAll(Assembly.chunks(answer));
        return new byte[] {'.'};
    }

    @Override
    public EventWriter events(Ask ask) {
        return new EventWriter() {
            @Override
            public byte[] write(Chunk chunk) {
                heard.add(chunk);
                return new byte[] {'.'};
            }

            @Override
            public byte[] end() {
                return new byte[] {'.'};
            }
        };
    }

    List<Chunk> chunks() {
        return heard;
    }

    Completion completion() {
        Assembly assembly = new Assembly();
        heard.forEach(assembly::add);
        return assembly.completion();
    }
}
