package dev.tollgate.provider.responses;

import dev.tollgate.conversation.Chunk;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Citation;
import dev.tollgate.conversation.Part.Signature;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Parts put one after another. As a rule a response's items are; but some hosts (OpenRouter) close what was thought only after what was said,
/// so whatever goes on elsewhere closes the open part. A call can't be gone on with after that.
final class Sequence {
    private final Map<Place, Progress> seen = new HashMap<>();
    private Optional<Place> open = Optional.empty();
    private Optional<Signature> seal = Optional.empty();
    private boolean saidNothing = true;
    private boolean interleaved;

    /// Where a part stands in the output.
    ///
    /// @param content in a message, or [#WHOLE_ITEM]
    record Place(int item, int content) {
        static final int WHOLE_ITEM = -1;
    }

    /// How much of a part has come.
    private static final class Progress {
        private int length;
        private int citations;
    }

    boolean interleaved() {
        return interleaved;
    }

    boolean saidNothing() {
        return saidNothing;
    }

    boolean has(Place place) {
        return seen.containsKey(place);
    }

    boolean isOpen(Place place) {
        return open.filter(place::equals).isPresent();
    }

    int length(Place place) {
        Progress progress = seen.get(place);
        return progress == null ? 0 : progress.length;
    }

    /// @param empty what is opened if it is not open yet
    void say(Place place, Part empty, String more, List<Chunk> chunks) {
        if (!more.isEmpty()) {
            Progress progress = opened(place, empty, chunks);
            progress.length += more.length();
            chunks.add(new Chunk.More(more));
        }
    }

    /// Says what of a whole text has not come yet.
    void sayRest(Place place, Part empty, String whole, List<Chunk> chunks) {
        say(place, empty, rest(place, whole), chunks);
    }

    void cite(Place place, Citation citation, List<Chunk> chunks) {
        opened(place, Part.Text.of(""), chunks).citations++;
        chunks.add(new Chunk.Cited(citation));
    }

    void citeRest(Place place, List<Citation> all, List<Chunk> chunks) {
        Progress progress = seen.get(place);
        int known = progress == null ? 0 : progress.citations;
        all.stream().skip(known).forEach(it -> cite(place, it, chunks));
    }

    void call(Place place, Part.ToolCall call, List<Chunk> chunks) {
        opened(place, call, chunks);
    }

    /// More of a call's arguments. Of a call that has not begun they are left to its end, which has them all.
    void argue(Place place, String more, List<Chunk> chunks) {
        if (isOpen(place)) {
            say(place, Part.Text.of(""), more, chunks);
        } else {
            interleaved |= has(place) && !more.isEmpty();
        }
    }

    void argueRest(Place place, String whole, List<Chunk> chunks) {
        argue(place, rest(place, whole), chunks);
    }

    /// The signature that the part gets when it is closed; a part that is closed already gets it as a thought without words.
    void seal(Place place, Optional<Signature> signature, List<Chunk> chunks) {
        if (isOpen(place)) {
            seal = signature.or(() -> seal);
        } else if (signature.isPresent()) {
            whole(new Part.Thinking("", signature), chunks);
        }
    }

    void whole(Part part, List<Chunk> chunks) {
        close(chunks);
        saidNothing = false;
        chunks.add(new Chunk.Open(part));
        chunks.add(new Chunk.Close());
    }

    void whole(Place place, Part part, List<Chunk> chunks) {
        seen.put(place, new Progress());
        whole(part, chunks);
    }

    void close(Place place, List<Chunk> chunks) {
        if (isOpen(place)) {
            close(chunks);
        }
    }

    void close(List<Chunk> chunks) {
        if (open.isPresent()) {
            seal.ifPresent(it -> chunks.add(new Chunk.Signed(it)));
            chunks.add(new Chunk.Close());
        }
        seal = Optional.empty();
        open = Optional.empty();
    }

    private String rest(Place place, String whole) {
        return whole.substring(Math.min(whole.length(), length(place)));
    }

    private Progress opened(Place place, Part empty, List<Chunk> chunks) {
        if (!isOpen(place)) {
            close(chunks);
            saidNothing = false;
            open = Optional.of(place);
            chunks.add(new Chunk.Open(empty));
        }
        return seen.computeIfAbsent(place, _ -> new Progress());
    }
}
