package dev.tollgate.provider.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.conversation.Chunk;
import dev.tollgate.conversation.Language;
import dev.tollgate.conversation.Language.EventWriter;
import dev.tollgate.conversation.Part;
import dev.tollgate.http.EventReader.Event;
import dev.tollgate.provider.wire.StreamReader.Step;
import dev.tollgate.routing.Dropped;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Supplier;

/// What the caller of a stream gets of each event of the provider's.
interface Relay {
    byte[] said(Event event, Step.Said said);

    /// @param uncounted chunks that tell of tokens which the provider has not counted
    byte[] over(Event event, Step.Over over, Supplier<List<Chunk>> uncounted);

    /// @param mark what the provider should have sent
    byte[] missingEnd(byte[] mark, Supplier<List<Chunk>> uncounted);

    /// Every event as it came, but for those that only we have asked for.
    record Untouched() implements Relay {
        private static final byte[] NOTHING = {};

        @Override
        public byte[] said(Event event, Step.Said said) {
            return said.askedByUs() ? NOTHING : event.raw();
        }

        @Override
        public byte[] over(Event event, Step.Over over, Supplier<List<Chunk>> uncounted) {
            return event.raw();
        }

        @Override
        public byte[] missingEnd(byte[] mark, Supplier<List<Chunk>> uncounted) {
            return mark;
        }
    }

    /// The same in another language. A part that it has no word for is left out, and a comment says so.
    final class Translated implements Relay {
        private final EventWriter writer;
        private final Language language;
        private final Chunk.Start unnamed;
        private boolean leavingOut;

        /// @param id for an answer that the provider gives none
        /// @param model for an answer that does not name its own
        Translated(Language language, EventWriter writer, String id, String model) {
            this.writer = writer;
            this.language = language;
            this.unnamed = new Chunk.Start(id, model);
        }

        @Override
        public byte[] said(Event event, Step.Said said) {
            return written(said.chunks());
        }

        @Override
        public byte[] over(Event event, Step.Over over, Supplier<List<Chunk>> uncounted) {
            return join(join(written(over.chunks()), written(uncounted.get())), writer.end());
        }

        @Override
        public byte[] missingEnd(byte[] mark, Supplier<List<Chunk>> uncounted) {
            return join(written(uncounted.get()), writer.end());
        }

        private byte[] written(List<Chunk> chunks) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (Chunk chunk : chunks) {
                out.writeBytes(written(chunk));
            }
            return out.toByteArray();
        }

        private byte[] written(Chunk chunk) {
            if (chunk instanceof Chunk.Open(Part part) && !language.says(part)) {
                leavingOut = true;
                String name = Dropped.name(part.kind());
                return (": tollgate-dropped " + name + "\n\n").getBytes(UTF_8);
            }
            if (leavingOut) {
                leavingOut = !(chunk instanceof Chunk.Close);
                return new byte[0];
            }
            return writer.write(chunk instanceof Chunk.Start start ? named(start) : chunk);
        }

        private Chunk.Start named(Chunk.Start start) {
            return new Chunk.Start(
                    start.id().isEmpty() ? unnamed.id() : start.id(),
                    start.model().isEmpty() ? unnamed.model() : start.model());
        }

        private static byte[] join(byte[] first, byte[] second) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(first);
            all.writeBytes(second);
            return all.toByteArray();
        }
    }
}
