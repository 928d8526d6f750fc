package dev.tollgate.aws.dynamo;

import dev.tollgate.aws.AwsClients;
import java.net.URI;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/// The DynamoDB client. Its bounds are those of [AwsClients].
public final class DynamoClients {
    private DynamoClients() {}

    /// A client of the account and the region that the environment names.
    public static DynamoDbClient create() {
        return AwsClients.create(DynamoDbClient.builder());
    }

    /// A client of the streams of DynamoDB Local.
    public static DynamoDbStreamsClient localStreams(URI endpoint) {
        return AwsClients.local(DynamoDbStreamsClient.builder(), endpoint);
    }

    /// A client of DynamoDB Local.
    public static DynamoDbClient local(URI endpoint) {
        return AwsClients.local(DynamoDbClient.builder(), endpoint);
    }
}
