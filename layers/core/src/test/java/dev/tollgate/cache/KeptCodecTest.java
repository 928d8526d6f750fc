package dev.tollgate.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Citation;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.conversation.Part.Source;
import dev.tollgate.http.Json;
import dev.tollgate.routing.Answer.Summary;
import dev.tollgate.routing.Target;
import dev.tollgate.usage.Usage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

class KeptCodecTest {
    private final Random random = new Random(3);

    @Test
    void every_field_of_an_answer_comes_back() {
        for (int i = 0; i < 1_000; i++) {
            Kept kept = kept();

            Kept read = KeptCodec.read(KeptCodec.write(kept).orElseThrow()).orElseThrow();

            assertArrayEquals(kept.bytes(), read.bytes());
            assertEquals(kept.form(), read.form());
            assertEquals(kept.completion(), read.completion());
            assertEquals(kept.summary(), read.summary());
            assertEquals(kept.target(), read.target());
            assertEquals(kept.at(), read.at());
            assertEquals(kept.dropped(), read.dropped());
        }
    }

    @Test
    void content_may_nest_as_deep_as_any_json() {
        String deep = "[".repeat(500) + "]".repeat(500);
        Part part =
                new Part.Foreign("one", "deep", Json.tree(deep.getBytes(StandardCharsets.UTF_8)));
        Kept kept =
                Samples.kept(
                        Samples.call(Samples.ONE, "{\"say\":\"\"}"),
                        "",
                        Optional.of(Samples.COMPLETION.with(List.of(part))));

        assertEquals(
                kept.completion(),
                KeptCodec.read(KeptCodec.write(kept).orElseThrow()).orElseThrow().completion());
    }

    @Test
    void an_answer_is_compressed() {
        String text = "data: {\"choices\":[{\"delta\":{\"content\":\"word \"}}]}\n\n".repeat(500);

        assertTrue(KeptCodec.write(Samples.kept(text)).orElseThrow().length < text.length() / 20);
    }

    @Test
    void what_is_too_large_for_the_store_is_not_written() {
        byte[] noise = new byte[CacheStore.MAX_BYTES];
        random.nextBytes(noise);

        assertEquals(
                Optional.empty(),
                KeptCodec.write(Samples.kept(new String(noise, StandardCharsets.ISO_8859_1))));
        assertEquals(
                Optional.empty(),
                KeptCodec.write(Samples.kept("x".repeat(KeptCodec.MAX_UNPACKED_BYTES))));
    }

    @Test
    void what_would_unpack_to_too_much_is_not_read() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.write(1);
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bomb))) {
            byte[] json = "{}".getBytes(StandardCharsets.UTF_8);
            out.writeInt(json.length);
            out.write(json);
            out.write(new byte[KeptCodec.MAX_UNPACKED_BYTES]);
        }

        assertEquals(Optional.empty(), KeptCodec.read(bomb.toByteArray()));
    }

    @Test
    void what_is_damaged_or_of_another_version_is_not_read() {
        byte[] good = KeptCodec.write(Samples.kept("answer")).orElseThrow();
        byte[] later = good.clone();
        later[0]++;

        assertEquals(Optional.empty(), KeptCodec.read(later));
        assertEquals(Optional.empty(), KeptCodec.read(new byte[0]));
        assertEquals(Optional.empty(), KeptCodec.read(new byte[] {1}));
        for (int length = 1; length < good.length - 5; length++) {
            assertEquals(Optional.empty(), KeptCodec.read(Arrays.copyOf(good, length)));
        }
    }

    @Test
    void nothing_of_an_answer_is_shown() {
        assertTrue(!Samples.kept("secret").toString().contains("secret"));
    }

    private Kept kept() {
        byte[] bytes = new byte[random.nextInt(500)];
        random.nextBytes(bytes);
        return new Kept(
                new Form(text(), random.nextBoolean(), text()),
                bytes,
                maybe(completion()),
                new Summary(usage(), maybe(text())),
                new Target("p" + random.nextInt(), "m/" + random.nextInt()),
                Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
                random.nextBoolean() ? List.of() : List.of(text(), "thinking"));
    }

    private Completion completion() {
        return new Completion(
                text(),
                text(),
                parts(2),
                List.of(Finish.values()).get(random.nextInt(5)),
                maybe(text()),
                maybe(usage()));
    }

    private List<Part> parts(int depth) {
        List<Part> parts = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            parts.add(part(depth));
        }
        return parts;
    }

    private Part part(int depth) {
        return switch (random.nextInt(depth == 0 ? 9 : 10)) {
            case 0 -> new Part.Text(text(), random.nextBoolean() ? List.of() : List.of(citation()));
            case 1 -> new Part.Image(source(), maybe(text()));
            case 2 -> new Part.File(source(), maybe(text()));
            case 3 -> new Part.Audio(text(), text());
            case 4 -> new Part.ToolCall(text(), text(), text(), maybe(signature()));
            case 5 -> new Part.Thinking(text(), maybe(signature()));
            case 6 -> new Part.Refusal(text());
            case 7 -> new Part.CachePoint(maybe(text()));
            case 8 -> new Part.Foreign(text(), text(), content());
            default -> new Part.ToolResult(text(), parts(depth - 1), random.nextBoolean());
        };
    }

    private JsonNode content() {
        String json =
                "{\"a\":[1,-2.50,1e-7,12345678901234567890,true,null,\"\\ud83d\\ude00\\ud800\"],\"b\":{\"n\":%d}}"
                        .formatted(random.nextLong());
        return Json.tree(json.getBytes(StandardCharsets.UTF_8));
    }

    private Citation citation() {
        return new Citation(maybe(text()), maybe(text()), maybe(text()));
    }

    private Signature signature() {
        return new Signature(text(), text());
    }

    private Source source() {
        return switch (random.nextInt(3)) {
            case 0 -> new Source.Inline(text(), text());
            case 1 -> new Source.Url(text());
            default -> new Source.Stored(text());
        };
    }

    private Usage usage() {
        return new Usage(
                count(),
                count(),
                count(),
                count(),
                count(),
                count(),
                count(),
                count(),
                count(),
                random.nextBoolean());
    }

    private long count() {
        return random.nextLong() >>> (2 + random.nextInt(60));
    }

    private String text() {
        return List.of("", "stop", "Grüße, 東京 😀", "\ud800 half", "a \"b\" \\ \n\0", "\udc00")
                .get(random.nextInt(6));
    }

    private <T> Optional<T> maybe(T value) {
        return random.nextBoolean() ? Optional.of(value) : Optional.empty();
    }
}
