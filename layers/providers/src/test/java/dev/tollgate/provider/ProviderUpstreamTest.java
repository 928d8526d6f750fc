package dev.tollgate.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.config.Timing;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Transport;
import dev.tollgate.identity.Secret;
import dev.tollgate.identity.Secrets;
import dev.tollgate.provider.wire.Provider;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Outcome.Failed;
import dev.tollgate.routing.Target;
import dev.tollgate.telemetry.Telemetry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderUpstreamTest {
    private final List<Duration> limits = new ArrayList<>();
    private final List<String> observed = new ArrayList<>();
    private Instant now = Calls.START;
    private Headers replied = Headers.none();
    private int status = 500;

    private final Clock clock =
            new Clock() {
                @Override
                public Instant instant() {
                    return now;
                }

                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }
            };

    private static final Secrets NO_SECRETS =
            new Secrets() {
                @Override
                public Secret read(String name) {
                    throw new AssertionError("no secret is named");
                }

                @Override
                public Secret readAgain(String name) {
                    return read(name);
                }
            };

    private Failure send(Provider provider) {
        Transport transport =
                (_, timeout, lifetime) -> {
                    limits.add(timeout);
                    limits.add(lifetime);
                    return FakeReply.of(status, replied, "");
                };
        ProviderUpstream upstream =
                new ProviderUpstream(
                        provider,
                        new Target("p", "m"),
                        Optional.empty(),
                        NO_SECRETS,
                        transport,
                        new Timing(clock, _ -> {}, new Random(1)),
                        Telemetry.silent(),
                        (target, quota) -> observed.add(target + " " + quota.remaining()));
        return assertInstanceOf(Failed.class, upstream.send(Calls.chat("{}"))).failure();
    }

    private Provider.Prepared preparedAfter(Duration spent) {
        now = now.plus(spent);
        return new Provider.Prepared(
                new Transport.Outgoing(
                        "POST", URI.create("https://x.example"), Headers.none(), new byte[0]),
                _ -> new Failed(Failure.of(Kind.SERVER_ERROR, "x")));
    }

    @Test
    void the_time_that_credentials_take_is_the_calls() {
        send((_, _, _) -> preparedAfter(Duration.ofMinutes(1)));

        assertEquals(List.of(Duration.ofMinutes(14), Duration.ofMinutes(14)), limits);
    }

    @Test
    void when_credentials_took_all_the_time_none_is_left() {
        send((_, _, _) -> preparedAfter(Duration.ofMinutes(16)));

        assertEquals(List.of(Duration.ZERO, Duration.ZERO), limits);
    }

    @Test
    void credentials_that_are_none_are_an_auth_failure_and_nothing_is_sent() {
        Failure failure =
                send((_, _, _) -> {
                    throw new Provider.Unauthenticated("no key");
                });

        assertEquals(Kind.AUTH, failure.kind());
        assertEquals("no key", failure.message());
        assertEquals(List.of(), limits);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 429, 500})
    void what_the_head_of_a_reply_says_of_the_providers_limits_is_observed(int with) {
        status = with;
        replied =
                Headers.of("x-ratelimit-limit-requests", "10")
                        .with("x-ratelimit-remaining-requests", "3")
                        .with("x-ratelimit-limit-tokens", "broken")
                        .with("x-ratelimit-remaining-tokens", "3");

        send((_, _, _) -> preparedAfter(Duration.ZERO));

        assertEquals(List.of("p/m 3"), observed);
    }

    @Test
    void a_thread_that_is_interrupted_already_sends_nothing_and_stays_interrupted() {
        Thread.currentThread().interrupt();

        Failure failure = send((_, _, _) -> preparedAfter(Duration.ZERO));

        assertTrue(Thread.interrupted());
        assertEquals(Kind.TIMEOUT, failure.kind());
        assertTrue(failure.wasNeverSent());
        assertEquals(List.of(), limits);
    }

    @Test
    void what_is_called_off_while_it_is_prepared_is_not_sent() {
        Failure failure =
                send((_, _, _) -> {
                    Thread.currentThread().interrupt();
                    return preparedAfter(Duration.ZERO);
                });

        assertTrue(Thread.interrupted());
        assertEquals(Kind.TIMEOUT, failure.kind());
        assertTrue(failure.wasNeverSent());
        assertEquals(List.of(), limits);
    }

    @Test
    void credentials_that_do_not_come_in_time_are_no_silence_of_the_target() {
        Failure failure =
                send((_, _, _) -> {
                    throw new Transport.TimedOut("the token endpoint");
                });

        assertEquals(Kind.AUTH, failure.kind());
        assertEquals(List.of(), limits);
    }
}
