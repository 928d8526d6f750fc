package dev.tollgate.aws;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;

/// The one place where AWS clients get their bounds: an outage costs a call [#CALL], and [#MAX_ATTEMPTS] attempts, at most.
///
/// Region and credentials come from the environment.
public final class AwsClients {
    /// One request over the wire.
    public static final Duration ATTEMPT = Duration.ofSeconds(1);

    /// One operation with its retries.
    public static final Duration CALL = Duration.ofSeconds(3);

    public static final int MAX_ATTEMPTS = 3;

    private static final Duration CONNECT = Duration.ofMillis(500);
    private static final int MAX_CONNECTIONS = 200;

    private AwsClients() {}

    /// A client of the account and the region that the environment names.
    public static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C create(
            B builder) {
        return bounded(builder).build();
    }

    /// A client of a stand-in on this machine, which takes any credentials.
    public static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C local(
            B builder, URI endpoint) {
        return bounded(builder)
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("local", "local")))
                .build();
    }

    private static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B bounded(
            B builder) {
        return builder.httpClientBuilder(
                        Apache5HttpClient.builder()
                                .connectionTimeout(CONNECT)
                                .socketTimeout(ATTEMPT)
                                .maxConnections(MAX_CONNECTIONS))
                .defaultsMode(DefaultsMode.IN_REGION)
                .overrideConfiguration(bounds ->
                        bounds.apiCallAttemptTimeout(ATTEMPT)
                                .apiCallTimeout(CALL)
                                .retryStrategy(retry -> retry.maxAttempts(MAX_ATTEMPTS)));
    }
}
