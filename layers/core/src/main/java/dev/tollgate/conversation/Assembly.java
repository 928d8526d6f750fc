package dev.tollgate.conversation;

import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.conversation.Part.Citation;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A whole answer out of its chunks, and chunks out of a whole answer.
public final class Assembly {
    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final List<Citation> citations = new ArrayList<>();
    private Optional<Part> open = Optional.empty();
    private Optional<Signature> signature = Optional.empty();
    private Chunk.Start start = new Chunk.Start("", "");
    private Chunk.Finished finished = new Chunk.Finished(Finish.STOP, Optional.empty());
    private Optional<Usage> usage = Optional.empty();

    public void add(Chunk chunk) {
        switch (chunk) {
            case Chunk.Start it -> start = it;
            case Chunk.Open(Part part) -> open(part);
            case Chunk.More(String more) -> text.append(more);
            case Chunk.Signed(Signature it) -> signature = Optional.of(it);
            case Chunk.Cited(Citation it) -> citations.add(it);
            case Chunk.Close() -> close();
            case Chunk.Counted(Usage it) -> usage = Optional.of(it);
            case Chunk.Finished it -> finished = it;
        }
    }

    /// What has arrived so far.
    public Completion completion() {
        List<Part> all = new ArrayList<>(parts);
        open.map(this::complete).ifPresent(all::add);
        return new Completion(
                start.id(), start.model(), all, finished.reason(), finished.stopSequence(), usage);
    }

    private void open(Part part) {
        close();
        open = Optional.of(part);
    }

    private void close() {
        open.map(this::complete).ifPresent(parts::add);
        open = Optional.empty();
        text.setLength(0);
        citations.clear();
        signature = Optional.empty();
    }

    private Part complete(Part part) {
        return switch (part) {
            case Part.Text it -> {
                List<Citation> all = new ArrayList<>(it.citations());
                all.addAll(citations);
                yield new Part.Text(it.text() + text, all);
            }
            case Part.Thinking it ->
                    new Part.Thinking(it.text() + text, signature.or(it::signature));
            case Part.ToolCall it ->
                    new Part.ToolCall(
                            it.id(),
                            it.name(),
                            argumentsOf(it.arguments() + text),
                            signature.or(it::signature));
            case Part.Refusal it -> new Part.Refusal(it.text() + text);
            case Part.Image _,
                    Part.File _,
                    Part.Audio _,
                    Part.ToolResult _,
                    Part.CachePoint _,
                    Part.Foreign _ ->
                    part;
        };
    }

    private static String argumentsOf(String written) {
        return written.isBlank() ? "{}" : written;
    }

    /// The chunks that a whole answer could have arrived in, each part in one.
    public static List<Chunk> chunks(Completion whole) {
        List<Chunk> chunks = new ArrayList<>();
        chunks.add(new Chunk.Start(whole.id(), whole.model()));
        for (Part part : whole.parts()) {
            chunks.add(new Chunk.Open(part));
            chunks.add(new Chunk.Close());
        }
        chunks.add(new Chunk.Finished(whole.finish(), whole.stopSequence()));
        whole.usage().ifPresent(it -> chunks.add(new Chunk.Counted(it)));
        return chunks;
    }
}
