package dev.tollgate.aws.dynamo;

import dev.tollgate.Stores;
import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// All stores, in the tables of an account or of DynamoDB Local.
public final class DynamoStores {
    private DynamoStores() {}

    public static Stores of(DynamoDbClient client, Tables tables, Clock clock) {
        return new Stores(
                new DynamoKeyStore(client, tables.keys()),
                new DynamoCatalogStore(client, tables.catalog()),
                new DynamoLedger(client, tables.ledger(), DynamoLedger.DEFAULT_RETENTION, clock),
                new DynamoLimitStore(client, tables.state()),
                new DynamoBreakerStore(client, tables.state()),
                new DynamoCacheStore(client, tables.answers()),
                new DynamoIdempotencyStore(client, tables.answers()),
                new DynamoPayloadStore(client, tables.payloads()),
                new DynamoRollupStore(client, tables.rollups(), clock));
    }
}
