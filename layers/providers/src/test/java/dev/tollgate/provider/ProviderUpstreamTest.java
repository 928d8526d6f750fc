package dev.tollgate.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

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

class ProviderUpstreamTest {
    private final List<Duration> limits = new ArrayList<>();
    private Instant now = Calls.START;

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
                    return FakeReply.of(500, "");
                };
        ProviderUpstream upstream =
                new ProviderUpstream(
                        provider,
                        new Target("p", "m"),
                        Optional.empty(),
                        NO_SECRETS,
                        transport,
                        new Timing(clock, _ -> {}, new Random(1)),
                        Telemetry.silent());
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
}
