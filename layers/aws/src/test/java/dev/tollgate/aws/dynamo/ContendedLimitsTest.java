package dev.tollgate.aws.dynamo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.config.Timing;
import dev.tollgate.limits.Limit;
import dev.tollgate.limits.LimitObserver;
import dev.tollgate.limits.Limits;
import dev.tollgate.limits.Need;
import dev.tollgate.limits.Priority;
import dev.tollgate.limits.Standing;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// 64 threads in 4 processes against one DynamoDB Local.
@Timeout(300)
final class ContendedLimitsTest {
    private static final int PROCESSES = 4;
    private static final int SEEDS = 20;

    private static LocalDynamo dynamo;
    private static String table;
    private static final List<Contender> contenders = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        dynamo = new LocalDynamo();
        table = dynamo.tables().state();
        URI endpoint =
                dynamo.client().serviceClientConfiguration().endpointOverride().orElseThrow();
        for (int i = 0; i < PROCESSES; i++) {
            contenders.add(Contender.start(endpoint, table, i));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        try {
            for (Contender contender : contenders) {
                contender.end();
            }
        } finally {
            dynamo.stop();
        }
    }

    @Test
    void a_limit_never_admits_more_than_its_bound_and_a_budget_is_overspent_by_the_error_at_most()
            throws IOException {
        int worstErrorPercent = 0;
        long admitted = 0;
        long bounds = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            Random random = new Random(seed);
            String requests = requests(seed, 40 + random.nextInt(80));
            int errorPercent = seed % 5 * 10;
            String budget = budget(seed, random.nextLong(8_000_000, 20_000_000), errorPercent);
            System.out.println("seed " + seed + ": " + requests + "; " + budget);
            worstErrorPercent = Math.max(worstErrorPercent, errorPercent);
            admitted += lastAdmitted;
            bounds += lastBound;
        }
        System.out.printf(
                "%d seeds, %d processes of %d threads: %d requests admitted of %d that the limits allow; no budget overspent beyond its error (0 to %d %%)%n",
                SEEDS, PROCESSES, ContendingProcess.THREADS, admitted, bounds, worstErrorPercent);
    }

    private long lastAdmitted;
    private long lastBound;

    private String requests(int seed, int max) throws IOException {
        List<long[]> answers = all("requests %d %d 3".formatted(seed, max));
        long admitted = answers.stream().mapToLong(answer -> answer[0]).sum();
        long first = answers.stream().mapToLong(answer -> answer[1]).min().orElseThrow();
        long last = answers.stream().mapToLong(answer -> answer[2]).max().orElseThrow();
        double seconds = (last - first) / 1e6;
        long bound = (long) (max + max * seconds / 60);
        String line =
                "%d requests/min: %d admitted in %.2f s, bound %d"
                        .formatted(max, admitted, seconds, bound);
        assertTrue(admitted <= bound, line);
        assertTrue(admitted >= max, line);
        lastAdmitted = admitted;
        lastBound = bound;
        return line;
    }

    private String budget(int seed, long nanoUsd, int errorPercent) throws IOException {
        List<long[]> answers = all("budget %d %d %d 2".formatted(seed, nanoUsd, errorPercent));
        long spent = answers.stream().mapToLong(answer -> answer[0]).sum();
        long unsettled = answers.stream().mapToLong(answer -> answer[1]).sum();
        long refused = answers.stream().mapToLong(answer -> answer[2]).sum();
        long underWay = 4L * ContendingProcess.THREADS * ContendingProcess.MAX_ESTIMATE;
        long error = Math.min(nanoUsd, underWay) * errorPercent / 100;
        String line =
                "budget %d nano-USD, error %d %%: spent %d, held %d, %d refused"
                        .formatted(nanoUsd, errorPercent, spent, unsettled, refused);
        assertTrue(spent <= nanoUsd + error, line);
        assertTrue(refused > 0, line);
        Standing standing = standing(seed, nanoUsd);
        assertEquals(Math.max(0, nanoUsd - spent - unsettled), standing.remaining(), line);
        return line;
    }

    private static Standing standing(int seed, long nanoUsd) {
        Limit limit = ContendingProcess.limit("budget" + seed, ContendingProcess.budget(nanoUsd));
        LimitObserver nobody =
                new LimitObserver() {
                    @Override
                    public void exceeded(Limit which, Limit.Exceeded consequence) {}

                    @Override
                    public void budgetUsed(Limit which, String whose, int percent) {}

                    @Override
                    public void degraded(String what, Throwable cause) {}
                };
        return new Limits(
                        new DynamoLimitStore(dynamo.client(), table),
                        nobody,
                        new Timing(Clock.systemUTC(), _ -> {}, new Random(1)),
                        Runnable::run)
                .peek(
                        List.of(limit),
                        ContendingProcess.subject(limit),
                        Optional.empty(),
                        Priority.NORMAL,
                        Need.NOTHING)
                .getFirst();
    }

    /// What all processes answer to an order that they get at the same time.
    private static List<long[]> all(String order) throws IOException {
        for (Contender contender : contenders) {
            contender.tell(order);
        }
        List<long[]> answers = new ArrayList<>();
        for (Contender contender : contenders) {
            answers.add(contender.answer());
        }
        return answers;
    }

    private record Contender(Process process, BufferedWriter orders, BufferedReader answers) {
        static Contender start(URI endpoint, String table, int number) throws IOException {
            Process process =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-Xmx256m",
                                    "-XX:+UseSerialGC",
                                    "-XX:TieredStopAtLevel=1",
                                    "-cp",
                                    System.getProperty(
                                            "surefire.test.class.path",
                                            System.getProperty("java.class.path")),
                                    ContendingProcess.class.getName(),
                                    endpoint.toString(),
                                    table,
                                    Integer.toString(number))
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            return new Contender(
                    process,
                    new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8)),
                    new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)));
        }

        void tell(String order) throws IOException {
            orders.write(order + "\n");
            orders.flush();
        }

        /// Its next answer; what else it prints is passed over.
        long[] answer() throws IOException {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                if (line.startsWith("admitted ") || line.startsWith("spent ")) {
                    String[] words = line.split(" ", -1);
                    return new long[] {
                        Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3])
                    };
                }
            }
            throw new AssertionError("a process has ended");
        }

        void end() throws IOException {
            try {
                orders.close();
            } finally {
                process.destroyForcibly();
            }
        }
    }
}
