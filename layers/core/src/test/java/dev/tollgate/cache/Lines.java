package dev.tollgate.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Ask;
import dev.tollgate.conversation.Chunk;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Language;
import dev.tollgate.conversation.Message;
import dev.tollgate.conversation.Message.Role;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.conversation.Vocabulary;
import dev.tollgate.http.Json;
import dev.tollgate.http.JsonBody;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// A language for tests: a request is `{"say": "hello"}` and what else its vocabulary has no word for; an answer is a line for each part.
record Lines(String name) implements Language {
    @Override
    public Prompt read(JsonBody request) {
        SortedMap<String, JsonNode> others = new TreeMap<>();
        Json.tree(request.bytes())
                .properties()
                .forEach(member -> {
                    if (!Set.of("say", "model", "stream", "hint").contains(member.getKey())) {
                        others.put(member.getKey(), member.getValue());
                    }
                });
        String said =
                request.member("say")
                        .map(JsonNode::textValue)
                        .orElseThrow(() -> new InvalidPrompt("say", "missing"));
        return Prompt.of(List.of(Message.of(Role.USER, said))).with(others);
    }

    @Override
    public Vocabulary vocabulary() {
        return Vocabulary.of("request: say\nheaders: version=1");
    }

    @Override
    public byte[] write(Completion answer, Ask ask) {
        StringBuilder written = new StringBuilder(answer.id() + " " + answer.model() + "\n");
        answer.parts().forEach(part -> written.append(line(part)));
        return written.toString().getBytes(UTF_8);
    }

    @Override
    public EventWriter events(Ask ask) {
        return new EventWriter() {
            @Override
            public byte[] write(Chunk chunk) {
                return chunk instanceof Chunk.Open(Part part)
                        ? line(part).getBytes(UTF_8)
                        : new byte[0];
            }

            @Override
            public byte[] end() {
                return "end\n".getBytes(UTF_8);
            }
        };
    }

    private static String line(Part part) {
        return switch (part) {
            case Part.Text text -> "text " + text.text() + "\n";
            case Part.Foreign foreign -> foreign.type() + " " + foreign.content() + "\n";
            default -> part.kind() + "\n";
        };
    }

    static JsonBody body(String json) {
        try {
            return JsonBody.parse(json.getBytes(UTF_8));
        } catch (JsonBody.Malformed e) {
            throw new IllegalArgumentException(e);
        }
    }

    static JsonBody body(Map<String, String> members) {
        return body(Json.mapper().valueToTree(members).toString());
    }
}
