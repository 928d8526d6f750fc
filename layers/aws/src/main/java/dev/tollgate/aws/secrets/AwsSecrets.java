package dev.tollgate.aws.secrets;

import dev.tollgate.aws.AwsClients;
import dev.tollgate.identity.Secret;
import dev.tollgate.identity.Secrets;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.lambda.powertools.parameters.cache.CacheManager;
import software.amazon.lambda.powertools.parameters.secrets.SecretsProvider;

/// Secrets in AWS Secrets Manager, read by Powertools: the whole secret string, trimmed.
///
/// While Secrets Manager does not answer, what it last said serves for [#STALE]. It is asked for each secret by one thread at a time,
/// and not within [#AGAIN] of its last answer. The names come from the catalogue, so there are no more of them in memory than its versions name.
public final class AwsSecrets implements Secrets {
    /// How old a value may be while a fresher one can be had.
    public static final Duration MAX_AGE = Duration.ofSeconds(60);

    /// How old a value may be while Secrets Manager fails: longer outages are rarer than keys revoked for a reason.
    public static final Duration STALE = Duration.ofHours(1);

    /// The least time from the end of one read of a secret to the next.
    public static final Duration AGAIN = Duration.ofSeconds(1);

    /// Powertools' own cache can neither serve a stale value nor be asked to read again, so it keeps nothing and [HeldSecret] does.
    private static final Duration NOT_KEPT = Duration.ofDays(-1);

    private final SecretsProvider provider;
    private final Clock clock;
    private final Map<String, HeldSecret> held = new ConcurrentHashMap<>();

    public AwsSecrets(SecretsManagerClient client, Clock clock) {
        CacheManager cache = new CacheManager();
        cache.setDefaultExpirationTime(NOT_KEPT);
        this.provider =
                SecretsProvider.builder().withClient(client).withCacheManager(cache).build();
        this.clock = clock;
    }

    /// The secrets of the account and the region that the environment names.
    public static AwsSecrets create(Clock clock) {
        return new AwsSecrets(AwsClients.create(SecretsManagerClient.builder()), clock);
    }

    /// The secrets of a stand-in on this machine.
    public static AwsSecrets local(URI endpoint, Clock clock) {
        return new AwsSecrets(AwsClients.local(SecretsManagerClient.builder(), endpoint), clock);
    }

    @Override
    public Secret read(String name) {
        return held(name).read();
    }

    @Override
    public Secret readAgain(String name) {
        return held(name).readAgain();
    }

    private HeldSecret held(String name) {
        return held.computeIfAbsent(
                name, _ -> new HeldSecret(name, () -> provider.get(name).strip(), clock));
    }
}
