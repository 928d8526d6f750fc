package dev.tollgate.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.conversation.Part.Citation;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.http.Json;
import dev.tollgate.usage.Usage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AssemblyTest {
    private static final Signature SIGNATURE = new Signature("plain", "s1g");
    private static final Citation CITATION =
            new Citation(Optional.of("https://example.com"), Optional.empty(), Optional.empty());
    private static final Completion WHOLE =
            new Completion(
                    "id",
                    "model",
                    List.of(
                            new Part.Thinking("hm, so", Optional.of(SIGNATURE)),
                            new Part.Text("Hello!", List.of(CITATION)),
                            new Part.Foreign("plain", "search", Json.object().put("q", "x")),
                            new Part.ToolCall("c1", "f", "{\"a\":1}", Optional.empty()),
                            new Part.ToolCall("c2", "g", "{}", Optional.of(SIGNATURE)),
                            new Part.Refusal("no")),
                    Finish.TOOL_CALLS,
                    Optional.of("END"),
                    Optional.of(Usage.of(3, 4)));

    private static Completion assembled(List<Chunk> chunks) {
        Assembly assembly = new Assembly();
        chunks.forEach(assembly::add);
        return assembly.completion();
    }

    @Test
    void an_answer_taken_apart_and_put_together_is_the_same() {
        assertEquals(WHOLE, assembled(Assembly.chunks(WHOLE)));
    }

    @Test
    void pieces_of_parts_are_joined() {
        List<Chunk> chunks =
                List.of(
                        new Chunk.Start("id", "model"),
                        new Chunk.Open(new Part.Thinking("", Optional.empty())),
                        new Chunk.More("hm, "),
                        new Chunk.More("so"),
                        new Chunk.Signed(SIGNATURE),
                        new Chunk.Close(),
                        new Chunk.Open(Part.Text.of("Hel")),
                        new Chunk.More("lo!"),
                        new Chunk.Cited(CITATION),
                        new Chunk.Close(),
                        new Chunk.Open(
                                new Part.Foreign("plain", "search", Json.object().put("q", "x"))),
                        new Chunk.Close(),
                        new Chunk.Open(new Part.ToolCall("c1", "f", "", Optional.empty())),
                        new Chunk.More("{\"a\""),
                        new Chunk.More(":1}"),
                        new Chunk.Close(),
                        new Chunk.Open(new Part.ToolCall("c2", "g", "", Optional.empty())),
                        new Chunk.Signed(SIGNATURE),
                        new Chunk.Close(),
                        new Chunk.Open(new Part.Refusal("")),
                        new Chunk.More("no"),
                        new Chunk.Close(),
                        new Chunk.Counted(Usage.of(3, 0)),
                        new Chunk.Finished(Finish.TOOL_CALLS, Optional.of("END")),
                        new Chunk.Counted(Usage.of(3, 4)));

        assertEquals(WHOLE, assembled(chunks));
    }

    @Test
    void what_is_still_open_counts_as_far_as_it_has_come() {
        List<Chunk> cut =
                List.of(
                        new Chunk.Start("id", "model"),
                        new Chunk.Open(Part.Text.of("")),
                        new Chunk.More("Hel"));

        assertEquals(List.of(Part.Text.of("Hel")), assembled(cut).parts());
        assertEquals(Optional.empty(), assembled(cut).usage());
    }

    @Test
    void a_signature_keeps_its_origin_through_a_caller_of_another_language() {
        String handedOut = SIGNATURE.written("other");

        assertEquals(SIGNATURE, Signature.read(handedOut, "other"));
        assertEquals("s1g", SIGNATURE.written("plain"));
        assertEquals(SIGNATURE, Signature.read("s1g", "plain"));
    }
}
