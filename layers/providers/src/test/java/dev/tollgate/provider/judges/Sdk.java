package dev.tollgate.provider.judges;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.http.Json;
import java.io.IOException;

/// A caller's official library: takes answers as it would from its own provider, and fails over what it does not know.
interface Sdk {
    /// The answer as the library understands it.
    JsonNode whole(byte[] body) throws IOException;

    /// What the library puts together from a stream.
    JsonNode streamed(byte[] stream) throws IOException;

    /// `openai-java` on chat completions.
    record OpenAiChat() implements Sdk {
        @Override
        public JsonNode whole(byte[] body) throws IOException {
            return tree(
                    openAi().readValue(
                                    body, com.openai.models.chat.completions.ChatCompletion.class)
                            .validate());
        }

        @Override
        public JsonNode streamed(byte[] stream) throws IOException {
            var all = com.openai.helpers.ChatCompletionAccumulator.create();
            for (JsonNode event : Sse.data(stream)) {
                all.accumulate(
                        openAi().readValue(
                                        Json.bytes(event),
                                        com.openai.models.chat.completions.ChatCompletionChunk
                                                .class)
                                .validate());
            }
            return tree(all.chatCompletion());
        }
    }

    /// `openai-java` on responses.
    record OpenAiResponses() implements Sdk {
        @Override
        public JsonNode whole(byte[] body) throws IOException {
            return tree(
                    openAi().readValue(body, com.openai.models.responses.Response.class)
                            .validate());
        }

        /// What its last event says, which has to be what its deltas say.
        @Override
        public JsonNode streamed(byte[] stream) throws IOException {
            var all = com.openai.helpers.ResponseAccumulator.createWithSnapshots();
            for (JsonNode event : Sse.data(stream)) {
                all.accumulate(
                        openAi().readValue(
                                        Json.bytes(event),
                                        com.openai.models.responses.ResponseStreamEvent.class)
                                .validate());
            }
            JsonNode built = tree(all.reconstructedResponse().validate());
            JsonNode last = tree(all.response().validate());
            if (!built.path("output").equals(last.path("output"))) {
                throw new AssertionError(
                        "built from deltas: %s%n, last event: %s"
                                .formatted(built.path("output"), last.path("output")));
            }
            return last;
        }
    }

    /// `anthropic-java` on messages.
    record Anthropic() implements Sdk {
        @Override
        public JsonNode whole(byte[] body) throws IOException {
            var mapper = com.anthropic.core.ObjectMappers.jsonMapper();
            var message = mapper.readValue(body, com.anthropic.models.messages.Message.class);
            return Json.tree(mapper.writeValueAsBytes(message.validate()));
        }

        @Override
        public JsonNode streamed(byte[] stream) throws IOException {
            var mapper = com.anthropic.core.ObjectMappers.jsonMapper();
            var all = com.anthropic.helpers.MessageAccumulator.create();
            for (JsonNode event : Sse.data(stream)) {
                if (event.path("type").asText().equals("ping")) {
                    continue;
                }
                all.accumulate(
                        mapper.readValue(
                                        Json.bytes(event),
                                        com.anthropic.models.messages.RawMessageStreamEvent.class)
                                .validate());
            }
            return Json.tree(mapper.writeValueAsBytes(all.message().validate()));
        }
    }

    private static com.fasterxml.jackson.databind.json.JsonMapper openAi() {
        return com.openai.core.ObjectMappers.jsonMapper();
    }

    private static JsonNode tree(Object value) throws IOException {
        return Json.tree(openAi().writeValueAsBytes(value));
    }
}
