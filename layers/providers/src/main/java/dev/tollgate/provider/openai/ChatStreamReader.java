package dev.tollgate.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Chunk;
import dev.tollgate.dialect.chat.StreamOptions;
import dev.tollgate.http.EventReader.Event;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.provider.wire.StreamReader;
import dev.tollgate.provider.wire.Tongue;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.usage.Usage;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads a stream of chat completion chunks. `[DONE]` ends it; a host that leaves it out but has given every finish reason is forgiven.
final class ChatStreamReader implements StreamReader {
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(UTF_8);
    private static final int MAX_CHOICES = 128;

    private final int choices;
    private final boolean translated;
    private final boolean usageIsOurs;
    private final Map<Integer, ChoiceReader> readers = new HashMap<>();
    private boolean started;

    ChatStreamReader(Call call) {
        boolean same = call.ask().language().name().equals(Tongue.OPENAI.written());
        this.translated = !same;
        this.choices =
                call.body()
                        .member("n")
                        .filter(_ -> same)
                        .map(n -> Math.max(1, n.asInt(1)))
                        .orElse(1);
        this.usageIsOurs = same && !StreamOptions.askForUsage(call.body());
    }

    @Override
    public Step read(Event event) {
        String data = event.data();
        if (data.isEmpty()) {
            return Step.Said.NOTHING;
        }
        if (data.equals("[DONE]")) {
            return new Step.Over(List.of());
        }
        JsonNode chunk;
        try {
            chunk = Json.tree(data.getBytes(UTF_8));
        } catch (UncheckedIOException _) {
            return malformed();
        }
        if (!chunk.isObject()) {
            return malformed();
        }
        if (OpenAiErrors.isError(chunk.path("error"))) {
            return new Step.Failed(
                    OpenAiErrors.classify(200, Headers.none(), data.getBytes(UTF_8)));
        }
        return said(chunk);
    }

    private Step said(JsonNode chunk) {
        List<Chunk> chunks = new ArrayList<>();
        Optional<Usage> usage = OpenAiUsage.of(chunk.path("usage"), chunk.path("x_groq"));
        JsonNode list = chunk.path("choices");
        if (!started && !list.isEmpty()) {
            started = true;
            chunks.add(new Chunk.Start(chunk.path("id").asText(), chunk.path("model").asText()));
        }
        for (JsonNode choice : list) {
            int index = Math.clamp(choice.path("index").asInt(), 0, MAX_CHOICES);
            Optional<Failure> failure = ChatAnswer.failure(choice);
            if (failure.isPresent()) {
                return new Step.Failed(failure.get());
            }
            ChoiceReader reader = readers.computeIfAbsent(index, _ -> new ChoiceReader());
            reader.read(choice, chunks);
            if (translated && reader.interleaved()) {
                return new Step.Failed(
                        Failure.of(Kind.SERVER_ERROR, "the stream's tool calls are interleaved"));
            }
        }
        usage.ifPresent(it -> chunks.add(new Chunk.Counted(it)));
        return new Step.Said(chunks, usageIsOurs && list.isEmpty() && usage.isPresent());
    }

    private static Step malformed() {
        return new Step.Failed(
                Failure.of(Kind.SERVER_ERROR, "an event of the stream is malformed"));
    }

    @Override
    public boolean finished() {
        return readers.values().stream().filter(ChoiceReader::finished).count() >= choices;
    }

    @Override
    public boolean tellsAll() {
        return choices == 1
                && readers.size() == 1
                && readers.values().stream().allMatch(ChoiceReader::tellsAll);
    }

    @Override
    public Optional<byte[]> missingEnd() {
        return finished() ? Optional.of(DONE) : Optional.empty();
    }
}
