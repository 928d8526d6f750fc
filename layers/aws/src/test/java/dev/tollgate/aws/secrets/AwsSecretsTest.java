package dev.tollgate.aws.secrets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tollgate.identity.Secrets.Unavailable;
import dev.tollgate.testkit.secrets.SecretsManagerStandIn;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AwsSecretsTest {
    private static final String NAME = "tollgate/openai";

    private volatile Instant now = Instant.parse("2026-11-23T09:30:00Z");
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private SecretsManagerStandIn manager;
    private AwsSecrets secrets;

    @BeforeEach
    void start() throws IOException {
        manager = SecretsManagerStandIn.start(Map.of(NAME, " sk-1\n"));
        secrets = AwsSecrets.local(manager.baseUri(), clock);
    }

    @AfterEach
    void stop() {
        manager.close();
    }

    @Test
    void a_secret_is_its_whole_string_trimmed() {
        assertEquals("sk-1", secrets.read(NAME).reveal());
    }

    @Test
    void a_rotated_secret_is_picked_up_within_a_minute() {
        secrets.read(NAME);
        manager.put(NAME, "sk-2");

        now = now.plus(AwsSecrets.MAX_AGE.minusSeconds(1));
        assertEquals("sk-1", secrets.read(NAME).reveal());
        now = now.plusSeconds(1);
        assertEquals("sk-2", secrets.read(NAME).reveal());

        assertEquals(2, manager.reads(NAME));
    }

    @Test
    void a_rotated_secret_is_picked_up_at_once_when_it_is_read_again() {
        secrets.read(NAME);
        manager.put(NAME, "sk-2");
        now = now.plus(AwsSecrets.AGAIN);

        assertEquals("sk-2", secrets.readAgain(NAME).reveal());
        assertEquals("sk-2", secrets.read(NAME).reveal());
    }

    @Test
    void a_secret_is_read_again_once_a_second_at_most() {
        secrets.read(NAME);
        for (int i = 0; i < 50; i++) {
            secrets.readAgain(NAME);
        }
        assertEquals(1, manager.reads(NAME));

        now = now.plus(AwsSecrets.AGAIN);
        for (int i = 0; i < 50; i++) {
            secrets.readAgain(NAME);
        }
        assertEquals(2, manager.reads(NAME));
    }

    @Test
    void callers_at_the_same_time_read_a_secret_once() throws Exception {
        Callable<String> read = () -> secrets.read(NAME).reveal();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<String> value : threads.invokeAll(Collections.nCopies(32, read))) {
                assertEquals("sk-1", value.get());
            }
        }

        assertEquals(1, manager.reads(NAME));
    }

    @Test
    void while_secrets_manager_fails_the_last_value_serves_for_an_hour() {
        secrets.read(NAME);
        manager.failing(true);

        now = now.plus(AwsSecrets.STALE.minusSeconds(1));
        assertEquals("sk-1", secrets.read(NAME).reveal());
        assertThrows(Unavailable.class, () -> secrets.readAgain(NAME));
        now = now.plusSeconds(1);
        assertThrows(Unavailable.class, () -> secrets.read(NAME));
    }

    @Test
    void a_failing_secrets_manager_is_asked_once_a_second_and_is_back_when_it_answers() {
        secrets.read(NAME);
        manager.failing(true);
        now = now.plus(Duration.ofMinutes(2));
        secrets.read(NAME);
        int asked = manager.reads(NAME);
        for (int i = 0; i < 50; i++) {
            secrets.read(NAME);
        }
        assertEquals(asked, manager.reads(NAME));

        manager.failing(false);
        manager.put(NAME, "sk-2");
        now = now.plus(AwsSecrets.AGAIN);
        assertEquals("sk-2", secrets.read(NAME).reveal());
    }

    @Test
    void a_secret_that_does_not_exist_is_unavailable_until_it_is_created() {
        Unavailable e = assertThrows(Unavailable.class, () -> secrets.read("tollgate/none"));
        assertEquals("the secret 'tollgate/none' can't be read", e.getMessage());

        manager.put("tollgate/none", "sk-3");
        now = now.plus(AwsSecrets.AGAIN);
        assertEquals("sk-3", secrets.read("tollgate/none").reveal());
    }
}
