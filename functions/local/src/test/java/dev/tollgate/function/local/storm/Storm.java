package dev.tollgate.function.local.storm;

import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.testkit.faults.Fault;
import dev.tollgate.testkit.sim.SimulatedProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A server that people call while its store is down for a while, and what is left of it all.
final class Storm implements AutoCloseable {
    /// What runs before the storm, so that it meets a server that is warm, and after it, so that it is seen to recover.
    private static final Duration CALM = Duration.ofSeconds(6);

    private static final Duration SAMPLE_EVERY = Duration.ofSeconds(10);
    private static final int TRIES = 100;
    private static final Pattern SPILLED = Pattern.compile("(req_\\w{26}) ledger_spill \\{");

    private static final String CATALOG =
            """
            providers:
              sim: {dialect: openai, baseUrl: "SIM", allowPrivateNetwork: true, secret: tollgate/sim}
            aliases:
              chat: sim/tokens-20
              falls-back: {targets: [sim/status-503, sim/tokens-20@other], retries: 0}
              limited: sim/tokens-20@limited
              guarded: sim/tokens-20@guarded
            limits:
              - {name: open, match: {alias: limited}, requestsPerMinute: 100000}
              - {name: closed, match: {alias: guarded}, requestsPerMinute: 100000, onOutage: failClosed}
            prices:
              sim/tokens-20: {inputPerMTok: "0.40", outputPerMTok: "1.60"}
            """;

    /// What is asked, and what must come back while the store is down: every call goes on but those under the limit that fails closed.
    private static final List<Callers.Ask> ASKS =
            List.of(
                    new Callers.Ask("chat", 200),
                    new Callers.Ask("falls-back", 200),
                    new Callers.Ask("limited", 200),
                    new Callers.Ask("guarded", 503));

    private final String name;
    private final Account.Share share;
    private final Path folder;
    private final Path log;
    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final SimulatedProvider provider =
            SimulatedProvider.start(0, it -> it.header("x-client-request-id").ifPresent(sent::add));

    private final Server server;

    Storm(String name, Account.Share share, Path folder) throws IOException, InterruptedException {
        this.name = name;
        this.share = share;
        this.folder = folder;
        this.log = folder.resolve("log");
        String catalog = CATALOG.replace("SIM", provider.baseUri().toString());
        this.server = Server.start(share.environment(), log, catalog);
    }

    Outcome rage(Fault fault, Duration time) throws Exception {
        List<Pulse.Sample> samples = new ArrayList<>();
        List<Callers.Made> calls;
        long begins;
        long ends;
        try (server) {
            Pulse pulse = new Pulse(server.program().pid(), folder);
            Callers callers = new Callers(server.address(), Server.KEY, ASKS);
            try (callers) {
                awaitCatalog(callers);
                callers.start();
                Thread.sleep(CALM);
                samples.add(pulse.take());
                begins = System.nanoTime();
                share.proxy().set(fault);
                for (Duration left = time;
                        left.isPositive();
                        left = time.minusNanos(System.nanoTime() - begins)) {
                    Thread.sleep(left.compareTo(SAMPLE_EVERY) < 0 ? left : SAMPLE_EVERY);
                    samples.add(pulse.take());
                }
                share.proxy().set(Fault.NONE);
                ends = System.nanoTime();
                Thread.sleep(CALM);
            }
            samples.add(pulse.take());
            calls = callers.made();
        }
        Set<String> written = ids(share.ledger().stream());
        String first = replay();
        List<LedgerRecord> restored = share.ledger();
        String second = replay();
        return new Outcome(
                name,
                calls,
                calls.stream().filter(it -> it.at() >= begins && it.at() < ends).toList(),
                calls.stream()
                        .filter(it -> it.at() >= begins && it.at() < ends - CALM.toNanos())
                        .toList(),
                calls.stream().filter(it -> it.at() >= ends).toList(),
                samples,
                Set.copyOf(sent),
                written,
                spilled(),
                Files.size(log),
                shows(Callers.PROMPT),
                first,
                ids(restored.stream().filter(it -> it.settlement().isPresent())),
                restored.size(),
                second,
                new HashSet<>(restored).equals(new HashSet<>(share.ledger())));
    }

    private static void awaitCatalog(Callers callers) throws Exception {
        Callers.Made call = callers.call(ASKS.getFirst(), false);
        for (int i = 0; i < TRIES && call.status() != 200; i++) {
            Thread.sleep(100);
            call = callers.call(ASKS.getFirst(), false);
        }
        if (call.status() != 200) {
            throw new IOException("the catalogue is not in force: " + call);
        }
    }

    /// Replays the server's log, and gives what that says.
    private String replay() throws IOException, InterruptedException {
        try (Program replay =
                Program.start(
                        share.environment(),
                        folder.resolve("replay.log"),
                        "replay",
                        log.toString(),
                        "--store=dynamodb")) {
            return replay.end();
        }
    }

    private Set<String> spilled() throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.map(SPILLED::matcher)
                    .filter(Matcher::find)
                    .map(spill -> spill.group(1))
                    .collect(Collectors.toSet());
        }
    }

    private boolean shows(String text) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.anyMatch(line -> line.contains(text));
        }
    }

    private static Set<String> ids(Stream<LedgerRecord> records) {
        return records.map(LedgerRecord::id).collect(Collectors.toSet());
    }

    @Override
    public void close() {
        server.close();
        provider.close();
    }

    /// @param during the calls that began in the storm
    /// @param within those of them that had no time to outlast it
    /// @param after those that began when it was over
    /// @param samples before the storm, in it, and after it
    /// @param sent the ids of the calls that the provider has seen
    /// @param written those that were in the ledger before anything was replayed
    /// @param spilled those of which a record was spilled
    /// @param settled those that are settled in the ledger after the first replay
    /// @param records how many records the ledger has then
    record Outcome(
            String name,
            List<Callers.Made> calls,
            List<Callers.Made> during,
            List<Callers.Made> within,
            List<Callers.Made> after,
            List<Pulse.Sample> samples,
            Set<String> sent,
            Set<String> written,
            Set<String> spilled,
            long logBytes,
            boolean logShowsPrompts,
            String firstReplay,
            Set<String> settled,
            int records,
            String secondReplay,
            boolean secondReplayChangedNothing) {

        /// For people.
        String told() {
            return """
            %-10s %d calls, %d in the storm: status %s; ms p50 %d, p90 %d, p99 %d, max %d; before and after: max %d
                       threads %s; heap MiB %s; log %d KiB
                       provider saw %d; ledger had %d; spilled records of %d
                       replay: %s
                       again:  %s\
            """
                    .formatted(
                            name,
                            calls.size(),
                            during.size(),
                            Callers.statuses(during),
                            millis(during, .5),
                            millis(during, .9),
                            millis(during, .99),
                            millis(during, 1),
                            millis(calls.stream().filter(it -> !during.contains(it)).toList(), 1),
                            samples.stream().map(Pulse.Sample::threads).toList(),
                            samples.stream().map(Pulse.Sample::heapMiB).toList(),
                            logBytes >> 10,
                            sent.size(),
                            written.size(),
                            spilled.size(),
                            firstReplay,
                            secondReplay);
        }

        private static long millis(List<Callers.Made> calls, double share) {
            List<Long> sorted = calls.stream().map(it -> it.took().toMillis()).sorted().toList();
            return sorted.isEmpty()
                    ? 0
                    : sorted.get(Math.min(sorted.size() - 1, (int) (share * sorted.size())));
        }
    }
}
