package dev.tollgate.testkit.badday;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Ask;
import dev.tollgate.conversation.Chunk;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Language;
import dev.tollgate.conversation.Message;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.http.JsonBody;
import java.util.List;

/// A language of one text and no answers: what providers here say is not read.
record Plain() implements Language {
    static final Language LANGUAGE = new Plain();

    @Override
    public String name() {
        return "plain";
    }

    @Override
    public Prompt read(JsonBody request) {
        String text = request.member("text").map(JsonNode::asText).orElse("");
        return Prompt.of(List.of(Message.of(Message.Role.USER, text)));
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
