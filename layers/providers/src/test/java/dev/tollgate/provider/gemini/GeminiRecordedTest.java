package dev.tollgate.provider.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Assembly;
import dev.tollgate.conversation.Chunk;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Citation;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.http.EventReader;
import dev.tollgate.http.EventReader.Event;
import dev.tollgate.http.Json;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.FakeReply;
import dev.tollgate.provider.wire.Provider;
import dev.tollgate.provider.wire.StreamReader.Step;
import dev.tollgate.provider.wire.Wire.Unreadable;
import dev.tollgate.routing.Answer.Next;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.ModelFacts;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import dev.tollgate.usage.Usage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIf;

/// Every recorded exchange with Gemini and Vertex AI through the real reader, judged by a walk over the JSON that shares no code with it. Runs where the
/// recordings are at hand.
@EnabledIf("recordingsAreHere")
class GeminiRecordedTest {
    private static final Path SHARED = Path.of("../../../shared");
    private static final Gemini PROVIDER =
            Gemini.at(Gemini.PUBLIC, ModelFacts.UNKNOWN, Calls.ESTIMATE);
    private static final String CHAT =
            "{\"messages\":[],\"stream_options\":{\"include_usage\":true}}";

    static boolean recordingsAreHere() {
        return Files.isDirectory(SHARED.resolve("recorded"));
    }

    private static JsonNode tree(String json) {
        return Json.tree(json.getBytes(UTF_8));
    }

