package dev.tollgate.function.bench;

import dev.tollgate.Stores;
import dev.tollgate.api.Tags;
import dev.tollgate.aws.dynamo.DynamoLedger;
import dev.tollgate.aws.dynamo.DynamoStores;
import dev.tollgate.aws.dynamo.LedgerImport;
import dev.tollgate.aws.dynamo.Tables;
import dev.tollgate.catalog.CatalogReader;
import dev.tollgate.config.Deadline;
import dev.tollgate.config.Timing;
import dev.tollgate.function.usage.Wiring;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.http.ReplySink;
import dev.tollgate.http.Request;
import dev.tollgate.http.Service;
import dev.tollgate.identity.KeyHash;
import dev.tollgate.identity.Principal;
import dev.tollgate.identity.Role;
import dev.tollgate.identity.VirtualKey;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.provider.Providers;
import dev.tollgate.rollup.Change;
import dev.tollgate.rollup.Compaction;
import dev.tollgate.rollup.Counting;
import dev.tollgate.rollup.Rollup;
import dev.tollgate.rollup.Rollups;
import dev.tollgate.rollup.ViewBounds;
import dev.tollgate.telemetry.Telemetry;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/// Loads a month of calls into DynamoDB Local, ledger and roll-ups, asks the reports what they cost, and prints how long that takes: for as many calls as
/// the argument says (1,000,000), and for a tenth of them.
///
/// `mvn -q -Pmonth-of-calls -pl functions/bench -am test-compile`
public final class MonthOfCalls implements AutoCloseable {
    private static final Tables TABLES = Tables.local();
    private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
    private static final Instant NOW = START.plus(Duration.ofDays(SyntheticMonth.DAYS));
    private static final int BATCH = 1_000;
    private static final int ASKED = 7;

    private static final String MONTH = "from=2026-10-01&to=2026-10-31";
    private static final List<String> QUESTIONS =
            List.of(
                    MONTH + "&group_by=feature",
                    "from=2026-10-20&to=2026-10-27&group_by=feature,model&limit=1000",
                    MONTH + "&group_by=user_group&outliers=true&factor=10",
                    MONTH + "&group_by=day,model&limit=1000",
                    MONTH + "&group_by=hour&limit=1000",
                    "from=2026-10-20&to=2026-10-21&group_by=feature,user_group,model&limit=1000");

    private final DynamoDBProxyServer database;
    private final DynamoDbClient client;
    private final Stores stores;
    private final Timing timing;
    private final Compaction compaction;
    private final Counting counting;

    private MonthOfCalls() throws Exception {
        int port = freePort();
        database =
                ServerRunner.createServerFromCommandLineArgs(
                        new String[] {
                            "-inMemory", "-port", Integer.toString(port), "-disableTelemetry"
                        });
        database.start();
        client = PatientClient.of(URI.create("http://127.0.0.1:" + port)).build();
        TABLES.createMissing(client);
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        timing = new Timing(clock, Thread::sleep, new SecureRandom());
        stores = DynamoStores.of(client, TABLES, clock);
        compaction = new Compaction(stores.rollups(), timing, ViewBounds.DEFAULT);
        counting = new Counting(new Rollup(stores.rollups()), compaction, Telemetry.silent());
    }

    public static void main(String[] args) throws Exception {
        int calls = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        try (MonthOfCalls bench = new MonthOfCalls()) {
            List<SyntheticMonth> months =
                    List.of(
                            new SyntheticMonth("tenth", START, calls / 10, 10),
                            new SyntheticMonth("whole", START, calls, 1));
            for (SyntheticMonth month : months) {
                bench.load(month);
            }
            for (String question : QUESTIONS) {
                System.out.println(question);
                for (SyntheticMonth month : months) {
                    System.out.println(bench.ask(month, question));
                }
            }
        }
    }

