package dev.tollgate;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.api.ApiError;
import dev.tollgate.api.Dialect;
import dev.tollgate.api.Dialects;
import dev.tollgate.api.Tags;
import dev.tollgate.audit.AuditTrail;
import dev.tollgate.audit.PayloadStore;
import dev.tollgate.cache.Cache;
import dev.tollgate.cache.CacheStore;
import dev.tollgate.cache.Flights;
import dev.tollgate.cache.Idempotency;
import dev.tollgate.cache.IdempotencyStore;
import dev.tollgate.catalog.CatalogReader;
import dev.tollgate.catalog.DialectSpec;
import dev.tollgate.catalog.ProviderSpec;
import dev.tollgate.catalog.Routes;
import dev.tollgate.config.Bounds;
import dev.tollgate.config.Deadline;
import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.config.Timing;
import dev.tollgate.conversation.Ask;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.http.JsonBody;
import dev.tollgate.http.ReplySink;
import dev.tollgate.http.Request;
import dev.tollgate.identity.Authenticator;
import dev.tollgate.identity.KeyHash;
import dev.tollgate.identity.KeyStore;
import dev.tollgate.identity.Principal;
import dev.tollgate.identity.Role;
import dev.tollgate.identity.VirtualKey;
import dev.tollgate.ledger.Ledger;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.SpillingLedger;
import dev.tollgate.limits.Limit;
import dev.tollgate.limits.LimitStore;
import dev.tollgate.limits.Limits;
import dev.tollgate.routing.Answer.Next;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Answer.Summary;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.BreakerPolicy;
import dev.tollgate.routing.BreakerStore;
import dev.tollgate.routing.BreakerStore.Opening;
import dev.tollgate.routing.Breakers;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.ModelFacts;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Recorded;
import dev.tollgate.routing.Safeguards;
import dev.tollgate.routing.Target;
import dev.tollgate.routing.Upstream;
import dev.tollgate.telemetry.Telemetry;
import dev.tollgate.usage.Estimate;
import dev.tollgate.usage.PriceList;
import dev.tollgate.usage.TokenCounter;
import dev.tollgate.usage.Usage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A gateway with a plain dialect, one key, three aliases, and doubles around it that remember what happened in which order.
final class House {
    static final String CHAT = "/chat";
    static final String KEY = "tg_canary_key";
    static final String REPORT_KEY = "tg_report_key";
    static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    private static final String CATALOG =
            """
            {"providers": {"p": {"dialect": "plain"}},
             "aliases": {"chat": "p/m", "unpriced": "p/new", "secret": "p/m"},
             "prices": {"p/m": {"inputPerMTok": "1", "outputPerMTok": "4"}}}
            """;

    final Map<String, LedgerRecord> ledger = new LinkedHashMap<>();
    final List<LedgerRecord> spilled = new ArrayList<>();
    final List<String> log = new ArrayList<>();
    boolean ledgerDown;
    boolean ledgerBug;
    boolean streamClosed;
    Duration edgeTime = Bounds.MAX_DEADLINE;
    int callerLeavesAfterPieces = Integer.MAX_VALUE;
    Request.Body body = Request.Body.of(new byte[0]);

    private final Timing timing =
            new Timing(Clock.fixed(START, ZoneOffset.UTC), House::sleep, new Random(1));
    private final List<Object> told = new ArrayList<>();
    private Script script = whole("{}", 1, 1);
    private final ErrorBoundary gateway;

    House() {
        Telemetry telemetry = new Operators();
        Estimate estimate = new Estimate(TokenCounter.byLength());
        Routes routes =
                Routes.of(
                        7,
                        new CatalogReader(Map.of("plain", DialectSpec.plain("plain")), false)
                                .read(Json.tree(CATALOG.getBytes(UTF_8))),
                        new Scripted(),
                        PriceList.empty(),
                        estimate,
                        Safeguards.NONE,
                        timing);
        Executor executor = Runnable::run;
        Shared shared =
                new Shared(
                        new Limits(unused(LimitStore.class), telemetry, timing, executor),
                        new Breakers(
                                unused(BreakerStore.class),
                                BreakerPolicy.DEFAULT,
                                timing,
                                _ -> {},
                                telemetry),
                        new Cache(unused(CacheStore.class), timing, telemetry),
                        new Flights(),
                        new Idempotency(unused(IdempotencyStore.class), timing, telemetry),
                        new AuditTrail(unused(PayloadStore.class), timing, telemetry),
                        new Together(executor));
        Gateway inside =
                new Gateway(
                        Dialects.of(new Plain()),
                        new Intake(
                                new Authenticator(new Keys(), timing, telemetry),
                                () -> routes,
                                estimate,
                                timing),
                        new SpillingLedger(new Book(), timing, telemetry),
                        shared,
                        estimate,
                        timing,
                        telemetry);
        gateway = new ErrorBoundary(Dialects.of(new Plain()), timing, telemetry, inside);
    }

    /// Every target does what the script says.
    private final class Scripted implements Routes.UpstreamFactory {
        @Override
        public Upstream connect(ProviderSpec provider, Target target, ModelFacts catalogued) {
            return Recorded.around(call -> script.with(House.this).send(call), target, timing);
        }

