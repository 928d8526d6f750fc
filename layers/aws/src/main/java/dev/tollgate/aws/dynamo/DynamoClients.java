package dev.tollgate.aws.dynamo;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/// The DynamoDB client: an outage costs a call [#CALL] at most, and three attempts.
public final class DynamoClients {
    /// One request over the wire.
    public static final Duration ATTEMPT = Duration.ofSeconds(1);

    /// One operation with its retries.
    public static final Duration CALL = Duration.ofSeconds(3);

    public static final int MAX_ATTEMPTS = 3;

    private static final Duration CONNECT = Duration.ofMillis(500);
    private static final int MAX_CONNECTIONS = 200;

    private DynamoClients() {}

    /// A client of the account and the region that the environment names.
    public static DynamoDbClient create() {
        return builder(connections()).build();
    }

    /// A client of DynamoDB Local, which takes any credentials.
    public static DynamoDbClient local(URI endpoint) {
        return builder(connections())
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("local", "local")))
                .build();
    }

    private static DynamoDbClientBuilder builder(SdkHttpClient.Builder<?> http) {
        return DynamoDbClient.builder()
                .httpClientBuilder(http)
                .defaultsMode(DefaultsMode.IN_REGION)
                .endpointDiscoveryEnabled(false)
                .overrideConfiguration(
                        ClientOverrideConfiguration.builder()
                                .apiCallAttemptTimeout(ATTEMPT)
                                .apiCallTimeout(CALL)
                                .retryStrategy(retry -> retry.maxAttempts(MAX_ATTEMPTS))
                                .build());
    }

    private static SdkHttpClient.Builder<?> connections() {
        return Apache5HttpClient.builder()
                .connectionTimeout(CONNECT)
                .socketTimeout(ATTEMPT)
                .maxConnections(MAX_CONNECTIONS);
    }
}
