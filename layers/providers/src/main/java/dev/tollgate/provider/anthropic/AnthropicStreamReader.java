package dev.tollgate.provider.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Chunk;
import dev.tollgate.http.EventReader.Event;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.provider.wire.StreamReader;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Kind;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a stream of message events. `message_stop` ends it; without that it is cut. Events of kinds that are not known say nothing.
final class AnthropicStreamReader implements StreamReader {
    private final ObjectNode usage = Json.object();
    private final BlockReader block = new BlockReader();
    private boolean finished;

    @Override
    public Step read(Event event) {
        if (event.data().isEmpty()) {
            return Step.Said.NOTHING;
        }
        byte[] data = event.data().getBytes(UTF_8);
        JsonNode said;
        try {
            said = Json.tree(data);
        } catch (UncheckedIOException _) {
            return malformed();
        }
        if (!said.isObject()) {
            return malformed();
        }
        List<Chunk> chunks = new ArrayList<>();
        switch (said.path("type").asText()) {
            case "message_start" -> start(said.path("message"), chunks);
            case "content_block_start" -> block.start(said.path("content_block"), chunks);
            case "content_block_delta" -> {
                if (!block.go(said.path("delta"), chunks)) {
                    return malformed();
                }
            }
            case "content_block_stop" -> block.stop(chunks);
            case "message_delta" -> end(said, chunks);
            case "message_stop" -> {
                return new Step.Over(chunks);
            }
            case "error" -> {
                return new Step.Failed(AnthropicErrors.classify(200, Headers.none(), data));
            }
            default -> {
                // a ping, or something new
            }
        }
        return Step.Said.of(chunks);
    }

    private void start(JsonNode message, List<Chunk> chunks) {
        chunks.add(new Chunk.Start(message.path("id").asText(), message.path("model").asText()));
        count(message.path("usage"), chunks);
    }

    /// Counts are for the whole answer; what is not counted again still holds.
    private void count(JsonNode counted, List<Chunk> chunks) {
        if (counted instanceof ObjectNode object) {
            usage.setAll(object);
            AnthropicUsage.of(usage).ifPresent(it -> chunks.add(new Chunk.Counted(it)));
        }
    }

    private void end(JsonNode said, List<Chunk> chunks) {
        JsonNode delta = said.path("delta");
        JsonNode reason = delta.path("stop_reason");
        if (reason.isTextual() && !finished) {
            finished = true;
            block.stop(chunks);
            AnthropicAnswer.refusal(delta)
                    .ifPresent(it -> {
                        chunks.add(new Chunk.Open(it));
                        chunks.add(new Chunk.Close());
                    });
            chunks.add(
                    new Chunk.Finished(
                            AnthropicAnswer.finish(reason.asText()),
                            ContentBlock.text(delta, "stop_sequence")));
        }
        count(said.path("usage"), chunks);
    }

    private static Step malformed() {
        return new Step.Failed(
                Failure.of(Kind.SERVER_ERROR, "an event of the stream is malformed"));
    }

    @Override
    public boolean finished() {
        return finished;
    }

    @Override
    public Optional<byte[]> missingEnd() {
        return Optional.empty();
    }
}
