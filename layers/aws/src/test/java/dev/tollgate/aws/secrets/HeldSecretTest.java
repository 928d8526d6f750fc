package dev.tollgate.aws.secrets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tollgate.identity.Secret;
import dev.tollgate.identity.Secrets.Unavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

@Timeout(30)
final class HeldSecretTest {
    private static final Duration HANGING = Duration.ofSeconds(3);

    private volatile Instant now = Instant.parse("2026-11-23T09:30:00Z");
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Supplier<String> source = () -> "sk-1";
    private final HeldSecret secret =
            new HeldSecret(
                    "tollgate/openai",
                    () -> {
                        asked.incrementAndGet();
                        return source.get();
                    },
                    clock);

    @Test
    void while_one_waits_for_a_hanging_source_the_others_have_the_stale_value_at_once()
            throws Exception {
        secret.read();
        Hanging hanging = new Hanging();
        source = hanging;
        now = now.plus(AwsSecrets.MAX_AGE);

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Secret> first = threads.submit(secret::read);
            hanging.isAsked.await();
            for (int i = 0; i < 50; i++) {
                now = now.plusSeconds(1);
                assertEquals("sk-1", secret.read().reveal());
            }
            assertFalse(first.isDone());
            hanging.fails.countDown();
            assertEquals("sk-1", first.get().reveal());
        }

        assertEquals(2, asked.get());
    }

    @Test
    void after_a_failure_that_took_long_nobody_asks_until_a_second_after_its_end() {
        secret.read();
        now = now.plus(AwsSecrets.MAX_AGE);
        source = this::failsLate;
        assertEquals("sk-1", secret.read().reveal());

        now = now.plus(AwsSecrets.AGAIN.minusMillis(1));
        assertEquals("sk-1", secret.read().reveal());
        assertThrows(Unavailable.class, secret::readAgain);
        assertEquals(2, asked.get());

        now = now.plusMillis(1);
        assertEquals("sk-1", secret.read().reveal());
        assertEquals(3, asked.get());
    }

    @Test
    void a_first_read_that_failed_late_is_not_repeated_by_who_waited_for_it() {
        source = this::failsLate;
        assertThrows(Unavailable.class, secret::read);
        assertThrows(Unavailable.class, secret::read);
        assertEquals(1, asked.get());
    }

    @Test
    void a_stale_value_is_too_old_an_hour_after_it_was_read_even_if_it_was_not_when_asked() {
        secret.read();
        now = now.plus(AwsSecrets.STALE).minusSeconds(1);
        source = this::failsLate;
        assertThrows(Unavailable.class, secret::read);
    }

    @Test
    void a_value_serves_no_more_once_its_secret_is_gone() {
        secret.read();
        now = now.plus(AwsSecrets.MAX_AGE);
        source =
                () -> {
                    throw ResourceNotFoundException.builder().message("gone").build();
                };
        assertThrows(Unavailable.class, secret::read);
        assertThrows(Unavailable.class, secret::read);
    }

    private String failsLate() {
        now = now.plus(HANGING);
        throw SdkClientException.create("timed out");
    }

    /// Does not answer until it is told to fail.
    private static final class Hanging implements Supplier<String> {
        final CountDownLatch isAsked = new CountDownLatch(1);
        final CountDownLatch fails = new CountDownLatch(1);

        @Override
        public String get() {
            isAsked.countDown();
            try {
                fails.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            throw SdkClientException.create("timed out");
        }
    }
}
