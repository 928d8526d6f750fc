package dev.tollgate.function.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.config.Timing;
import dev.tollgate.http.Json;
import dev.tollgate.rollup.Change;
import dev.tollgate.rollup.Rollup.Folded;
import dev.tollgate.rollup.RollupObserver;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StreamTest {
    /// As the ledger writes a call that has not ended, in the order in which DynamoDB names its attributes.
    private static final String PENDING =
            """
            {"pk": {"S": "growth#2026-11-23#3"}, "id": {"S": "req_1"}, "state": {"S": "pending"},
             "startedAt": {"S": "2026-11-23T12:00:00Z"}, "team": {"S": "growth"}, "key": {"S": "key_1"},
             "alias": {"S": "chat"}, "operation": {"S": "chat"}, "streamed": {"BOOL": true},
             "firstTarget": {"S": "openai/gpt-4.1-mini"}, "catalogVersion": {"N": "7"},
             "tags": {"M": {"feature": {"S": "search"}}}, "expiresAt": {"N": "1800000000"}}\
            """;

    /// When its records were made.
    private Instant now = Instant.ofEpochSecond(1_763_899_200);

    private final List<String> folded = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    @Test
    void a_batch_is_folded_under_its_shard() throws IOException {
        JsonNode answer =
                handle(this::note, event(inserted("42", PENDING), inserted("43", PENDING)));

        assertEquals(List.of("shard-1: 42 43"), folded);
        assertEquals(Json.mapper().readTree("{\"state\":{},\"batchItemFailures\":[]}"), answer);
    }

    @Test
    void an_event_as_lambda_hands_it_over_is_read() throws IOException {
        String event = Files.readString(Path.of("..", "..", "events", "stream.json"));

        JsonNode answer = handle(this::note, event);

        assertEquals(
                List.of(
                        "shardId-00000001763856000000-a1b2c3d4:"
                                + " 20500000000000000910398 20500000000000000910399"),
                folded);
        assertEquals(0, answer.path("batchItemFailures").size());
    }

    @Test
    void what_could_not_be_folded_comes_again() throws IOException {
        JsonNode answer =
                handle(
                        (_, _) ->
                                new Folded(1, List.of(), Optional.of(new StoreUnavailable("none"))),
                        event(
                                inserted("20500000000000000910398", PENDING),
                                inserted("20500000000000000910399", PENDING),
                                inserted("20500000000000000910400", PENDING)));

        assertEquals(
                "20500000000000000910399",
                answer.at("/batchItemFailures/0/itemIdentifier").asText());
        assertEquals(1, answer.path("batchItemFailures").size());
        assertEquals(1, told.size());
    }

    @Test
    void a_record_that_cannot_be_read_ends_the_invocation() {
        String broken = PENDING.replace("\"alias\"", "\"was\"");

        assertThrows(
                IllegalStateException.class,
                () -> handle(this::note, event(inserted("42", PENDING), inserted("43", broken))));
        assertEquals(List.of(), folded);
        assertEquals(List.of(), told);
    }

    @Test
    void when_it_is_old_it_is_told_of_and_holds_nobody_up() throws IOException {
        String broken = PENDING.replace("\"alias\"", "\"was\"");

        now = now.plus(Duration.ofHours(7));
        JsonNode answer =
                handle(this::note, event(inserted("42", broken), inserted("43", PENDING)));

        assertEquals(List.of("shard-1: 43"), folded);
        assertEquals(List.of("growth#2026-11-23#3 req_1"), told);
        assertEquals(0, answer.path("batchItemFailures").size());
    }

    @Test
    void the_end_of_a_window_is_answered_and_nothing_is_folded() throws IOException {
        JsonNode answer = handle(this::note, event());

        assertEquals(List.of("shard-1:"), folded);
        assertEquals(Json.mapper().readTree("{\"state\":{},\"batchItemFailures\":[]}"), answer);
    }

    @Test
    void a_bug_ends_the_invocation() {
        Stream.Folding buggy =
                (_, _) -> {
                    throw new ArithmeticException("long overflow");
                };

        assertThrows(
                ArithmeticException.class, () -> handle(buggy, event(inserted("42", PENDING))));
    }

    private Folded note(String shard, List<Change> changes) {
        StringBuilder line = new StringBuilder(shard).append(':');
        changes.forEach(
                change -> line.append(' ').append(change.sequence().replaceFirst("^0+", "")));
        folded.add(line.toString());
        return new Folded(changes.size(), List.of(), Optional.empty());
    }

    private JsonNode handle(Stream.Folding folding, String event) throws IOException {
        Timing timing = new Timing(Clock.fixed(now, ZoneOffset.UTC), _ -> {}, () -> 1L);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        new Stream(folding, timing, new Told())
                .handle(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), answer);
        return Json.mapper().readTree(answer.toByteArray());
    }

    private static String event(String... records) {
        return """
        {"Records": [%s], "shardId": "shard-1", "state": {}, "isFinalInvokeForWindow": false,
         "window": {"start": "2026-11-23T12:00:00Z", "end": "2026-11-23T12:15:00Z"},
         "eventSourceARN": "arn:aws:dynamodb:us-east-1:1:table/ledger/stream/2026-11-23T00:00:00.000"}\
        """
                .formatted(String.join(",", records));
    }

    private static String inserted(String sequence, String image) {
        return """
        {"eventID": "1", "eventName": "INSERT", "eventVersion": "1.1", "eventSource": "aws:dynamodb",
         "dynamodb": {"ApproximateCreationDateTime": 1763899200.0, "SequenceNumber": "%s", "SizeBytes": 400,
          "StreamViewType": "NEW_AND_OLD_IMAGES",
          "Keys": {"pk": {"S": "growth#2026-11-23#3"}, "id": {"S": "req_1"}}, "NewImage": %s}}\
        """
                .formatted(sequence, image);
    }

    private final class Told implements RollupObserver {
        @Override
        public void rollupSkipped(String where, Throwable cause) {
            told.add(where);
        }

        @Override
        public void swept(String team, int calls) {
            told.add(team);
        }

        @Override
        public void degraded(String what, Throwable cause) {
            told.add(what);
        }
    }
}