    private void load(SyntheticMonth month) {
        long begun = System.nanoTime();
        List<LedgerRecord> batch = new ArrayList<>();
        long[] sums = new long[2];
        long[] sequence = new long[1];
        month.records()
                .forEach(record -> {
                    batch.add(record);
                    sums[0] += record.settlement().orElseThrow().cost().knownNanoUsd();
                    if (batch.size() == BATCH) {
                        put(month.team(), batch, sequence);
                    }
                });
        put(month.team(), batch, sequence);
        START.atZone(ZoneOffset.UTC)
                .toLocalDate()
                .datesUntil(NOW.atZone(ZoneOffset.UTC).toLocalDate())
                .forEach(day -> compaction.mergeIfDue(month.team(), day)); // as the schedule does
        Rollups rollups = new Rollups(stores.rollups());
        rollups.read(month.team(), START, NOW, Set.of())
                .forEach(row -> sums[1] += row.figures().nanoUsd());
        if (sums[0] != sums[1]) {
            throw new IllegalStateException(
                    "the ledger says %d nano-USD, the roll-ups say %d".formatted(sums[0], sums[1]));
        }
        System.out.printf(
                Locale.ROOT,
                "%s: %,d calls loaded in %d s, %d.%09d USD in the ledger and in the roll-ups%n",
                month.team(),
                month.calls(),
                (System.nanoTime() - begun) / 1_000_000_000,
                sums[0] / 1_000_000_000,
                sums[0] % 1_000_000_000);
    }

    private void put(String team, List<LedgerRecord> batch, long[] sequence) {
        LedgerImport ledger =
                new LedgerImport(client, TABLES.ledger(), DynamoLedger.DEFAULT_RETENTION);
        List<LedgerRecord> records = List.copyOf(batch);
        IntStream.range(0, Math.ceilDiv(records.size(), LedgerImport.MAX_BATCH))
                .map(i -> i * LedgerImport.MAX_BATCH)
                .parallel()
                .forEach(from ->
                        ledger.put(
                                records.subList(
                                        from,
                                        Math.min(records.size(), from + LedgerImport.MAX_BATCH))));
        List<Change> changes =
                records.stream()
                        .map(record ->
                                new Change(
                                        Change.sortable(Long.toString(++sequence[0])),
                                        Optional.empty(),
                                        record))
                        .toList();
        counting.fold("load-" + team, changes)
                .failure()
                .ifPresent(e -> {
                    throw e;
                });
        batch.clear();
    }

    /// Asks several times; the first time is told apart, as what it needs may not have been loaded.
    private String ask(SyntheticMonth month, String query) throws IOException {
        String key = "tg_" + month.team();
        KeyHash hash = KeyHash.of(key);
        stores.keys()
                .put(
                        new VirtualKey(
                                hash,
                                "bench",
                                new Principal(
                                        hash.id(),
                                        month.team(),
                                        Set.of(Role.REPORT),
                                        Tags.none(),
                                        Set.of()),
                                START));
        Service reports =
                Wiring.service(
                        stores.keys(),
                        new Rollups(stores.rollups()),
                        stores.ledger(),
                        stores.payloads(),
                        stores.catalogs(),
                        stores.limits(),
                        new CatalogReader(Providers.dialects(), false),
                        timing,
                        Telemetry.silent());
        long[] millis = new long[ASKED];
        int rows = 0;
        for (int i = 0; i < ASKED; i++) {
            Answer answer = new Answer();
            long begun = System.nanoTime();
            reports.handle(request(key, query), answer);
            millis[i] = (System.nanoTime() - begun) / 1_000_000;
            rows = Json.tree(answer.body).path("rows").size();
            if (answer.status != 200) {
                throw new IllegalStateException(Json.tree(answer.body).toString());
            }
        }
        long first = millis[0];
        Arrays.sort(millis);
        return "  %s: %d rows, the first time %d ms, the median of %d %d ms"
                .formatted(month.team(), rows, first, ASKED, millis[ASKED / 2]);
    }

    private static Request request(String key, String query) {
        Map<String, List<String>> parameters =
                Arrays.stream(query.split("&"))
                        .map(each -> each.split("="))
                        .collect(Collectors.toMap(each -> each[0], each -> List.of(each[1])));
        return new Request(
                "GET",
                "/v1/usage",
                parameters,
                Headers.of("authorization", "Bearer " + key),
                Request.Body.of(new byte[0]),
                Deadline.in(Duration.ofMinutes(1), NOW));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        client.close();
        try {
            database.stop();
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local did not stop", e);
        }
    }

    /// A reply, kept.
    private static final class Answer implements ReplySink {
        private int status;
        private byte[] body = {};

        @Override
        public void reply(int code, Headers headers, byte[] bytes) {
            status = code;
            body = bytes;
        }

        @Override
        public Stream begin(int code, Headers headers) {
            throw new IllegalStateException("reports are not streamed");
        }
    }
}
