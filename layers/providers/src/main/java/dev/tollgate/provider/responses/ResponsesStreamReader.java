package dev.tollgate.provider.responses;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Chunk;
import dev.tollgate.http.EventReader.Event;
import dev.tollgate.http.Json;
import dev.tollgate.provider.openai.OpenAiErrors;
import dev.tollgate.provider.wire.StreamReader;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Kind;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the events of a streamed response. `response.completed` or `response.incomplete` ends it, and nothing else does: not the `[DONE]` that
/// some hosts put after it. Some leave out the events' names, so only what stands in `type` counts.
final class ResponsesStreamReader implements StreamReader {
    private final boolean translated;
    private final OutputReader output = new OutputReader();
    private boolean started;
    private boolean probabilities;

    /// @param translated whether the caller speaks another language
    ResponsesStreamReader(boolean translated) {
        this.translated = translated;
    }

    @Override
    public Step read(Event event) {
        String data = event.data();
        if (data.isEmpty() || data.equals("[DONE]")) {
            return Step.Said.NOTHING;
        }
        JsonNode said;
        try {
            said = Json.tree(data.getBytes(UTF_8));
        } catch (UncheckedIOException _) {
            return malformed();
        }
        return said.isObject() ? step(said) : malformed();
    }

    private Step step(JsonNode said) {
        probabilities |= !said.path("logprobs").isEmpty();
        String type = said.path("type").asText();
        JsonNode response = said.path("response");
        return switch (type) {
            case "error" -> new Step.Failed(error(said));
            case "response.failed", "response.cancelled" ->
                    new Step.Failed(
                            ResponsesWire.failed(response)
                                    .orElseGet(() ->
                                            Failure.of(
                                                    Kind.SERVER_ERROR, "the response has failed")));
            case "response.completed", "response.incomplete" -> over(said, response);
            default ->
                    OpenAiErrors.isError(said.path("error"))
                            ? new Step.Failed(error(said))
                            : said(type, said, response);
        };
    }

    /// Nested as OpenAI sends it, or flat as it is specified.
    private static Failure error(JsonNode said) {
        JsonNode nested = said.path("error");
        return ResponsesWire.classified(nested.isObject() ? nested : said);
    }

    private Step said(String type, JsonNode said, JsonNode response) {
        List<Chunk> chunks = new ArrayList<>();
        start(response, chunks);
        output.read(type, said, chunks);
        return translated && output.interleaved()
                ? new Step.Failed(
                        Failure.of(Kind.SERVER_ERROR, "the stream's tool calls are interleaved"))
                : Step.Said.of(chunks);
    }

    private Step over(JsonNode said, JsonNode response) {
        probabilities |= ResponsesAnswer.hasProbabilities(response);
        List<Chunk> chunks = new ArrayList<>();
        start(response, chunks);
        output.end(response.path("output"), chunks);
        ResponsesUsage.of(response.path("usage"))
                .or(() -> ResponsesUsage.of(said.path("usage")))
                .ifPresent(it -> chunks.add(new Chunk.Counted(it)));
        chunks.add(new Chunk.Finished(ResponsesAnswer.finish(response), Optional.empty()));
        return new Step.Over(chunks);
    }

    private void start(JsonNode response, List<Chunk> chunks) {
        if (!started && response.isObject()) {
            started = true;
            chunks.add(
                    new Chunk.Start(response.path("id").asText(), response.path("model").asText()));
        }
    }

    private static Step malformed() {
        return new Step.Failed(
                Failure.of(Kind.SERVER_ERROR, "an event of the stream is malformed"));
    }

    @Override
    public boolean tellsAll() {
        return !probabilities && !output.interleaved();
    }

    @Override
    public boolean finished() {
        return false;
    }

    @Override
    public Optional<byte[]> missingEnd() {
        return Optional.empty();
    }
}
