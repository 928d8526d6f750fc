package dev.tollgate.provider.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Chunk;
import dev.tollgate.http.EventReader.Event;
import dev.tollgate.http.Json;
import dev.tollgate.provider.wire.StreamReader;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Kind;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the events of ConverseStream. `messageStop` completes the answer; `metadata`, which counts its tokens, ends the stream.
///
/// A stream that ends between the two is whole but for the count, which is then estimated: that is forgiven.
final class ConverseStreamReader implements StreamReader {
    private static final byte[] NO_MARK = {};

    private final BlockReader blocks = new BlockReader();
    private boolean finished;

    @Override
    public Step read(Event event) {
        String name = event.name();
        byte[] payload = event.data().getBytes(UTF_8);
        if (name.startsWith(EventStream.EXCEPTION)) {
            String type = name.substring(EventStream.EXCEPTION.length());
            return new Step.Failed(BedrockErrors.inStream(type, payload));
        }
        JsonNode said;
        try {
            said = Json.tree(payload);
        } catch (UncheckedIOException _) {
            return failed("an event of the stream is malformed");
        }
        return switch (name) {
            case "messageStart" -> Step.Said.of(List.of(new Chunk.Start("", "")));
            case "contentBlockStart", "contentBlockDelta", "contentBlockStop" -> block(name, said);
            case "messageStop" -> stopped(said);
            case "metadata" -> counted(said);
            default -> Step.Said.NOTHING;
        };
    }

    private Step block(String name, JsonNode said) {
        List<Chunk> chunks = new ArrayList<>();
        blocks.read(name, said, chunks);
        return blocks.problem().map(ConverseStreamReader::failed).orElse(Step.Said.of(chunks));
    }

    private Step stopped(JsonNode said) {
        Optional<Failure> failure = BedrockErrors.failureIn(said);
        if (failure.isPresent()) {
            return new Step.Failed(failure.get());
        }
        List<Chunk> chunks = new ArrayList<>();
        blocks.close(chunks);
        finished = true;
        chunks.add(
                new Chunk.Finished(
                        ConverseAnswer.finish(said.path("stopReason").asText("")),
                        Optional.empty()));
        return Step.Said.of(chunks);
    }

    private Step counted(JsonNode said) {
        List<Chunk> chunks = new ArrayList<>();
        BedrockUsage.of(said.path("usage")).ifPresent(it -> chunks.add(new Chunk.Counted(it)));
        return finished ? new Step.Over(chunks) : Step.Said.of(chunks);
    }

    private static Step failed(String message) {
        return new Step.Failed(Failure.of(Kind.SERVER_ERROR, message));
    }

    @Override
    public boolean finished() {
        return finished;
    }

    @Override
    public Optional<byte[]> missingEnd() {
        return finished ? Optional.of(NO_MARK) : Optional.empty();
    }
}
