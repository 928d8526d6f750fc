package dev.tollgate.testkit.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.ErrorBoundary;
import dev.tollgate.Gateway;
import dev.tollgate.Intake;
import dev.tollgate.Shared;
import dev.tollgate.Together;
import dev.tollgate.api.Dialects;
import dev.tollgate.api.Tags;
import dev.tollgate.audit.AuditTrail;
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
import dev.tollgate.config.Timing;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.http.Request;
import dev.tollgate.identity.Authenticator;
import dev.tollgate.identity.KeyHash;
import dev.tollgate.identity.Principal;
import dev.tollgate.identity.Role;
import dev.tollgate.identity.VirtualKey;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.LedgerRecord.Settlement;
import dev.tollgate.ledger.SpillingLedger;
import dev.tollgate.limits.Limits;
import dev.tollgate.routing.BreakerPolicy;
import dev.tollgate.routing.Breakers;
import dev.tollgate.routing.ModelFacts;
import dev.tollgate.routing.Recorded;
import dev.tollgate.routing.Safeguards;
import dev.tollgate.routing.Target;
import dev.tollgate.routing.Upstream;
import dev.tollgate.telemetry.Telemetry;
import dev.tollgate.testkit.store.InMemoryBreakerStore;
import dev.tollgate.testkit.store.InMemoryCacheStore;
import dev.tollgate.testkit.store.InMemoryIdempotencyStore;
import dev.tollgate.testkit.store.InMemoryKeyStore;
import dev.tollgate.testkit.store.InMemoryLedger;
import dev.tollgate.testkit.store.InMemoryPayloadStore;
import dev.tollgate.usage.Estimate;
import dev.tollgate.usage.PriceList;
import dev.tollgate.usage.TokenCounter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A gateway with one caller, the providers p, q and r, each with a model m of 1 USD and 4 USD for a thousand tokens in and out, and an unpriced p/new.
final class Pipeline {
    /// How long a test waits for what should be there at once.
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String KEY = "tg_pipeline_key";

    private final Hands hands = new Hands();
    private final InMemoryLedger ledger = new InMemoryLedger();
    private final List<Target> asked = new CopyOnWriteArrayList<>();
    private final Books limits = new Books();
    private final InMemoryPayloadStore payloads = new InMemoryPayloadStore();
    private final Timing timing;
    private final ErrorBoundary gateway;
    private volatile Says says = Says.text("hello");

    /// @param catalog its aliases, limits and cache: `"aliases": {"chat": "p/m"}`
    Pipeline(Timing timing, String catalog) {
        this(timing, catalog, new InMemoryCacheStore(), new InMemoryIdempotencyStore());
    }

    Pipeline(Timing timing, String catalog, CacheStore cache, IdempotencyStore idempotency) {
        this.timing = timing;
        Telemetry telemetry = Telemetry.silent();
        Estimate estimate = new Estimate(TokenCounter.byLength());
        Routes routes =
                Routes.of(
                        1,
                        new CatalogReader(Map.of("plain", DialectSpec.plain("plain")), false)
                                .read(Json.tree(whole(catalog).getBytes(UTF_8))),
                        new Scripted(),
                        PriceList.empty(),
                        estimate,
                        Safeguards.NONE,
                        timing);
        Shared shared =
                new Shared(
                        new Limits(limits, telemetry, timing, hands),
                        new Breakers(
                                new InMemoryBreakerStore(),
                                BreakerPolicy.DEFAULT,
                                timing,
                                hands,
                                telemetry),
                        new Cache(cache, timing, telemetry),
                        new Flights(),
                        new Idempotency(idempotency, timing, telemetry),
                        new AuditTrail(payloads, timing, telemetry),
                        new Together(hands));
        Dialects dialects = Dialects.of(new Plain());
        Gateway inside =
                new Gateway(
                        dialects,
                        new Intake(
                                new Authenticator(keys(timing), timing, telemetry),
                                () -> routes,
                                estimate,
                                timing),
                        new SpillingLedger(ledger, timing, telemetry),
                        shared,
                        estimate,
                        timing,
                        telemetry);
        gateway = new ErrorBoundary(dialects, timing, telemetry, inside);
    }