        @Override
        public ModelFacts facts(ProviderSpec provider, Target target, ModelFacts catalogued) {
            return catalogued;
        }
    }

    /// A store that a call without limits, cache and idempotency key has nothing to ask of.
    private static <T> T unused(Class<T> store) {
        return store.cast(
                Proxy.newProxyInstance(
                        store.getClassLoader(),
                        new Class<?>[] {store},
                        (_, method, _) -> {
                            throw new AssertionError(method + " was called");
                        }));
    }

    /// Retries wait for nothing; what waits as long as a keep-alive does waits until it is interrupted.
    private static void sleep(Duration time) throws InterruptedException {
        if (time.compareTo(Bounds.KEEP_ALIVE) >= 0) {
            new CountDownLatch(1).await();
        }
    }

    void script(Script outcome) {
        script = outcome;
    }

    Reply call(String json) {
        return call(json, Map.of());
    }

    Reply call(String json, Map<String, String> headers) {
        body = Request.Body.of(json.getBytes(UTF_8));
        Map<String, String> all = new HashMap<>(headers);
        all.put("authorization", "Bearer " + KEY);
        return send("POST", CHAT, all);
    }

    Reply send(String method, String path, Map<String, String> headers) {
        Map<String, List<String>> fields = new HashMap<>();
        headers.forEach((name, value) -> fields.put(name, List.of(value)));
        Reply reply = new Reply();
        gateway.handle(
                new Request(
                        method,
                        path,
                        Map.of(),
                        Headers.copyOf(fields),
                        max -> body.read(max),
                        Deadline.in(edgeTime, START)),
                reply);
        return reply;
    }

    static Map<String, String> withKey() {
        return Map.of("authorization", "Bearer " + KEY);
    }

    String seenByOperators() {
        return told.toString();
    }

    /// What the provider does.
    @FunctionalInterface
    interface Script {
        Outcome send(Call call);

        default Script with(House house) {
            return call -> {
                Outcome outcome = send(call);
                return outcome instanceof Outcome.Answered(Pieces pieces)
                        ? new Outcome.Answered(pieces.in(house))
                        : outcome;
            };
        }
    }

    static Script whole(String json, long input, long output) {
        return _ ->
                new Outcome.Answered(
                        new Whole(
                                json.getBytes(UTF_8),
                                new Summary(Usage.of(input, output), Optional.of("stop"))));
    }

    static Script stream(Next... steps) {
        return _ -> new Outcome.Answered(new Pieces(new ArrayDeque<>(List.of(steps)), () -> {}));
    }

    static Script failing(Kind kind) {
        return _ ->
                new Outcome.Failed(
                        new Failure(
                                kind,
                                Failure.Remedy.NOTHING,
                                0,
                                "scripted",
                                Optional.empty(),
                                Failure.Words.NONE));
    }

    static Script wholeWithout(String json, String... dropped) {
        return _ ->
                new Outcome.Answered(
                        new Whole(
                                json.getBytes(UTF_8),
                                new Summary(Usage.of(1, 1), Optional.of("stop")),
                                List.of(dropped)));
    }

    /// A call that can't be put in the provider's terms.
    static Script unsayable(String text, String place) {
        return _ ->
                new Outcome.Failed(
                        new Failure(
                                Kind.BAD_REQUEST,
                                Failure.Remedy.NOTHING,
                                0,
                                "not sent",
                                Optional.empty(),
                                Failure.Words.ours(text, Optional.of(place))));
    }

    static Script refusing(int status, String body) {
        return refusing(status, "plain", "", body);
    }

    static Script refusing(int status, String language, String text, String body) {
        return _ ->
                new Outcome.Failed(
                        new Failure(
                                Kind.BAD_REQUEST,
                                Failure.Remedy.NOTHING,
                                status,
                                "status " + status,
                                Optional.empty(),
                                new Failure.Words(language, text, body.getBytes(UTF_8))));
    }

    private record Pieces(Deque<Next> steps, Runnable onClose) implements Streamed {
        Pieces in(House house) {
            return new Pieces(steps, () -> house.streamClosed = true);
        }

        @Override
        public List<String> dropped() {
            return List.of();
        }

        @Override
        public Next next() {
            return steps.removeFirst();
        }

        @Override
        public Summary summary() {
            return new Summary(Usage.estimate(3, 2), Optional.empty());
        }

        @Override
        public void close() {
            onClose.run();
        }
    }

    /// What the caller got.
    final class Reply implements ReplySink, ReplySink.Stream {
        int status;
        private Headers headers = Headers.none();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int pieces;

        String text() {
            return bytes.toString(UTF_8);
        }

        String header(String name) {
            return headers.first(name).orElse("");
        }

        @Override
        public void reply(int code, Headers fields, byte[] content) {
            log.add("reply");
            status = code;
            headers = fields;
            bytes.writeBytes(content);
        }

        @Override
        public Stream begin(int code, Headers fields) {
            status = code;
            headers = fields;
            return this;
        }

