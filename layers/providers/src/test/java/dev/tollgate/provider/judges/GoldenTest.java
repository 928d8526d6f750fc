package dev.tollgate.provider.judges;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.api.ApiError;
import dev.tollgate.api.Exhausted;
import dev.tollgate.conversation.Language.InvalidPrompt;
import dev.tollgate.http.Json;
import dev.tollgate.identity.Secret;
import dev.tollgate.provider.wire.Provider;
import dev.tollgate.provider.wire.Untranslatable;
import dev.tollgate.routing.Answer;
import dev.tollgate.routing.Answer.Next;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/// This caller's request becomes this upstream request; this upstream response becomes this reply. One folder of `golden/<wire>` a case:
///
/// - `golden/callers/<language>/<request>.json`: what a caller sends, for all wires
/// - `golden/<wire>/<request>[--<variant>]/upstream-response[-<status>].json`, `.sse` or, for an event stream, `.jsonl` ([EventFrames]): what the
///   provider answers, with `upstream-headers.json` if they matter
/// - `request-from-<language>.json` there: what is sent to the provider, and what of the request is not; of a variant it is the plain folder's
/// - `reply-for-<language>.json` or `.sse` there: what the caller gets; none if that is the upstream response, byte for byte
///
/// The first two are written by hand, the others by a run with `-Dgolden.update=true`: read every line of them before you commit.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoldenTest {
    private static final boolean UPDATE = Boolean.getBoolean("golden.update");
    private static final String INPUT = "upstream-(response|headers).*";

    private final Set<Path> judged = new ConcurrentSkipListSet<>();

    @TestFactory
    Stream<DynamicTest> requests_and_answers_become_what_the_folder_says() {
        List<DynamicTest> tests = new ArrayList<>();
        for (GoldenCase golden : GoldenCase.all()) {
            for (Caller caller : Caller.ALL) {
                tests.add(
                        DynamicTest.dynamicTest(
                                golden + " for " + caller, () -> judge(golden, caller)));
            }
        }
        return tests.stream();
    }

    private void judge(GoldenCase golden, Caller caller) throws IOException {
        Optional<Call> call = golden.call(caller);
        if (call.isEmpty()) {
            return;
        }
        Provider provider = golden.wired().provider().apply(golden.wired().home());
        Provider.Prepared prepared;
        try {
            prepared =
                    provider.prepare(
                            call.get(), golden.wired().model(), Optional.of(new Secret("sk-1")));
        } catch (Untranslatable | InvalidPrompt e) {
            request(golden, caller, Json.object().put("refused", e.getMessage()));
            return;
        }
        Outcome outcome = prepared.reading().read(golden.response());
        ObjectNode request = Json.object();
        String path = prepared.outgoing().uri().getRawPath();
        String query = prepared.outgoing().uri().getRawQuery();
        request.put("path", query == null ? path : path + "?" + query);
        if (outcome instanceof Answered(Answer answer)) {
            answer.dropped().forEach(request.putArray("dropped")::add);
        }
        request(golden, caller, request.set("body", Json.tree(prepared.outgoing().body())));
        String reply = "reply-for-" + caller;
        switch (outcome) {
            case Answered(Whole whole) -> {
                if (!Arrays.equals(golden.response().body().readAllBytes(), whole.body())) {
                    same(golden, reply + ".json", pretty(Json.tree(whole.body())));
                }
            }
            case Answered(Streamed stream) -> {
                String told = told(stream, caller);
                if (!told.equals(new String(golden.response().body().readAllBytes(), UTF_8))) {
                    same(golden, reply + ".sse", told);
                }
            }
            case Failed(Failure failure) ->
                    same(golden, reply + ".json", pretty(refusal(failure, caller)));
        }
    }

    private void request(GoldenCase golden, Caller caller, JsonNode request) throws IOException {
        if (golden.isPlain()) {
            same(golden, "request-from-" + caller + ".json", pretty(request));
        }
    }

    private static String told(Streamed stream, Caller caller) {
        StringBuilder all = new StringBuilder();
        try (stream) {
            while (true) {
                switch (stream.next()) {
                    case Next.Piece(byte[] bytes) -> all.append(new String(bytes, UTF_8));
                    case Next.End(byte[] bytes) -> {
                        return all.append(new String(bytes, UTF_8)).toString();
                    }
                    case Next.Broken(Failure failure) -> {
                        byte[] error = caller.language().errorEvent(Exhausted.cut(failure));
                        return all.append(new String(error, UTF_8)).toString();
                    }
                }
            }
        }
    }

    private static JsonNode refusal(Failure failure, Caller caller) {
        ApiError error = Exhausted.error(failure, List.of(), caller.toString());
        ObjectNode written = Json.object().put("status", error.status());
        ObjectNode headers = written.putObject("headers");
        error.headers().forEach((name, value) -> headers.put(name, value));
        return written.set("body", Json.tree(caller.language().error(error)));
    }

    private void same(GoldenCase golden, String name, String actual) throws IOException {
        Path file = golden.folder().resolve(name);
        judged.add(file);
        if (UPDATE) {
            Files.writeString(file, actual);
            return;
        }
        assertEquals(
                "",
                Difference.of(Files.exists(file) ? Files.readString(file) : "", actual),
                file::toString);
    }

    private static String pretty(JsonNode node) {
        try {
            return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterAll
    void no_expectation_is_left_over() {
        for (GoldenCase golden : GoldenCase.all()) {
            for (Path file : GoldenCase.list(golden.folder())) {
                boolean input = file.getFileName().toString().matches(INPUT);
                assertFalse(!input && !judged.contains(file), file + " is nobody's");
            }
        }
    }
}