    private static String whole(String catalog) {
        return """
        {"providers": {"p": {"dialect": "plain"}, "q": {"dialect": "plain"}, "r": {"dialect": "plain"}},
         "prices": {"p/m": {"inputPerMTok": "1000", "outputPerMTok": "4000"},
                    "q/m": {"inputPerMTok": "1000", "outputPerMTok": "4000"},
                    "r/m": {"inputPerMTok": "1000", "outputPerMTok": "4000"}},
         %s}
        """
                .formatted(catalog);
    }

    private static InMemoryKeyStore keys(Timing timing) {
        KeyHash hash = KeyHash.of(KEY);
        Principal caller =
                new Principal(hash.id(), "team", Set.of(Role.APP), Tags.none(), Set.of());
        InMemoryKeyStore keys = new InMemoryKeyStore();
        keys.put(new VirtualKey(hash, "test", caller, timing.now()));
        return keys;
    }

    private final class Scripted implements Routes.UpstreamFactory {
        @Override
        public Upstream connect(ProviderSpec provider, Target target, ModelFacts catalogued) {
            return Recorded.around(
                    call -> {
                        asked.add(target);
                        return says.to(target, call);
                    },
                    target,
                    timing);
        }

        @Override
        public ModelFacts facts(ProviderSpec provider, Target target, ModelFacts catalogued) {
            return catalogued;
        }
    }

    void says(Says what) {
        says = what;
    }

    /// Which targets were asked, in order.
    List<String> asked() {
        return asked.stream().map(Target::toString).toList();
    }

    Books limits() {
        return limits;
    }

    InMemoryLedger ledger() {
        return ledger;
    }

    InMemoryPayloadStore payloads() {
        return payloads;
    }

    /// Waits for whatever is done after replies.
    void rest() {
        hands.rest(PATIENCE);
    }

    LedgerRecord lastRecord() {
        return ledger.all().getLast();
    }

    Settlement lastSettlement() {
        return lastRecord().settlement().orElseThrow();
    }

    static Ask ask(String text) {
        return new Ask("chat", text, 1_000, false, Map.of(), Integer.MAX_VALUE);
    }

    Reply call(String text) {
        return call(ask(text));
    }

    Reply call(Ask ask) {
        Map<String, List<String>> fields = new HashMap<>();
        ask.headers().forEach((name, value) -> fields.put(name, List.of(value)));
        fields.put("authorization", List.of("Bearer " + KEY));
        Reply reply = new Reply(ask.leavesAfterPieces());
        gateway.handle(
                new Request(
                        "POST",
                        Plain.PATH,
                        Map.of(),
                        Headers.copyOf(fields),
                        Request.Body.of(ask.body()),
                        Deadline.in(Bounds.MAX_DEADLINE, timing.now())),
                reply);
        return reply;
    }

    /// Somebody who calls at the same time.
    Caller start(Ask ask) {
        return new Caller(
                CompletableFuture.supplyAsync(
                        () -> call(ask), work -> Thread.ofVirtual().start(work)));
    }

    /// @param work the call
    record Caller(CompletableFuture<Reply> work) {
        /// What the first of two gets that is answered.
        static Reply first(Caller one, Caller other) {
            return new Caller(one.work.applyToEither(other.work, it -> it)).reply();
        }

        /// What it gets, soon.
        Reply reply() {
            return reply(PATIENCE);
        }

        Reply reply(Duration atMost) {
            try {
                return work.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                throw new AssertionError("no answer within " + atMost, e);
            } catch (InterruptedException | ExecutionException e) {
                throw new AssertionError(e);
            }
        }
    }
}
