package dev.tollgate.provider.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Assembly;
import dev.tollgate.conversation.Chunk;
import dev.tollgate.conversation.Completion;
import dev.tollgate.http.EventReader.Event;
import dev.tollgate.http.Json;
import dev.tollgate.provider.wire.StreamReader;
import dev.tollgate.provider.wire.Wire.Unreadable;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Kind;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads an answer, which is one document, or a stream of documents of the same form, each with a few more parts. Of several candidates, the first.
///
/// A stream has no mark at its end: it is complete once it has given the reason for it.
final class GeminiReader implements StreamReader {
    private static final byte[] NO_MARK = {};

    private final GeminiUsage usage = new GeminiUsage();
    private final Sources sources = new Sources();
    private PartReader parts = new PartReader("");
    private boolean started;
    private boolean finished;
    private boolean several;

    /// A whole answer, known to be no error.
    static Completion whole(JsonNode answer) throws Unreadable {
        if (!answer.path("candidates").path(0).isObject()) {
            throw new Unreadable("the answer has no 'candidates'");
        }
        Assembly assembly = new Assembly();
        new GeminiReader().said(answer).forEach(assembly::add);
        return assembly.completion();
    }

    @Override
    public Step read(Event event) {
        if (event.data().isEmpty()) {
            return Step.Said.NOTHING;
        }
        JsonNode answer;
        try {
            answer = Json.tree(event.data().getBytes(UTF_8));
        } catch (UncheckedIOException _) {
            return failed("an event of the stream is malformed");
        }
        if (!answer.isObject()) {
            return failed("an event of the stream is malformed");
        }
        Optional<Failure> failure = GeminiErrors.in(answer);
        if (failure.isPresent()) {
            return new Step.Failed(failure.get());
        }
        boolean ended = finished;
        List<Chunk> chunks = said(answer);
        return ended && !chunks.stream().allMatch(Chunk.Counted.class::isInstance)
                ? failed("the answer went on after its end")
                : Step.Said.of(chunks);
    }

    private List<Chunk> said(JsonNode answer) {
        List<Chunk> chunks = new ArrayList<>();
        JsonNode candidate = answer.path("candidates").path(0);
        several |= answer.path("candidates").size() > 1;
        if (!started && candidate.isObject()) {
            started = true;
            String id = answer.path("responseId").asText();
            parts = new PartReader(id);
            chunks.add(new Chunk.Start(id, answer.path("modelVersion").asText()));
        }
        candidate.path("content").path("parts").forEach(part -> parts.read(part, chunks));
        sources.read(candidate, parts, chunks);
        if (candidate.hasNonNull("finishReason") && !finished) {
            finished = true;
            parts.close(chunks);
            chunks.add(
                    new Chunk.Finished(
                            FinishReasons.finish(candidate, parts.called()), Optional.empty()));
        }
        if (answer.path("usageMetadata").isObject()) {
            usage.add(answer.path("usageMetadata"))
                    .ifPresent(it -> chunks.add(new Chunk.Counted(it)));
        }
        return chunks;
    }

    private static Step failed(String what) {
        return new Step.Failed(Failure.of(Kind.SERVER_ERROR, what));
    }

    @Override
    public boolean tellsAll() {
        return !several;
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
