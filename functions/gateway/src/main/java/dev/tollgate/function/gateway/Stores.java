package dev.tollgate.function.gateway;

import dev.tollgate.aws.dynamo.DynamoBreakerStore;
import dev.tollgate.aws.dynamo.DynamoCacheStore;
import dev.tollgate.aws.dynamo.DynamoCatalogStore;
import dev.tollgate.aws.dynamo.DynamoIdempotencyStore;
import dev.tollgate.aws.dynamo.DynamoKeyStore;
import dev.tollgate.aws.dynamo.DynamoLedger;
import dev.tollgate.aws.dynamo.DynamoLimitStore;
import dev.tollgate.aws.dynamo.Tables;
import dev.tollgate.cache.CacheStore;
import dev.tollgate.cache.IdempotencyStore;
import dev.tollgate.catalog.CatalogStore;
import dev.tollgate.identity.KeyStore;
import dev.tollgate.ledger.Ledger;
import dev.tollgate.limits.LimitStore;
import dev.tollgate.routing.BreakerStore;
import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Where everything is kept.
public record Stores(
        KeyStore keys,
        CatalogStore catalogs,
        Ledger ledger,
        LimitStore limits,
        BreakerStore breakers,
        CacheStore cache,
        IdempotencyStore idempotency) {

    /// In the tables of an account, or of DynamoDB Local.
    public static Stores of(DynamoDbClient client, Tables tables, Clock clock) {
        return new Stores(
                new DynamoKeyStore(client, tables.keys()),
                new DynamoCatalogStore(client, tables.catalog()),
                new DynamoLedger(client, tables.ledger(), DynamoLedger.DEFAULT_RETENTION, clock),
                new DynamoLimitStore(client, tables.state()),
                new DynamoBreakerStore(client, tables.state()),
                new DynamoCacheStore(client, tables.answers()),
                new DynamoIdempotencyStore(client, tables.answers()));
    }
}
