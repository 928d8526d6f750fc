package dev.tollgate.aws.dynamo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.config.Deadline;
import dev.tollgate.config.Timing;
import dev.tollgate.limits.Admission;
import dev.tollgate.limits.Admission.Admitted;
import dev.tollgate.limits.Limit;
import dev.tollgate.limits.Limit.Exceeded;
import dev.tollgate.limits.Limit.Measure;
import dev.tollgate.limits.Limit.Period;
import dev.tollgate.limits.LimitObserver;
import dev.tollgate.limits.Limits;
import dev.tollgate.limits.Need;
import dev.tollgate.limits.Priority;
import dev.tollgate.limits.Reservation;
import dev.tollgate.limits.Scope;
import dev.tollgate.limits.Subject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// One of several processes that contend for the same limits, with 16 threads as 4 sandboxes. It reads orders from its standard input, a line each, and
/// ends with it.
///
/// - `requests SEED MAX ATTEMPTS`: answers `admitted COUNT FIRST LAST`, the instants in microseconds of the epoch
/// - `budget SEED NANO_USD ERROR_PERCENT CALLS`: answers `spent NANO_USD UNSETTLED REFUSED`, the first two in nano-USD
final class ContendingProcess {
    static final int THREADS = 16;
    static final long MAX_ESTIMATE = 1_000_000;

    private static final int SANDBOXES = 4;

    /// DynamoDB Local may be slow on a busy machine, and a timeout would make the figures less exact.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Limits> sandboxes = new ArrayList<>();
    private final Clock clock = Clock.systemUTC();

    private ContendingProcess(DynamoDbClient client, String table, ExecutorService threads) {
        for (int i = 0; i < SANDBOXES; i++) {
            sandboxes.add(
                    new Limits(
                            new DynamoLimitStore(client, table, PATIENCE),
                            new Silent(),
                            new Timing(clock, Thread::sleep, new Random(i)),
                            threads));
        }
    }

    /// @param args DynamoDB's address, the table, and this process's number
    public static void main(String[] args) throws Exception {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                DynamoDbClient client = patientClient(URI.create(args[0]))) {
            new ContendingProcess(client, args[1], threads)
                    .work(orders, threads, Integer.parseInt(args[2]));
        }
    }

    private static DynamoDbClient patientClient(URI endpoint) {
        return DynamoDbClient.builder()
                .httpClientBuilder(
                        Apache5HttpClient.builder()
                                .connectionTimeout(PATIENCE)
                                .socketTimeout(PATIENCE)
                                .maxConnections(THREADS))
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("local", "local")))
                .build();
    }

    private void work(BufferedReader orders, ExecutorService threads, int number)
            throws IOException, InterruptedException {
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            String[] words = order.split(" ", -1);
            long seed = Long.parseLong(words[1]);
            List<Callable<long[]>> work = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                Limits limits = sandboxes.get(thread % SANDBOXES);
                Random random = new Random(seed * 1_000 + number * 100L + thread);
                work.add(
                        words[0].equals("requests")
                                ? () -> requests(limits, words)
                                : () -> budget(limits, words, random));
            }
            System.out.println(answer(words[0], threads.invokeAll(work)));
        }
    }

    private static String answer(String order, List<Future<long[]>> results)
            throws InterruptedException {
        long[] sum = {0, 0, 0};
        long first = Long.MAX_VALUE;
        long last = 0;
        for (Future<long[]> future : results) {
            long[] result = get(future);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += result[i];
            }
            if (result[0] > 0) {
                first = Math.min(first, result[1]);
                last = Math.max(last, result[2]);
            }
        }
        return order.equals("requests")
                ? "admitted %d %d %d".formatted(sum[0], first, last)
                : "spent %d %d %d".formatted(sum[0], sum[1], sum[2]);
    }

    private static long[] get(Future<long[]> future) throws InterruptedException {
        try {
            return future.get();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    /// Admitted calls, and when the first and the last of them came (microseconds).
    private long[] requests(Limits limits, String[] order) {
        Limit limit = limit("requests" + order[1], requests(Long.parseLong(order[2])));
        long[] result = {0, Long.MAX_VALUE, 0};
        for (int i = 0; i < Integer.parseInt(order[3]); i++) {
            long before = micros();
            if (admit(limits, limit, Need.NOTHING) instanceof Admitted) {
                result[0]++;
                result[1] = Math.min(result[1], before);
                result[2] = micros();
            }
        }
        return result;
    }

    /// What was spent, what is still held as its call was killed, and how many calls were refused.
    private long[] budget(Limits limits, String[] order, Random random) {
        Limit limit = limit("budget" + order[1], budget(Long.parseLong(order[2])));
        long error = Long.parseLong(order[3]);
        long[] result = {0, 0, 0};
        for (int i = 0; i < Integer.parseInt(order[4]); i++) {
            long estimate = 1 + random.nextLong(MAX_ESTIMATE);
            long most = estimate * (100 + error) / 100;
            long truth = random.nextInt(4) == 0 ? random.nextLong(most + 1) : most;
            boolean killed = random.nextInt(30) == 0;
            switch (admit(limits, limit, new Need(0, estimate))) {
                case Admitted(Reservation reservation) -> {
                    if (killed) {
                        result[1] += estimate;
                    } else {
                        reservation.settle(new Need(0, truth), _ -> Need.NOTHING);
                        result[0] += truth;
                    }
                }
                case Admission.Refused _ -> result[2]++;
            }
        }
        return result;
    }

    static Measure requests(long max) {
        return new Measure.RequestsPerMinute(max);
    }

    static Measure budget(long nanoUsd) {
        return new Measure.Budget(nanoUsd, Period.MONTH);
    }

    /// A limit of its own for each name.
    static Limit limit(String name, Measure measure) {
        return new Limit(
                name,
                new Scope(Optional.empty(), new TreeMap<>(Map.of("run", name))),
                measure,
                Duration.ZERO,
                new Exceeded.Reject(),
                0,
                false);
    }

    static Subject subject(Limit limit) {
        return new Subject("key", "team", "alias", Map.of("run", limit.name()));
    }

    private Admission admit(Limits limits, Limit limit, Need need) {
        Deadline deadline = Deadline.in(Duration.ofMinutes(10), clock.instant());
        return limits.admit(
                List.of(limit),
                subject(limit),
                Optional.empty(),
                Priority.NORMAL,
                need,
                deadline,
                deadline,
                () -> false);
    }

    private long micros() {
        Instant now = clock.instant();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }

    private static final class Silent implements LimitObserver {
        @Override
        public void exceeded(Limit limit, Exceeded consequence) {}

        @Override
        public void budgetUsed(Limit limit, String whose, int percent) {}

        /// The test would prove nothing.
        @Override
        public void degraded(String what, Throwable cause) {
            throw new AssertionError(cause);
        }
    }
}