    @TestFactory
    Stream<DynamicTest> recorded_traffic_is_read_without_loss() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String host : List.of("gemini", "vertex")) {
            int line = 0;
            for (String json : Files.readAllLines(SHARED.resolve("recorded/" + host + ".jsonl"))) {
                line++;
                JsonNode exchange = tree(json);
                String name = host + ":" + line + " " + exchange.path("status").asInt();
                tests.add(DynamicTest.dynamicTest(name, () -> replay(exchange)));
            }
        }
        assertEquals(87, tests.size());
        return tests.stream();
    }

    private static void replay(JsonNode exchange) throws IOException, Unreadable {
        String body = exchange.path("response_text").asText();
        int status = exchange.path("status").asInt();
        boolean streamed = exchange.path("stream").asBoolean();
        String path = exchange.path("path").asText();
        if (path.contains("/openai/")) {
            Outcome outcome =
                    Calls.read(Calls.openAi(), Calls.chat("{}"), FakeReply.of(status, body));
            assertInstanceOf(Answered.class, outcome);
        } else if (status != 200 || body.contains("blockReason")) {
            Operation operation = path.contains("embed") ? Operation.EMBEDDINGS : Operation.CHAT;
            failed(operation, status, streamed, body);
        } else if (path.contains("batchEmbedContents")) {
            embedded(exchange, body);
        } else if (streamed) {
            streamed(body);
        } else {
            whole(body);
        }
    }

    private static void failed(Operation operation, int status, boolean streamed, String body)
            throws IOException {
        String request = operation == Operation.CHAT ? CHAT : "{\"input\":\"a\"}";
        Call call = Calls.of(operation, request, streamed && operation == Operation.CHAT);
        Outcome outcome = Calls.read(PROVIDER, call, FakeReply.of(status, body));

        assertEquals(kind(status, body), assertInstanceOf(Failed.class, outcome).failure().kind());
        assertEquals(
                body.contains("retryDelay"), ((Failed) outcome).failure().retryAfter().isPresent());
    }

    private static Kind kind(int status, String body) {
        if (body.contains("API key not valid")) {
            return Kind.AUTH;
        }
        if (body.contains("exceeds the maximum number of tokens")) {
            return Kind.CONTEXT_LENGTH;
        }
        return switch (status) {
            case 200 -> Kind.CONTENT_POLICY;
            case 400 -> Kind.BAD_REQUEST;
            case 401 -> Kind.AUTH;
            case 404 -> Kind.NOT_FOUND;
            case 429 -> Kind.RATE_LIMITED;
            default -> throw new IllegalArgumentException("status " + status);
        };
    }

    private static void embedded(JsonNode exchange, String body) throws IOException {
        String text = exchange.at("/request/requests/0/content/parts/0/text").asText();
        Call call =
                Calls.of(Operation.EMBEDDINGS, Json.object().put("input", text).toString(), false);
        Whole whole = (Whole) answered(PROVIDER, call, body);

        assertEquals(
                numbers(tree(body).at("/embeddings/0/values")),
                numbers(Json.tree(whole.body()).at("/data/0/embedding")));
        assertEquals(Usage.of(8, 0), whole.summary().usage());
    }

    private static List<Double> numbers(JsonNode list) {
        List<Double> numbers = new ArrayList<>();
        list.forEach(number -> numbers.add(number.asDouble()));
        return numbers;
    }

    private static void whole(String body) throws IOException, Unreadable {
        Completion answer = new GeminiWire(true).completion(tree(body));
        judge(List.of(tree(body)), answer);

        Whole whole = (Whole) answered(PROVIDER, Calls.chat(CHAT), body);
        assertEquals(answer.usage().isEmpty(), whole.summary().usage().estimated());
        answer.usage().ifPresent(it -> assertEquals(it, whole.summary().usage()));
        assertEquals(
                text(answer), Json.tree(whole.body()).at("/choices/0/message/content").asText(""));
    }

    /// One stream was recorded without `alt=sse`, which we always ask for: its documents are put into events.
    private static void streamed(String body) throws IOException {
        StringBuilder events = new StringBuilder();
        if (body.startsWith("[")) {
            tree(body).forEach(it -> events.append("data: ").append(it).append("\r\n\r\n"));
        } else {
            events.append(body);
        }
        byte[] sent = events.toString().getBytes(UTF_8);
        List<JsonNode> documents =
                events.toString()
                        .lines()
                        .filter(line -> line.startsWith("data:"))
                        .map(line -> tree(line.substring(5)))
                        .toList();
        List<Chunk> chunks = chunks(sent, Integer.MAX_VALUE);
        for (int seed = 0; seed < 20; seed++) {
            assertEquals(chunks, chunks(sent, seed));
        }
        Assembly assembly = new Assembly();
        chunks.forEach(assembly::add);
        judge(documents, assembly.completion());
        relay(events.toString(), assembly.completion());
    }

    private static List<Chunk> chunks(byte[] sent, int seed) throws IOException {
        GeminiReader reader = new GeminiReader();
        EventReader events = new EventReader(new Dribble(sent, seed));
        List<Chunk> chunks = new ArrayList<>();
        for (Optional<Event> next = events.next(); next.isPresent(); next = events.next()) {
            assertTrue(next.get().complete());
            chunks.addAll(assertInstanceOf(Step.Said.class, reader.read(next.get())).chunks());
        }
        assertTrue(reader.finished());
        assertTrue(reader.missingEnd().isPresent());
        return chunks;
    }

    private static void relay(String body, Completion answer) throws IOException {
        Streamed stream = (Streamed) answered(PROVIDER, Calls.of(Operation.CHAT, CHAT, true), body);
        StringBuilder content = new StringBuilder();
        StringBuilder all = new StringBuilder();
        for (Next next = stream.next(); ; next = stream.next()) {
            if (next instanceof Next.Piece(byte[] bytes)) {
                all.append(new String(bytes, UTF_8));
            } else {
                all.append(new String(assertInstanceOf(Next.End.class, next).bytes(), UTF_8));
                break;
            }
        }
        all.toString()
                .lines()
                .filter(line -> line.startsWith("data: {"))
                .forEach(line ->
                        content.append(
                                tree(line.substring(6)).at("/choices/0/delta/content").asText("")));
        assertEquals(text(answer), content.toString());
        assertTrue(all.toString().endsWith("data: [DONE]\n\n"));
    }

    private static dev.tollgate.routing.Answer answered(Provider provider, Call call, String body)
            throws IOException {
        return assertInstanceOf(Answered.class, Calls.read(provider, call, FakeReply.of(200, body)))
                .answer();
    }

    private static String text(Completion answer) {
        StringBuilder text = new StringBuilder();
        for (Part part : answer.parts()) {
            text.append(part instanceof Part.Text it ? it.text() : "");
        }
        return text.toString();
    }

    private static void judge(List<JsonNode> documents, Completion answer) {
        StringBuilder texts = new StringBuilder();
        StringBuilder thoughts = new StringBuilder();
        List<String> signatures = new ArrayList<>();
        List<String> calls = new ArrayList<>();
        Set<String> sources = new LinkedHashSet<>();
        JsonNode usage = Json.object();
        String finish = "";
        for (JsonNode document : documents) {
            JsonNode candidate = document.at("/candidates/0");
            for (JsonNode part : candidate.at("/content/parts")) {
                (part.has("thought") ? thoughts : texts).append(part.path("text").asText(""));
                if (part.has("thoughtSignature")) {
                    signatures.add(part.path("thoughtSignature").asText());
                }
                if (part.has("functionCall")) {
                    JsonNode call = part.path("functionCall");
                    calls.add(call.path("name").asText() + " " + call.path("args"));
                    assertTrue(part.size() <= 2, "unknown member of " + part.properties());
                }
            }
            candidate
                    .at("/groundingMetadata/groundingChunks")
                    .forEach(it -> sources.add(it.at("/web/uri").asText()));
            finish = candidate.path("finishReason").asText(finish);
            usage = document.has("usageMetadata") ? document.path("usageMetadata") : usage;
            assertEquals(document.path("responseId").asText(), answer.id());
            assertEquals(document.path("modelVersion").asText(), answer.model());
        }
        assertEquals(texts.toString(), text(answer));
        heard(answer, thoughts.toString(), signatures, calls, sources);
        Finish stopped = calls.isEmpty() ? Finish.STOP : Finish.TOOL_CALLS;
        assertEquals(finish.equals("MAX_TOKENS") ? Finish.LENGTH : stopped, answer.finish());
        counted(usage, answer.usage());
    }

    private static void heard(
            Completion answer,
            String thoughts,
            List<String> signatures,
            List<String> calls,
            Set<String> sources) {
        StringBuilder heardThoughts = new StringBuilder();
        List<String> heardSignatures = new ArrayList<>();
        List<String> heardCalls = new ArrayList<>();
        Set<String> ids = new LinkedHashSet<>();
        Set<String> cited = new LinkedHashSet<>();
        for (Part part : answer.parts()) {
            switch (part) {
                case Part.Text it ->
                        it.citations().stream()
                                .map(Citation::url)
                                .forEach(url -> cited.add(url.orElseThrow()));
                case Part.Thinking it -> {
                    heardThoughts.append(it.text());
                    it.signature().map(Signature::value).ifPresent(heardSignatures::add);
                }
                case Part.ToolCall it -> {
                    heardCalls.add(it.name() + " " + it.arguments());
                    ids.add(it.id());
                    it.signature().map(Signature::value).ifPresent(heardSignatures::add);
                }
                default -> assertInstanceOf(Part.Foreign.class, part);
            }
        }
        assertEquals(thoughts, heardThoughts.toString());
        assertEquals(signatures, heardSignatures);
        assertEquals(calls, heardCalls);
        assertEquals(calls.size(), ids.size());
        assertEquals(sources, cited);
    }

    /// Vertex AI's total is one short of its parts now and then.
    private static void counted(JsonNode told, Optional<Usage> usage) {
        assertEquals(told.has("promptTokenCount"), usage.isPresent());
        usage.ifPresent(it -> {
            long total = told.path("totalTokenCount").asLong();
            long parts =
                    Stream.of(
                                    "promptTokenCount",
                                    "toolUsePromptTokenCount",
                                    "candidatesTokenCount",
                                    "thoughtsTokenCount")
                            .mapToLong(name -> told.path(name).asLong())
                            .sum();
            assertEquals(parts, it.input() + it.output());
            assertTrue(parts - total == 0 || parts - total == 1, told::toString);
            assertEquals(told.path("thoughtsTokenCount").asLong(), it.reasoning());
            assertEquals(told.path("cachedContentTokenCount").asLong(), it.cacheRead());
        });
    }

    /// What a provider was really told it had used, with what somebody else makes of it.
    @Test
    void tokens_are_counted_as_the_oracle_counts_them() throws IOException {
        int rows = 0;
        for (String line : Files.readAllLines(SHARED.resolve("oracle/usage-costs.jsonl"))) {
            JsonNode row = tree(line);
            if (!row.path("provider").asText().equals("google")
                    || !row.path("api").asText().equals("default")) {
                continue;
            }
            JsonNode told = row.at("/body/usageMetadata");
            Optional<Usage> usage = new GeminiUsage().add(told);
            JsonNode expected = row.path("usage");
            if (usage.isEmpty()) {
                assertTrue(!told.has("promptTokenCount"), line);
                continue;
            }
            rows++;
            assertEquals(expected.path("input_tokens").asLong(), usage.get().input(), line);
            assertEquals(expected.path("output_tokens").asLong(), usage.get().output(), line);
            assertEquals(
                    expected.path("cache_read_tokens").asLong(), usage.get().cacheRead(), line);
            assertEquals(
                    expected.path("input_audio_tokens").asLong(), usage.get().inputAudio(), line);
            assertEquals(
                    expected.path("output_audio_tokens").asLong(), usage.get().outputAudio(), line);
        }
        assertTrue(rows > 200, "only " + rows);
    }

    /// Gives a random few bytes at each read.
    private static final class Dribble extends ByteArrayInputStream {
        private final Random random;
        private final int most;

        Dribble(byte[] bytes, int seed) {
            super(bytes);
            random = new Random(seed);
            most = seed == Integer.MAX_VALUE ? bytes.length : 1 + random.nextInt(400);
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, 1 + random.nextInt(most)));
        }

        @Override
        public int read(byte[] target) {
            return read(target, 0, target.length);
        }
    }
}