        @Override
        public void send(byte[] piece) throws IOException {
            if (pieces++ == callerLeavesAfterPieces) {
                throw new IOException("broken pipe");
            }
            bytes.writeBytes(piece);
        }

        @Override
        public void end(byte[] piece) throws IOException {
            send(piece);
            log.add("reply");
        }
    }

    private static final class Keys implements KeyStore {
        @Override
        public Optional<VirtualKey> find(String id) {
            return list().stream().filter(key -> key.id().equals(id)).findFirst();
        }

        @Override
        public void put(VirtualKey key) {}

        @Override
        public boolean delete(String id) {
            return false;
        }

        @Override
        public List<VirtualKey> list() {
            return List.of(key(KEY, Role.APP), key(REPORT_KEY, Role.REPORT));
        }

        private static VirtualKey key(String text, Role role) {
            KeyHash hash = KeyHash.of(text);
            Principal principal =
                    new Principal(
                            hash.id(),
                            "team",
                            Set.of(role),
                            Tags.none(),
                            Set.of("chat", "unpriced", "nope"));
            return new VirtualKey(hash, "test", principal, START);
        }
    }

    private final class Book implements Ledger {
        @Override
        public void open(LedgerRecord pending) {
            if (ledgerBug) {
                throw new IllegalStateException("a bug");
            }
            refuseWhenDown();
            log.add("open");
            ledger.put(pending.id(), pending);
        }

        @Override
        public boolean settle(LedgerRecord settled) {
            refuseWhenDown();
            log.add("settle");
            ledger.put(settled.id(), settled);
            return true;
        }

        private void refuseWhenDown() {
            if (ledgerDown) {
                throw new StoreUnavailable("down", new IllegalStateException());
            }
        }

        @Override
        public Optional<LedgerRecord> find(String team, String id) {
            return Optional.ofNullable(ledger.get(id));
        }

        @Override
        public void scan(String team, Instant from, Instant to, Consumer<LedgerRecord> each) {
            ledger.values().forEach(each);
        }

        @Override
        public void descend(
                String team,
                Instant from,
                Instant to,
                Optional<String> before,
                Predicate<LedgerRecord> more) {
            ledger.values().stream().takeWhile(more).forEach(_ -> {});
        }
    }

    private final class Operators implements Telemetry {
        @Override
        public void settled(LedgerRecord record) {
            told.add(record);
        }

        @Override
        public void refused(String requestId, ApiError refusal) {
            told.add(refusal);
        }

        @Override
        public void payloadLost(String requestId, Throwable cause) {
            told.add(cause);
        }

        @Override
        public void exceeded(Limit limit, Limit.Exceeded consequence) {
            told.add(consequence);
        }

        @Override
        public void budgetUsed(Limit limit, String whose, int percent) {
            told.add(whose + percent);
        }

        @Override
        public void opened(Target target, Opening opening) {
            told.add(opening);
        }

        @Override
        public void rollupSkipped(String where, Throwable cause) {}

        @Override
        public void swept(String team, int calls) {}

        @Override
        public void closed(Target target) {
            told.add(target);
        }

        @Override
        public void callerGone(String requestId, IOException cause) {
            told.add(cause);
        }

        @Override
        public void spilled(LedgerRecord record, Throwable cause) {
            spilled.add(record);
        }

        @Override
        public void degraded(String what, Throwable cause) {
            told.add(what);
        }

        @Override
        public void failed(String requestId, Throwable bug) {
            told.add(bug);
        }
    }

    /// A dialect that has a model, a stream flag and no more.
    private record Plain() implements Dialect {
        @Override
        public String name() {
            return "plain";
        }

        @Override
        public Prompt read(JsonBody request) {
            throw new InvalidPrompt("", "nothing is translated here");
        }

        @Override
        public byte[] write(Completion answer, Ask ask) {
            return new byte[0];
        }

        @Override
        public EventWriter events(Ask ask) {
            throw new IllegalStateException("nothing is translated here");
        }

        @Override
        public Map<String, Operation> endpoints() {
            return Map.of(CHAT, Operation.CHAT);
        }

        @Override
        public Headers partOfAsk(Headers headers) {
            return headers.only(List.of("Plain-Version"));
        }

        @Override
        public Asked decode(Operation operation, JsonBody request) {
            return new Asked(
                    request.member("model").map(JsonNode::asText).orElse(""),
                    request.member("stream").map(JsonNode::asBoolean).orElse(false),
                    Map.of());
        }

        @Override
        public byte[] error(ApiError error) {
            return error.body().length > 0
                    ? error.body()
                    : (error.code() + " " + error.message()).getBytes(UTF_8);
        }

        @Override
        public byte[] errorEvent(ApiError error) {
            return ("data: {\"error\":\"" + error.code() + "\"}\n\n").getBytes(UTF_8);
        }

        @Override
        public byte[] models(Collection<String> aliases) {
            return aliases.toString().getBytes(UTF_8);
        }

        @Override
        public byte[] model(String alias) {
            return alias.getBytes(UTF_8);
        }
    }
}
