package dev.tollgate.testkit.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.api.ApiError;
import dev.tollgate.api.Dialect;
import dev.tollgate.conversation.Ask;
import dev.tollgate.conversation.Chunk;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Message;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.http.JsonBody;
import dev.tollgate.routing.Call.Operation;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A language of one text in and one text out: `{"model": "chat", "text": "hello", "max_tokens": 10, "stream": true}`.
record Plain() implements Dialect {
    static final String PATH = "/chat";

    @Override
    public String name() {
        return "plain";
    }

    @Override
    public Prompt read(JsonBody request) {
        String text = request.member("text").map(JsonNode::asText).orElse("");
        OptionalInt most =
                request.member("max_tokens").stream().mapToInt(JsonNode::asInt).findFirst();
        Prompt.Sampling unset = Prompt.Sampling.UNSET;
        return new Prompt(
                List.of(Message.of(Message.Role.USER, text)),
                List.of(),
                Optional.empty(),
                true,
                new Prompt.Format.Text(),
                new Prompt.Sampling(
                        most,
                        unset.temperature(),
                        unset.topP(),
                        unset.topK(),
                        unset.stop(),
                        unset.seed(),
                        unset.presencePenalty(),
                        unset.frequencyPenalty()),
                Optional.empty(),
                new TreeMap<>());
    }

    @Override
    public byte[] write(Completion answer, Ask ask) {
        return answer.parts().stream()
                .map(part -> part instanceof Part.Text(String text, _) ? text : "")
                .collect(Collectors.joining())
                .getBytes(UTF_8);
    }

    @Override
    public EventWriter events(Ask ask) {
        return new EventWriter() {
            @Override
            public byte[] write(Chunk chunk) {
                return switch (chunk) {
                    case Chunk.Open(Part.Text(String text, _)) -> text.getBytes(UTF_8);
                    case Chunk.More(String text) -> text.getBytes(UTF_8);
                    case Chunk.Open _,
                            Chunk.Start _,
                            Chunk.Signed _,
                            Chunk.Cited _,
                            Chunk.Close _,
                            Chunk.Counted _,
                            Chunk.Finished _ ->
                            new byte[0];
                };
            }

            @Override
            public byte[] end() {
                return "[end]".getBytes(UTF_8);
            }
        };
    }

    @Override
    public Map<String, Operation> endpoints() {
        return Map.of(PATH, Operation.CHAT);
    }

    @Override
    public Asked decode(Operation operation, JsonBody body) {
        return new Asked(
                body.member("model").map(JsonNode::asText).orElse(""),
                body.member("stream").map(JsonNode::asBoolean).orElse(false),
                Map.of());
    }

    @Override
    public byte[] error(ApiError error) {
        return (error.code() + ": " + error.message()).getBytes(UTF_8);
    }

    @Override
    public byte[] errorEvent(ApiError error) {
        return ("[" + error.code() + "]").getBytes(UTF_8);
    }

    @Override
    public byte[] models(Collection<String> aliases) {
        return aliases.toString().getBytes(UTF_8);
    }

    @Override
    public byte[] model(String alias) {
        return alias.getBytes(UTF_8);
    }
}
