package dev.tollgate.provider.judges;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.conversation.Assembly;
import dev.tollgate.conversation.Chunk;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Language.EventWriter;
import dev.tollgate.conversation.Part;
import dev.tollgate.http.Json;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.wire.Provider;
import dev.tollgate.routing.Answer.Summary;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Outcome.Failed;
import dev.tollgate.usage.Usage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Replays one exchange for one caller, and says no if what the caller gets is not what the provider said.
record Judge(Exchange exchange, Wired wired) {
    /// What is put in place of a missing mark of the end.
    private static final String DONE = "data: [DONE]";

    private Provider provider() {
        return wired.provider().apply(exchange.provider());
    }

    /// What the provider said, read by nobody of ours.
    private Said said() {
        Witness witness = wired.witness();
        Said said =
                exchange.streamed()
                        ? witness.streamed(witness.events(exchange.body()))
                        : witness.whole(Json.tree(exchange.body()));
        return Gaps.of(exchange).isEmpty() ? said : said.unsigned();
    }

    void failure(Call call, Kind kind) throws IOException {
        Failure failure =
                assertInstanceOf(Failed.class, Calls.read(provider(), call, exchange.reply()))
                        .failure();
        assertEquals(kind, failure.kind());
        String words = failure.words().text();
        assertTrue(
                exchange.text().contains(Json.quote(words).replaceAll("^\"|\"$", "")),
                "the provider's own words: " + words);
        assertFalse(!words.isEmpty() && failure.message().contains(words), failure.message());
    }

    void embeddings() throws IOException {
        Rendered rendered = Rendered.of(provider(), Caller.embeddings(), exchange.reply());
        assertArrayEquals(exchange.body(), rendered.bytes());
        long input = Json.tree(exchange.body()).path("usage").path("prompt_tokens").asLong();
        assertEquals(Usage.of(input, 0), rendered.summary().usage());
    }

    /// The model of the answer holds all that the provider said.
    Listener reading() throws IOException {
        Listener listener = new Listener();
        Call call = Calls.of(listener, Operation.CHAT, "{}", exchange.streamed());
        Rendered rendered = Rendered.of(provider(), call, exchange.reply());
        Said expected = said();
        assertEquals(expected, Said.of(listener.completion()));
        counted(expected, rendered.summary());
        return listener;
    }

    private static void counted(Said expected, Summary summary) {
        assertEquals(expected.finish().written(), summary.finishReason().orElse("none"));
        expected.usage()
                .ifPresentOrElse(
                        usage -> assertEquals(usage, summary.usage()),
                        () -> assertTrue(summary.usage().estimated()));
    }

    /// The caller gets the same, in whatever pieces it came.
    void rendering(Caller caller) throws IOException {
        Call call = caller.call(exchange.streamed());
        Rendered rendered = Rendered.of(provider(), call, exchange.reply());
        counted(said(), rendered.summary());
        for (int seed = 1; exchange.streamed() && seed <= 3; seed++) {
            Random random = new Random(exchange.body().length + seed);
            Rendered cut = Rendered.of(provider(), call, exchange.reply(random));
            assertEquals(rendered.text(), cut.text());
            assertEquals(rendered.summary(), cut.summary());
        }
        if (caller.language().name().equals(wired.tongue())) {
            untouched(rendered);
            accepted(caller, written(caller, call));
        } else {
            accepted(caller, rendered.bytes());
        }
    }

