package dev.tollgate.provider.judges;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.api.Dialect;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.dialect.chat.ChatDialect;
import dev.tollgate.dialect.messages.MessagesDialect;
import dev.tollgate.dialect.responses.ResponsesDialect;
import dev.tollgate.http.Json;
import dev.tollgate.provider.Calls;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import java.util.List;

/// Somebody who calls in one of our languages, and the official library that they call with.
///
/// @param question a small request in the language
record Caller(Dialect language, String question, Witness witness, Sdk sdk) {
    /// One line for each language.
    static final List<Caller> ALL =
            List.of(
                    new Caller(
                            new ChatDialect(),
                            "{\"model\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello?\"}]}",
                            new ChatWitness(),
                            new Sdk.OpenAiChat()),
                    new Caller(
                            new ResponsesDialect(),
                            "{\"model\":\"a\",\"input\":\"Hello?\"}",
                            new ResponsesWitness(),
                            new Sdk.OpenAiResponses()),
                    new Caller(
                            new MessagesDialect(),
                            "{\"model\":\"a\",\"max_tokens\":1024,\"messages\":[{\"role\":\"user\",\"content\":\"Hello?\"}]}",
                            new AnthropicWitness(),
                            new Sdk.Anthropic()));

    Call call(boolean streamed) {
        ObjectNode body = (ObjectNode) Json.tree(question.getBytes(UTF_8));
        if (streamed) {
            body.put("stream", true);
        }
        if (streamed && language instanceof ChatDialect) {
            body.putObject("stream_options").put("include_usage", true);
        }
        return Calls.of(language, Operation.CHAT, body.toString(), streamed);
    }

    /// The reason for an end, as the language can say it.
    Finish says(Finish finish) {
        boolean pauses = language.name().equals("anthropic");
        return finish == Finish.PAUSE && !pauses ? Finish.STOP : finish;
    }

    /// A request for an embedding.
    static Call embeddings() {
        String body = "{\"model\":\"a\",\"input\":\"Hello?\"}";
        return Calls.of(new ChatDialect(), Operation.EMBEDDINGS, body, false);
    }

    @Override
    public String toString() {
        return language.name();
    }
}
