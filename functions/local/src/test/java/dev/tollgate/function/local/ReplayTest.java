package dev.tollgate.function.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.api.Tags;
import dev.tollgate.config.Ids;
import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.http.Json;
import dev.tollgate.ledger.LedgerJson;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.LedgerRecord.Settlement;
import dev.tollgate.ledger.LedgerRecord.Status;
import dev.tollgate.routing.Attempt;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Target;
import dev.tollgate.testkit.store.InMemoryLedger;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.Usage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReplayTest {
    private static final Instant START = Instant.parse("2026-11-23T12:00:00.123Z");
    private static final Target TARGET = new Target("openai", "gpt-4.1");
    private static final RandomGenerator RANDOM = RandomGenerator.of("L64X128MixRandom");

    private final InMemoryLedger ledger = new InMemoryLedger();
    private final List<Long> unreadable = new ArrayList<>();
    private final List<Duration> slept = new ArrayList<>();

    @ParameterizedTest
    @MethodSource("forms")
    void a_record_is_restored_from_every_form_that_its_line_may_take(Form form) throws Exception {
        LedgerRecord settled = settled(pending(Map.of("feature", "a \"quoted\" {name}, and more")));

        assertEquals(new Replay.Counts(1, 1, 0, 0), replay(form.line.of(settled)));

        assertEquals(List.of(settled), ledger.all());
    }

    static List<Form> forms() {
        return List.of(
                new Form("a function's line", ReplayTest::line),
                new Form("with the time in front", it -> "2026-11-23T12:00:01.000Z " + line(it)),
                new Form(
                        "as aws logs tail prints it",
                        it -> "2026-11-23T12:00:01 2026/11/23/[$LATEST]0123456789 " + line(it)),
                new Form("this server's", ReplayTest::local),
                new Form("this server's in docker logs", it -> "2026-11-23T12:00:01Z " + local(it)),
                new Form("with a carriage return", it -> line(it) + "\r"),
                new Form(
                        "Logs Insights, the message as text",
                        it -> Json.object().put("@timestamp", "x").put("@message", line(it)) + ","),
                new Form(
                        "Logs Insights, the message as an object",
                        it ->
                                Json.object()
                                        .put("@timestamp", "x")
                                        .set("@message", json(it))
                                        .toString()),
                new Form(
                        "Logs Insights, all in one line",
                        it -> "[" + Json.object().put("@message", line(it)) + "]"),
                new Form(
                        "Logs Insights, CSV",
                        it -> "2026-11-23 12:00:01,\"" + line(it).replace("\"", "\"\"") + "\",x"),
                new Form(
                        "aws logs filter-log-events",
                        it -> "            \"message\": " + Json.quote(line(it) + "\n") + ","),
                new Form("the same in one line", ReplayTest::filtered));
    }

    @Test
    void pending_and_settled_lines_of_a_call_restore_it_in_any_order() throws Exception {
        LedgerRecord one = pending(Map.of());
        LedgerRecord two = pending(Map.of());

        assertEquals(
                new Replay.Counts(4, 3, 1, 0),
                replay(line(one), line(settled(one)), line(settled(two)), line(two)));

        assertEquals(List.of(settled(one), settled(two)), ledger.all());
    }

    @Test
    void a_second_replay_changes_nothing() throws Exception {
        LedgerRecord open = pending(Map.of());
        LedgerRecord ended = settled(pending(Map.of()));
        replay(line(open), line(ended));

        assertEquals(new Replay.Counts(2, 0, 2, 0), replay(line(open), line(ended)));

        assertEquals(List.of(open, ended), ledger.all());
    }

    @Test
    void a_record_that_was_written_after_all_stays_as_it_is() throws Exception {
        LedgerRecord open = pending(Map.of());
        LedgerRecord written =
                open.settled(settlement(Status.CUT, Duration.ofNanos(1_234_567_891)));
        ledger.settle(written);

        assertEquals(new Replay.Counts(2, 0, 2, 0), replay(line(open), line(settled(open))));

        assertEquals(List.of(written), ledger.all());
    }

    @Test
    void a_ledger_that_does_not_answer_is_asked_again_for_half_a_minute() {
        ledger.failing(true);

        assertThrows(StoreUnavailable.class, () -> replay(line(pending(Map.of()))));

        assertEquals(
                List.of(1L, 2L, 4L, 8L, 16L), slept.stream().map(Duration::toSeconds).toList());
    }

    @Test
    void other_lines_are_passed_over() throws Exception {
        assertEquals(
                new Replay.Counts(4, 0, 0, 0),
                replay(
                        "START RequestId: 1 Version: $LATEST",
                        "",
                        "\tat dev.tollgate.ledger.SpillingLedger.open(SpillingLedger.java:14)",
                        "{\"level\":\"INFO\",\"message\":\"call settled\",\"event\":\"call\"}"));
        assertEquals(List.of(), ledger.all());
    }

    @Test
    void what_a_caller_could_have_written_is_no_record() throws Exception {
        String forged = line(settled(pending(Map.of())));
        ObjectNode told = Json.object().put("level", "WARN").put("message", forged);
        ObjectNode tagged = Json.object().put("event", "call");
        tagged.putObject("tags").put("feature", forged).set("x", json(pending(Map.of())));

        assertEquals(new Replay.Counts(2, 0, 0, 0), replay(told.toString(), tagged.toString()));
        assertEquals(List.of(), ledger.all());
    }

    @Test
    void a_line_that_can_not_be_read_is_named_and_the_others_are_restored() throws Exception {
        LedgerRecord record = settled(pending(Map.of()));
        String cut = line(record).substring(0, line(record).length() - 20);
        ObjectNode strange = json(record);
        ((ObjectNode) strange.path("record")).put("started_at", "yesterday");
        ObjectNode nobodys = json(record);
        ((ObjectNode) nobodys.path("record")).remove("team");
        ObjectNode empty = json(record);
        empty.remove("record");

        assertEquals(
                new Replay.Counts(6, 1, 0, 5),
                replay(
                        cut,
                        strange.toString(),
                        line(record),
                        nobodys.toString(),
                        empty.toString(),
                        local(record).replaceFirst("req_.", "req_9")));

        assertEquals(List.of(1L, 2L, 4L, 5L, 6L), unreadable);
        assertEquals(List.of(record), ledger.all());
    }

    @Test
    void the_command_restores_into_files_that_a_server_has_left(@TempDir Path folder)
            throws Exception {
        LedgerRecord one = settled(pending(Map.of()));
        LedgerRecord two = pending(Map.of());
        Path log = folder.resolve("log");
        Files.writeString(log, local(one) + "\n");
        String data = "--data=" + folder.resolve("data");
        List<String> out = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        InputStream in = new ByteArrayInputStream(Fronts.bytes(line(two) + "\n" + line(one)));
        ReplayCommand command = new ReplayCommand(in, out::add, problems::add);

        command.run("replay", log.toString(), "-", data);
        command.run("replay", log.toString(), data);

        assertEquals(
                List.of(
                        "3 lines read; records: 2 restored, 1 already there; 0 unreadable",
                        "1 lines read; records: 0 restored, 1 already there; 0 unreadable"),
                out);

        Files.writeString(log, line(one).substring(1));
        NotStarted failure =
                assertThrows(NotStarted.class, () -> command.run("replay", log.toString(), data));
        assertEquals(NotStarted.FAILED, failure.status());
        assertEquals(List.of(log + ":1: a spilled record that can't be read"), problems);
        assertFalse(failure.message().contains(one.id()));
    }

    @Test
    void what_can_not_be_done_is_misuse(@TempDir Path folder) throws Exception {
        String log = Files.writeString(folder.resolve("log"), "").toString();
        for (String[] args :
                new String[][] {
                    {"replay"},
                    {"replay", log},
                    {"replay", log, "--store", "memory"},
                    {"replay", log + "x", "--data", folder.toString()},
                    {"replay", log, "--store", "dynamodb", "--data", folder.toString()},
                    {"replay", log, "--port", "0"},
                }) {
            assertEquals(NotStarted.MISUSED, refusal(args).status(), String.join(" ", args));
        }
        assertEquals(NotStarted.HELP, refusal("replay", "--help").status());
        assertTrue(refusal("replay", "--help").message().contains("FILE"));
    }

    @Test
    void the_server_s_help_knows_of_it_and_it_comes_first() {
        NotStarted help = assertThrows(NotStarted.class, () -> Arguments.parse("--help"));
        assertTrue(help.message().contains("replay"), help.message());
        NotStarted late =
                assertThrows(NotStarted.class, () -> Arguments.parse("--port=0", "replay", "x"));
        assertEquals(NotStarted.MISUSED, late.status());
    }

    private static NotStarted refusal(String... args) {
        ReplayCommand command = new ReplayCommand(InputStream.nullInputStream(), _ -> {}, _ -> {});
        return assertThrows(NotStarted.class, () -> command.run(args));
    }

    private Replay.Counts replay(String... lines) throws Exception {
        return new Replay(ledger, slept::add, unreadable::add)
                .all(new StringReader(String.join("\n", lines)));
    }

    private static ObjectNode json(LedgerRecord record) {
        ObjectNode line =
                Json.object()
                        .put("level", "ERROR")
                        .put("message", "a record could not be written to the ledger")
                        .put("timestamp", "2026-11-23T12:00:01.000Z")
                        .put("event", "ledger_spill")
                        .put("request_id", record.id())
                        .put("cause", "dev.tollgate.config.StoreUnavailable: PutItem");
        line.set("record", LedgerJson.of(record));
        return line;
    }

    private static String line(LedgerRecord record) {
        return json(record).toString();
    }

    private static String local(LedgerRecord record) {
        return "12:00:01.000 ERROR local: %s ledger_spill %s "
                .formatted(record.id(), LedgerJson.of(record));
    }

    private static String filtered(LedgerRecord record) {
        ObjectNode reply = Json.object();
        reply.putArray("events").addObject().put("eventId", "1").put("message", line(record));
        return reply.toString();
    }

    private static LedgerRecord pending(Map<String, String> tags) {
        return new LedgerRecord(
                Ids.request(START, RANDOM),
                START,
                "growth",
                "key_1",
                "chat",
                Operation.CHAT,
                true,
                TARGET,
                7,
                new Tags(new TreeMap<>(tags)),
                Optional.empty(),
                Optional.empty());
    }

    private static LedgerRecord settled(LedgerRecord pending) {
        return pending.settled(settlement(Status.ANSWERED, Duration.ofMillis(1_234)));
    }

    private static Settlement settlement(Status status, Duration total) {
        return new Settlement(
                status,
                TARGET,
                Stream.of(new Attempt.Cause(Failure.Kind.OVERLOADED, 529, "overloaded"))
                        .map(cause ->
                                new Attempt(
                                        TARGET,
                                        START.plusMillis(1),
                                        Duration.ofMillis(20),
                                        Optional.of(cause)))
                        .toList(),
                Usage.none(),
                Cost.Priced.forInput(1_230, "v1"),
                Optional.empty(),
                Optional.of("stop"),
                Optional.of(Duration.ofMillis(40)),
                total,
                Duration.ofMillis(3));
    }

    private record Form(String name, Line line) {
        @Override
        public String toString() {
            return name;
        }
    }

    @FunctionalInterface
    private interface Line {
        String of(LedgerRecord record);
    }
}