    /// What is kept of the answer is all that was heard of it, and can be told to the caller again: whole, and as a stream.
    void keeping(Caller caller) throws IOException {
        Call call = caller.call(exchange.streamed()).keeping();
        Rendered rendered = Rendered.of(provider(), call, exchange.reply());
        Completion kept = rendered.kept().orElseThrow();
        List<Part> common =
                kept.parts().stream().filter(it -> !(it instanceof Part.Foreign)).toList();
        Completion told = kept.with(common);
        assertEquals(
                uncounted(
                        reading()
                                .completion()
                                .orElse(call.id(), kept.model(), kept.usage().orElseThrow())),
                uncounted(told));
        assertEquals(Optional.of(rendered.summary().usage()), kept.usage());
        foreign(caller, call, kept);
        for (boolean streamed : new boolean[] {false, true}) {
            Call again = caller.call(streamed);
            accepted(
                    caller,
                    streamed
                            ? events(caller, again, Assembly.chunks(told))
                            : caller.language().write(told, again.ask()),
                    streamed);
        }
    }

    /// The same without a count that is only ours: it is of the caller's request, too.
    private static Completion uncounted(Completion completion) {
        return new Completion(
                completion.id(),
                completion.model(),
                completion.parts(),
                completion.finish(),
                completion.stopSequence(),
                completion.usage().filter(it -> !it.estimated()));
    }

    /// What only the caller's language has a word for is told in it as it was. Not every library takes what its own provider has sent in earlier days.
    private static void foreign(Caller caller, Call call, Completion kept) {
        List<Part> sayable = kept.parts().stream().filter(caller.language()::says).toList();
        String written = new String(caller.language().write(kept.with(sayable), call.ask()), UTF_8);
        for (Part part : sayable) {
            if (part instanceof Part.Foreign foreign) {
                assertTrue(written.contains(foreign.content().toString()), written);
            }
        }
    }

    private void untouched(Rendered rendered) {
        if (exchange.streamed()) {
            String sent = exchange.text().strip();
            boolean marked = !wired.tongue().equals("openai") || sent.contains(DONE);
            sent = wired.tongue().equals("openai") ? sent : sent.replace(DONE, "").strip();
            String passed = rendered.text().strip();
            assertEquals(sent, passed.substring(0, Math.min(sent.length(), passed.length())));
            assertEquals(marked ? "" : DONE, passed.substring(sent.length()).strip());
        } else {
            assertArrayEquals(exchange.body(), rendered.bytes());
        }
    }

    /// The answer as it would be written were the wire another.
    private byte[] written(Caller caller, Call call) throws IOException {
        Listener listener = reading();
        if (!exchange.streamed()) {
            return caller.language().write(listener.completion(), call.ask());
        }
        return events(caller, call, listener.chunks());
    }

    private static byte[] events(Caller caller, Call call, List<Chunk> chunks) {
        EventWriter writer = caller.language().events(call.ask());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        chunks.forEach(chunk -> out.writeBytes(writer.write(chunk)));
        out.writeBytes(writer.end());
        return out.toByteArray();
    }

    private void accepted(Caller caller, byte[] bytes) throws IOException {
        accepted(caller, bytes, exchange.streamed());
    }

    /// The caller's official library takes it, and understands what the provider said.
    private void accepted(Caller caller, byte[] bytes, boolean streamed) throws IOException {
        Said expected = said();
        Witness witness = caller.witness();
        Said plain =
                streamed
                        ? witness.streamed(witness.events(bytes))
                        : witness.whole(Json.tree(bytes));
        String shown = new String(bytes, UTF_8);
        Said understood =
                witness.whole(streamed ? caller.sdk().streamed(bytes) : caller.sdk().whole(bytes));
        for (Said it : List.of(plain, understood)) {
            assertEquals(expected.text(), it.text(), shown);
            assertEquals(expected.calls(), it.calls(), shown);
            assertEquals(caller.says(expected.finish()), it.finish(), shown);
        }
        assertEquals(expected.thinking(), plain.thinking(), shown);
        expected.usage()
                .ifPresent(usage -> {
                    Usage told = plain.usage().orElseThrow();
                    assertEquals(usage.input(), told.input(), shown);
                    assertEquals(usage.cacheRead(), told.cacheRead(), shown);
                    assertEquals(usage.output(), told.output(), shown);
                });
    }
}
